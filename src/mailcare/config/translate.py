"""pydantic's findings → problems in our words."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from mailcare.config.problems import KeyPath, Problem, describe
from mailcare.config.suggest import advice

_LITERAL_SECRETS = frozenset({"password", "passwd", "pass", "pwd", "secret", "auth_code", "授权码"})
_NO_SECRETS = (
    "no secret in this file: password_file (a file only mailcare may read), "
    "password_credential (systemd LoadCredential) or password_env"
)
_ABSENT: Final = object()


def translate(
    error: ValidationError, model: type[BaseModel], raw: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield what is wrong with `raw`; values that were filled in for the file aren't blamed."""
    for finding in error.errors(include_url=False):
        path: KeyPath = tuple(finding["loc"])
        kind = finding["type"]
        if kind == "extra_forbidden":
            yield _unknown(model, path)
        elif kind == "missing":
            yield Problem(path, "nothing", "a value: this key is required")
        elif path and path[-1] == "[key]":
            yield Problem(path[:-1], "this name", _allowed(finding["msg"]))
        elif _at(raw, path) is not _ABSENT:
            yield Problem(path, describe(finding["input"], path), _allowed(finding["msg"]))


def _unknown(model: type[BaseModel], path: KeyPath) -> Problem:
    if str(path[-1]).lower() in _LITERAL_SECRETS:
        return Problem(path, "a secret (not shown)", _NO_SECRETS)
    return Problem(path, "an unknown key", advice(model, path))


def _allowed(message: str) -> str:
    for opening in ("Value error, ", "Input should be ", "Input should have "):
        message = message.removeprefix(opening)
    return message.replace(
        "String should match pattern '^[a-z][a-z0-9_]{0,15}$'",
        "a name of 1 to 16 small letters, digits and _ that starts with a letter",
    )


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
