"""Which UIDs a folder has, asked in whichever way the server takes."""

from mailcare.errors import WireError
from mailcare.wire.imap import said
from mailcare.wire.imap.channel import Channel

_WINDOW = 50_000
"""Letters searched at once: imaplib takes no line over a million bytes."""


class Search:
    """Searches the open folder of one connection."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._way = 0

    def search_from(self, uid: int, exists: int) -> list[int]:
        """Return the UIDs from `uid` on, ascending; `exists`: letters in the folder, or 0."""
        if uid <= 1 and exists > _WINDOW:
            found = self._in_windows(exists)
        else:
            found = self.search(f"{max(uid, 1)}:*")
        return sorted({one for one in found if one >= uid})  # n:* gives the last one at least

    def _in_windows(self, exists: int) -> list[int]:
        found: list[int] = []
        for first in range(1, exists + 1, _WINDOW):
            with self._channel.exchange("SEARCH"):
                last = min(exists, first + _WINDOW - 1)
                lines = self._channel.client.uid_command("SEARCH", f"{first}:{last}")
            found += said.numbers(lines)
        return found

    def search(self, uids: str) -> list[int]:
        """Search by UID range, in whichever of three ways the server takes."""
        attempts = (
            ("SEARCH", ("UID", uids), said.numbers),
            ("SEARCH", ("ALL",), said.numbers),
            ("FETCH", (uids, "(UID)"), said.fetched_uids),
        )
        while True:
            command, arguments, read = attempts[self._way]
            try:
                with self._channel.exchange(command):
                    return read(self._channel.client.uid_command(command, *arguments))
            except WireError:
                if not self._channel.open or self._way == len(attempts) - 1:
                    raise
                self._way += 1  # and stay there: some servers count bad commands
