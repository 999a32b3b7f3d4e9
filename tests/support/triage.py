"""Letters and rules for tests of triage, without any reader."""

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mailcare.config import load
from mailcare.model.letter import Address, Message
from mailcare.resources import shipped
from mailcare.triage import Rules, compile_rules


@cache
def shipped_rules(mailbox: str = "vas") -> Rules:
    """The rules of the shipped example config."""
    return compile_rules(load(Path(shipped("config.example.toml"))), mailbox)


def letter(
    text: str = "",
    subject: str = "",
    sender: str = "user@mail.example",
    **more: Any,  # noqa: ANN401 - any field of Message
) -> Message:
    """A letter to the mailbox vas, with header fields as keyword `fields`."""
    fields = {name.lower(): (value,) for name, value in more.pop("fields", {}).items()}
    name = more.pop("name", "")
    values: dict[str, Any] = {
        "from_": Address(sender, name),
        "to": (Address("vas@telecom.example"),),
        "subject": subject,
        "text": text,
        "own_text": text,
        "fields": MappingProxyType(fields),
        **more,
    }
    return Message(**values)
