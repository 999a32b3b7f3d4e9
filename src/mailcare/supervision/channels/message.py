"""What is said over a channel: what it is, since when, what to do; no personal data."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """News of one alarm, ready to be told."""

    alarm_id: int
    """0: it stands in no store, as a test, or what is wrong is the database itself."""
    kind: str
    subject: str
    occasion: str
    """raised, repeated, urgent, cleared, test."""
    since: datetime
    title: str
    lines: tuple[str, ...]
    """Meaning, figures, advice; each a line of text."""
    organisation: str
    host: str
    """Which machine says so."""
    tag: str = ""
    """What an answer by mail is known by; empty: it can't be answered."""
    reply_to: str = ""
    """The mailbox at which such an answer arrives."""

    @property
    def text(self) -> str:
        """The whole of it as plain text."""
        ends = f"{self.organisation} mailcare @ {self.host}"
        return "\n".join([self.title, *self.lines, ends])
