"""What an examination found, step by step."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a step went."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One step of the examination."""

    subject: str
    """A mailbox's name, ``site``, or a domain."""
    step: str
    verdict: Verdict
    found: str
    to_do: str = ""
