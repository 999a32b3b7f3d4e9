"""Mail as it lies in somebody's mailbox, taken apart for assertions."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from functools import cached_property


@dataclass(frozen=True)
class Mail:
    """One mail, as the server stored it."""

    raw: bytes
    flags: tuple[str, ...] = ()

    @cached_property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def subject(self) -> str:
        return str(self.parsed["Subject"])

    @cached_property
    def text(self) -> str:
        body = self.parsed.get_body(("plain",))
        return "" if body is None else str(body.get_content())

    @property
    def head(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[0]

    def field(self, name: str) -> bytes:
        """Return the bytes of a header field, unfolded but not decoded; empty where absent."""
        found = self.fields(name)
        return found[0] if found else b""

    def fields(self, name: str) -> list[bytes]:
        """Return the bytes of all header fields called `name`."""
        start = name.lower().encode() + b":"
        lines = re.split(rb"\r\n(?![ \t])", self.head)
        return [
            re.sub(rb"\r\n[ \t]+", b" ", line[len(start) :]).strip()
            for line in lines
            if line.lower().startswith(start)
        ]

    @property
    def return_path(self) -> bytes:
        return self.field("Return-Path")

    def part(self, content_type: str) -> "Message | None":
        """Return the first part of this type."""
        return next(
            (part for part in self.parsed.walk() if part.get_content_type() == content_type), None
        )

    @property
    def tag(self) -> str:
        """The tag of ours in the subject, with its brackets."""
        found = re.search(r"\[[A-Z]+-\d{6}-\d{4}#[a-z2-7]+\]", self.subject)
        return found[0] if found else ""

    @property
    def number(self) -> str:
        return self.tag.strip("[]").partition("#")[0]
