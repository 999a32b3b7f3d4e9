r"""Which letters somebody has answered by hand, as the Sent folder tells.

Looked at before letters are received, so that nobody who has his answer is answered again by
itself. \Answered on the letter says the same where the colleague's mail program sets it.
"""

import re
from collections.abc import Iterable

from mailcare.errors import WireError
from mailcare.wire.imap import ImapSession

_MOST = 500
"""Sent mails looked at in one go: at first contact the newest, later all that are new."""
_REMEMBERED = 20_000
_ID = re.compile(rb"<[^<>\s]{1,900}>")
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_HEAD = 256 * 1024


class SentFolder:
    """What the Sent folder of one mailbox tells; used by one thread at a time."""

    def __init__(self) -> None:
        self._name: str | None = None
        self._looked_for = False
        self._highest = 0
        self._answered: dict[bytes, None] = {}

    def refresh(self, session: ImapSession) -> None:
        """Look at what has come into the folder since the last call; none, nothing to do.

        Raises:
            WireError: the connection is gone.
        """
        if not self._looked_for:
            self._name = session.special_folder("\\Sent")
            self._looked_for = True
        if self._name is None:
            return
        try:
            self._look(session, self._name)
        except WireError:
            if not session.usable:
                raise
            self._looked_for = False  # renamed or deleted meanwhile: looked for anew next time

    def _look(self, session: ImapSession, name: str) -> None:
        status = session.select(name)
        fresh = session.search_from(self._highest + 1, status.exists)[-_MOST:]
        if not fresh:
            return
        heads = session.header_fields(fresh, ("In-Reply-To", "References"))
        self._remember(answer for head in heads.values() for answer in _ID.findall(head))
        self._highest = max(fresh)

    def _remember(self, message_ids: Iterable[bytes]) -> None:
        self._answered.update(dict.fromkeys(message_ids))
        for oldest in list(self._answered)[: max(0, len(self._answered) - _REMEMBERED)]:
            del self._answered[oldest]

    def answers(self, raw: bytes) -> bool:
        """Say whether a mail in the folder answers the letter `raw`."""
        found = _MESSAGE_ID.search(raw[:_HEAD].partition(b"\r\n\r\n")[0])
        return found is not None and found[1] in self._answered
