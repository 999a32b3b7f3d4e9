"""What is said over a channel: what it is, since when, what to do; no personal data."""

from collections.abc import Callable
from dataclasses import dataclass, replace
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
    reply_to: str = ""
    """The mailbox at which an answer by mail arrives; empty: it can't be answered."""
    tag_for: Callable[[str], str] = lambda _recipient: ""
    """By what an answer of a recipient is known."""

    def answerable(self, reply_to: str, tag_for: Callable[[str], str]) -> "Message":
        """Return the message as one that a recipient of mail can answer."""
        return replace(self, reply_to=reply_to, tag_for=tag_for)

    @property
    def text(self) -> str:
        """The whole of it as plain text."""
        ends = f"{self.organisation} mailcare @ {self.host}"
        return "\n".join([self.title, *self.lines, ends])
