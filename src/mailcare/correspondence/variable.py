"""A variable: a word in double braces that a template may use."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Variable:
    """A word in double braces that a template may use."""

    name: str
    zh: str
    en: str
    example: str
    example_en: str
    templates: tuple[str, ...]
    """Patterns of the names of the templates that may use it."""
    never_empty: tuple[str, ...] = ()
    """Patterns of the names of those for which it always has a value."""

    def in_template(self, template: str) -> bool:
        """Say whether `template` may use it."""
        return _matches(template, self.templates)

    def is_needed(self, template: str) -> bool:
        """Say whether `template` can count on a value; without one it isn't rendered."""
        return _matches(template, self.never_empty)


def _matches(template: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(template, pattern) for pattern in patterns)


def always(*words: str, templates: tuple[str, ...]) -> Variable:
    """Describe a variable that has a value in every template that may use it."""
    name, zh, en, example, example_en = words
    return Variable(name, zh, en, example, example_en, templates, templates)
