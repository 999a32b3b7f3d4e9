"""One error of a config: where, what was found, what is allowed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mailcare.errors import ConfigError

KeyPath = tuple[str | int, ...]

_SECRET_WORDS = ("passw", "passwd", "pwd", "secret", "token", "auth", "database", "密码")
LITERAL_SECRETS = frozenset(
    {"password", "passwd", "pass", "pwd", "secret", "auth_code", "授权码", "client_secret"}
    | {"refresh_token", "access_token"}
)
"""Keys under which people write a password into the file; never allowed, never shown."""
_SHOWN = 80
_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one key path, in words that name the way out; `line` counts from 1."""

    path: KeyPath
    found: str
    allowed: str
    line: int | None = None

    @property
    def key(self) -> str:
        """The key path as it is written in TOML, with list positions in brackets."""
        text = ""
        for part in self.path:
            text += f"[{part}]" if isinstance(part, int) else f".{_quote(part)}"
        return text.removeprefix(".")

    def __str__(self) -> str:
        """One line: key path, found, allowed."""
        return f"{self.key}: found {self.found}; allowed: {self.allowed}"


class InvalidConfigError(ConfigError):
    """The config has errors; `problems` holds all of them."""

    def __init__(self, file: Path, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"{file} has {count} error{'s' if count > 1 else ''}; nothing of it takes effect"
        super().__init__("\n".join([head, *map(self._told, self.problems)]))

    def _told(self, problem: Problem) -> str:
        place = f"{self.file}:{problem.line}" if problem.line else str(self.file)
        return f"{place}: {problem}"


def describe(value: object, path: KeyPath) -> str:
    """Say what was found without ever quoting what may be a secret."""
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"a list of {len(value)}"
    if _may_be_secret(path):
        return f"a {type(value).__name__} (not shown)"
    if isinstance(value, bool | int | float | str):
        text = json.dumps(value, ensure_ascii=False)
        return text if len(text) <= _SHOWN else text[:_SHOWN] + '…"'
    return str(value)


def _may_be_secret(path: KeyPath) -> bool:
    return any(
        word in part.lower() for part in path if isinstance(part, str) for word in _SECRET_WORDS
    )


def _quote(key: str) -> str:
    return key if key and set(key) <= _BARE else json.dumps(key, ensure_ascii=False)
