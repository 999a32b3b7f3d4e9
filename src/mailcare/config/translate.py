"""pydantic's findings → problems in our words."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from mailcare.config.problems import LITERAL_SECRETS, KeyPath, Problem, describe
from mailcare.config.suggest import advice

_NO_SECRETS = (
    "no secret in this file: password_file (a file only mailcare may read), "
    "password_credential (systemd LoadCredential) or password_env"
)
_ABSENT: Final = object()


def translate(
    error: ValidationError,
    model: type[BaseModel],
    raw: Mapping[str, Any],
    filled: Mapping[str, Any],
) -> Iterator[Problem]:
    """Yield what is wrong with `raw`.

    What was only `filled` in follows from another value, which is blamed itself.
    """
    for finding in error.errors(include_url=False):
        path: KeyPath = tuple(finding["loc"])
        kind = finding["type"]
        if kind == "extra_forbidden":
            yield _unknown(model, path)
        elif kind == "missing":
            yield Problem(path, "nothing", "a value: this key is required")
        elif path and path[-1] == "[key]":
            yield Problem(path[:-1], "this name", _allowed(finding["msg"]))
        elif _at(filled, path) is _ABSENT:
            found = describe(finding["input"], path)
            yield Problem(path, f"{found} (the default)", _allowed(finding["msg"]))
        elif _at(raw, path) is not _ABSENT:
            yield Problem(path, describe(finding["input"], path), _allowed(finding["msg"]))


def _unknown(model: type[BaseModel], path: KeyPath) -> Problem:
    if str(path[-1]).lower() in LITERAL_SECRETS:
        return Problem(path, "a secret (not shown)", _NO_SECRETS)
    return Problem(path, "an unknown key", advice(model, path))


_WORDS = (
    ("'^[a-z][a-z0-9_]{0,15}$'", "a name of 1 to 16 small letters, digits and _, a letter first"),
    ("'^[^", "one line of text, not empty"),
    ("'^[A-Za-z0-9.:-]+$'", "a host name or address"),
    ("'^0", 'an area code with its leading 0, such as "021"'),
    ("'^[0-9-]*$'", "digits, hyphens between them"),
    ("at least 1 item", "at least one entry"),
    ("valid dictionary", "a table"),
    ("valid tuple", "a list"),
)
"""A part of pydantic's message → how we say it."""


def _allowed(message: str) -> str:
    for opening in ("Value error, ", "Input should be ", "Input should have "):
        message = message.removeprefix(opening)
    return next((words for part, words in _WORDS if part in message), message)


def _at(raw: object, path: KeyPath) -> object:
    here = raw
    for part in path:
        if isinstance(here, str):
            return here  # a bare phrase stands for a table of one
        here = _step(here, part)
    return here


def _step(here: object, part: str | int) -> object:
    if isinstance(here, Mapping):
        return here.get(part, _ABSENT)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return _ABSENT
