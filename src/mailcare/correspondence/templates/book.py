"""Looking up, judging and rendering templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mailcare.model.judgement import Language


class GoodTemplates(Protocol):
    """Where the last good version of each template is kept (the store)."""

    def save_good(self, name: str, text: str, digest: str, now: datetime) -> None:
        """Keep `text` as the last good version of the file called `name`."""
        ...

    def good(self, name: str) -> tuple[str, str] | None:
        """Return text and digest of the last good version."""
        ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template filled in."""

    subject: str
    text: str
    template_file: str
    """Relative to its folder, such as ``vas/reply.accepted.zh.txt``."""
    digest: str


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What is wrong with a template, in words for the person who saved it."""

    file: str
    line: int
    what: str
    todo: str


class TemplateBook:
    """The templates in force: a unit's own, the organisation's own, the shipped ones."""

    def __init__(self, shipped: Path, overrides: Path | None, good: GoodTemplates) -> None:
        self._folders = [folder for folder in (overrides, shipped) if folder]
        self._good = good

    def refresh(self, now: datetime) -> list[TemplateProblem]:
        """Judge what was saved since the last call; refuse what is bad, keep the last good one."""
        raise NotImplementedError

    def check(self) -> list[TemplateProblem]:
        """Judge every file, changed or not; takes nothing into force."""
        raise NotImplementedError

    def render(
        self, name: str, language: Language, unit: str | None, variables: Mapping[str, str]
    ) -> Rendered:
        """Fill in the template `name`; unit's own before the organisation's before the shipped.

        Raises:
            TemplateError: unknown, no good version, or a needed variable is absent or empty.
        """
        raise NotImplementedError
