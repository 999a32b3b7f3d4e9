"""A server's reply as an outcome: what class the code has, save for providers' special cases."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from mailcare.wire.words import decode, says_over_quota

MAILBOX_FULL: Final = "mailbox_full"
"""The recipient's mailbox is full."""
ACCOUNT_FULL: Final = "account_full"
"""So is the one that we send from: some providers let nothing out of it then."""


class OutcomeState(StrEnum):
    """What became of a mail that we tried to send."""

    SENT = "sent"
    """The server took it on: 2yz after the final dot."""
    TEMPORARY = "temporary"
    """It surely wasn't taken; a later try may succeed."""
    PERMANENT = "permanent"
    """It surely wasn't taken, and won't be."""
    UNCERTAIN = "uncertain"
    """The body was on its way and no reply came: it may or may not have been taken."""


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """What became of a mail, without a word of the server's: replies quote addresses."""

    state: OutcomeState
    code: str = ""
    """The reply's code such as ``451``; empty where no reply was read."""
    reason: str = ""
    """A stable word: at which step it ended, or which special case it was."""
    retry_after: timedelta | None = None
    """Not earlier than this, where the provider is known to count."""


@dataclass(frozen=True, slots=True)
class _Special:
    """A reply that means something else than its code says."""

    codes: str
    words: re.Pattern[str]
    state: OutcomeState
    reason: str
    retry_after: timedelta | None


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_HASTE = (
    r"frequency|too (fast|frequent)|too many (mails|messages|e-?mails)"
    r"|(daily|hourly) \w* ?(quota|limit) (is |was )?exceeded|频繁|频率|频次|发信量"
)
_TEMPORARY, _PERMANENT = OutcomeState.TEMPORARY, OutcomeState.PERMANENT
_SPECIAL = (
    # Tencent: windows of a minute, an hour, a day, with secret numbers, refused with a final code
    _Special("550", _words(r"frequency limited|exceed.*(limit|frequen)|too many"), _TEMPORARY,
             "rate_limited", timedelta(hours=1)),
    _Special("550", _words(r"mailbox unavailable or access denied"), _TEMPORARY,
             "access_denied", timedelta(hours=2)),
    # anybody's haste, told with a final code; a mail that is too big is told otherwise
    _Special("55\\d", _words(_HASTE), _TEMPORARY, "rate_limited", timedelta(hours=1)),
    # NetEase: the sender's quota of 15 minutes or a day; doubtful content; the address's standing
    _Special("450|451", _words(r"\bMI:SFQ\b"), _TEMPORARY, "sender_quota", timedelta(minutes=15)),
    _Special("55\\d", _words(r"\bMI:(STC|SFQ)\b"), _TEMPORARY, "sender_quota", timedelta(hours=4)),
    _Special("451", _words(r"\bDT:SPM\b"), _TEMPORARY, "content_doubted", timedelta(minutes=5)),
    _Special("55\\d", _words(r"\bDT:SPM\b"), _PERMANENT, "content_refused", None),
    _Special("421|450", _words(r"\b(HL:(REP|ICC|IFC|MEP)|MI:DMC|RP:DRC)\b"), _TEMPORARY,
             "rate_limited", timedelta(minutes=30)),
    # Exchange Online after basic authentication was switched off
    _Special("550", _words(r"5\.7\.30"), _PERMANENT, "basic_auth_off", None),
)  # fmt: skip


_ENHANCED = _words(r"\b[45]\.(\d{1,3}\.\d{1,3})\b")
_VAGUE = frozenset({"0.0", "1.0", "2.0"})
_SENDING = _words(r"sending|daily|hourly|per (day|hour)|发信|发送|每日|每天")
"""A quota of mails, not of room."""


def judge(code: int, said: bytes, step: str) -> SendOutcome:
    """Return the outcome for a refusal with `code` at `step`: mail, rcpt, data or body."""
    text = decode(said)
    for special in _SPECIAL:
        if re.fullmatch(special.codes, str(code)) and special.words.search(text):
            return SendOutcome(special.state, str(code), special.reason, special.retry_after)
    if _says_full(text):
        word = ACCOUNT_FULL if step == "mail" else MAILBOX_FULL
    else:
        word = f"{step}_refused"
    permanent = code // 100 == 5  # noqa: PLR2004 - RFC 5321 4.2.1: the first digit is the class
    state = OutcomeState.PERMANENT if permanent else OutcomeState.TEMPORARY
    return SendOutcome(state, str(code), word)


def _says_full(text: str) -> bool:
    """Say whether a refusal means a full mailbox: by its enhanced code (RFC 3463), else in words.

    A 552 alone is mostly a mail that is too big, a 452 a server's own disk.
    """
    found = _ENHANCED.search(text)
    if found and found[1] not in _VAGUE:
        return found[1] == "2.2"
    return says_over_quota(text) and not _SENDING.search(text)
