r"""Which letters somebody has answered by hand, as the Sent folder tells.

Looked at before letters are received, so that nobody who has his answer is answered again by
itself. \Answered on the letter says the same where the colleague's mail program sets it. What we
sent lies there too, put there by the provider or by us: that is nobody's answer by hand.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from mailcare.errors import WireError
from mailcare.wire.imap import ImapSession

_MOST = 500
"""Sent mails looked at in one go: at first contact the newest, later all that are new."""
_REMEMBERED = 20_000
_LATELY = 2_000
"""The newest mails that are known one by one."""
_SAME = timedelta(seconds=5)
"""Between our composing a mail and the time that its Date tells."""
_ID = re.compile(rb"<[^<>\s]{1,900}>")
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_IDS = re.compile(r"<[^<>\s]{1,900}>")
_HEAD = 256 * 1024
_FIELDS = ("Message-ID", "In-Reply-To", "References", "To", "Cc", "Date", "Auto-Submitted")


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that lies in the Sent folder; a colleague may have written it, or we."""

    message_id: str
    answers: tuple[str, ...]
    """Message-IDs in its In-Reply-To."""
    recipients: frozenset[str]
    """Addresses in To and Cc, casefolded."""
    date: datetime | None
    """Of its Date field; aware."""
    automatic: bool
    """It says itself that a program sent it."""


class SentFolder:
    """What the Sent folder of one mailbox tells; used by one thread at a time."""

    def __init__(self) -> None:
        self._fresh: list[SentMail] = []
        self._name: str | None = None
        self._looked_for = False
        self._highest = 0
        self._answered: dict[bytes, None] = {}
        self._lately: list[SentMail] = []
        self.looked = False
        """Whether the last `refresh` saw all that is there."""

    @property
    def name(self) -> str | None:
        """What the folder is called; None where there is none."""
        return self._name

    def refresh(
        self, session: ImapSession, is_ours: Callable[[str], bool] = lambda _message_id: False
    ) -> None:
        """Look at what has come into the folder since the last call; none, nothing to do.

        `is_ours` says of a Message-ID whether mailcare wrote the mail.

        Raises:
            WireError: the connection is gone.
        """
        self.looked = False
        if not self._looked_for:
            self._name = session.special_folder("\\Sent")
            self._looked_for = True
        if self._name is None:
            return
        try:
            self._look(session, self._name, is_ours)
            self.looked = True
        except WireError:
            if not session.usable:
                raise
            self._looked_for = False  # renamed or deleted meanwhile: looked for anew next time

    def _look(self, session: ImapSession, name: str, is_ours: Callable[[str], bool]) -> None:
        if session.unchanged(name):
            return
        status = session.select(name)
        session.settle(name)
        fresh = session.search_from(self._highest + 1, status.exists)[-_MOST:]
        if not fresh:
            return
        heads = session.header_fields(fresh, _FIELDS)
        mails = [message_from_bytes(head) for head in heads.values()]
        sent = [_sent_mail(mail) for mail in mails]
        by_hand = (
            mail
            for mail, one in zip(mails, sent, strict=True)
            if not (one.automatic or is_ours(one.message_id))
        )
        self._remember(answer for mail in by_hand for answer in _answered(mail))
        self._fresh = [*self._fresh, *sent][-_MOST:]
        self._lately = [*self._lately, *sent][-_LATELY:]
        self._highest = max(fresh)

    def take_fresh(self) -> list[SentMail]:
        """Return what has come into the folder since this was last asked, at most the newest."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def holds(self, message_id: str, recipient: str, written: datetime) -> bool:
        """Say whether a mail of ours lies there; some providers give their copy another id."""
        return any(
            one.message_id == message_id
            or (
                recipient.casefold() in one.recipients
                and one.date is not None
                and abs(one.date - written) < _SAME
            )
            for one in self._lately
        )

    @property
    def tells_ids(self) -> bool:
        """Whether the server shows Message-IDs of what lies there, as far as anything does."""
        return not self._lately or any(one.message_id for one in self._lately)

    def _remember(self, message_ids: Iterable[bytes]) -> None:
        self._answered.update(dict.fromkeys(message_ids))
        for oldest in list(self._answered)[: max(0, len(self._answered) - _REMEMBERED)]:
            del self._answered[oldest]

    def answers(self, raw: bytes) -> bool:
        """Say whether a mail in the folder answers the letter `raw`."""
        found = _MESSAGE_ID.search(raw[:_HEAD].partition(b"\r\n\r\n")[0])
        return found is not None and found[1] in self._answered


def _answered(mail: Message) -> list[bytes]:
    fields = (str(mail.get(name, "")) for name in ("In-Reply-To", "References"))
    return _ID.findall(" ".join(fields).encode("utf-8", "replace"))


def _sent_mail(mail: Message) -> SentMail:
    to = [str(field) for name in ("To", "Cc") for field in mail.get_all(name, [])]
    addresses = {address.casefold() for _, address in getaddresses(to) if "@" in address}
    automatic = str(mail.get("Auto-Submitted", "no")).strip().lower() != "no"
    return SentMail(
        message_id=str(mail.get("Message-ID", "")).strip(),
        answers=tuple(_IDS.findall(str(mail.get("In-Reply-To", "")))),
        recipients=frozenset(addresses),
        date=_date(str(mail.get("Date", ""))),
        automatic=automatic,
    )


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
