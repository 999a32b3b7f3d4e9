"""What triage needs of the config, compiled once per mailbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailcare.model.judgement import ElementName, Kind

if TYPE_CHECKING:
    from mailcare.config import Config


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one mailbox; immutable, safe to share between threads."""

    mailbox: str
    unit: str
    """The unit whose mailbox it is: its business is in scope."""
    needs: Mapping[Kind, tuple[ElementName, ...]]


def compile_rules(config: "Config", mailbox: str) -> Rules:
    """Compile the rules of the mailbox called `mailbox` in `config`; NotFoundError if it has none."""
    raise NotImplementedError
