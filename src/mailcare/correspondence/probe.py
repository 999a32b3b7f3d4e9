"""Letters of ``mailcare doctor --letter`` from a mailbox to itself."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.casework.tokens import TokenKeys, TokenKind, make_token, message_id, subject_tag
from mailcare.config import Config
from mailcare.correspondence import directory
from mailcare.correspondence.compose import Outgoing, compose
from mailcare.correspondence.trial import LABEL
from mailcare.model.judgement import Language
from mailcare.model.letter import Address

_SUBJECT = "mailcare 自检信,无需处理"
_TEXT = """这是 mailcare 自检时发给本信箱的信,收到后自动删除,无需处理。

A letter of mailcare to its own mailbox; it opens no case and is deleted by itself.

{tag}
"""


@dataclass(frozen=True, slots=True)
class Probe:
    """A letter to ourselves."""

    recipient: str
    message_id: str
    data: bytes


def compose_probe(
    config: Config, mailbox: str, keys: TokenKeys, recipient: str, *, part: str, now: datetime
) -> Probe:
    """Return a letter from `mailbox` to an address of its own; whoever receives it files it.

    Its token is bound to the mailbox's address and to the second of `now`; `part` tells the
    letters of one second apart.
    """
    box = config.mailboxes[mailbox]
    token = make_token(keys, TokenKind.TRIAL, int(now.timestamp()), box.address)
    domain = box.address.rpartition("@")[2].lower()
    tag = subject_tag(LABEL, token)
    own_id = message_id(token, domain, part)
    outgoing = Outgoing(
        from_=directory.sender(config, box, Language.ZH),
        to=Address(recipient),
        subject=f"{_SUBJECT} {tag}",
        text=_TEXT.format(tag=tag),
        date=now.astimezone(ZoneInfo(config.organisation.timezone)),
        message_id=own_id,
        auto_submitted="auto-generated",
        extra=(("X-Auto-Response-Suppress", "All"),),
    )
    return Probe(recipient, own_id, compose(outgoing))
