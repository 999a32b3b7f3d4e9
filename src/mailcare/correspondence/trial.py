"""The test notice of ``mailcare doctor --staff``: to one of our people, about no case."""

from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.casework.tokens import TokenKeys, TokenKind, make_token, message_id, subject_tag
from mailcare.config import Config
from mailcare.correspondence import directory
from mailcare.correspondence.compose import Outgoing, check_address, compose
from mailcare.model.judgement import Language
from mailcare.model.letter import Address

LABEL = "TEST"
_SUBJECT = "mailcare 测试信,请直接回复"
_TEXT = """您好:

这是 mailcare 的测试信,用来检查您从这个地址发出的指令能否被系统核实。
请用平时办理申诉的邮箱直接回复本信,写什么都可以(例如:收到),不要改动主题。

This is a test of mailcare: please answer this mail from your usual mail program, with any text.
It opens no case and changes nothing.

来信编号:{tag}
"""


def compose_trial(
    config: Config, mailbox: str, keys: TokenKeys, recipient: str, now: datetime
) -> bytes:
    """Return the bytes of a test notice from `mailbox` to `recipient`.

    Raises:
        ComposeError: the address is odd.
    """
    box = config.mailboxes[mailbox]
    token = make_token(keys, TokenKind.TRIAL, int(now.timestamp()), recipient)
    tag = subject_tag(LABEL, token)
    domain = box.address.rpartition("@")[2].lower()
    return compose(
        Outgoing(
            from_=directory.sender(config, box, Language.ZH),
            to=Address(check_address(recipient)),
            subject=f"{_SUBJECT} {tag}",
            text=_TEXT.format(tag=tag),
            date=now.astimezone(ZoneInfo(config.organisation.timezone)),
            message_id=message_id(token, domain, "trial"),
            auto_submitted="auto-generated",
            extra=(("X-Auto-Response-Suppress", "All"),),
        )
    )
