"""File → text → TOML → `Config`, or one error that lists everything wrong with it."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from mailcare.config.crossing import cross_check
from mailcare.config.defaults import fill
from mailcare.config.places import line_of, wide_signs
from mailcare.config.problems import InvalidConfigError, KeyPath, Problem
from mailcare.config.schema import Config
from mailcare.config.translate import translate
from mailcare.errors import ConfigError


def load(path: Path | str) -> Config:
    """Read and check the config file at `path`; reads no secret, makes no folder.

    Raises:
        ConfigError: it can't be read or parsed (line and column), or has errors (all of them).
    """
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}; name another file with --config") from None
    return parse(_decode(data, file), file)


def parse(text: str, path: Path) -> Config:
    """Check `text` as the content of the file at `path`; relative paths in it start there.

    Raises:
        ConfigError: as `load`.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} isn't valid TOML: {error}{_hint(text, str(error))}") from None
    filled = fill(raw)
    problems: dict[KeyPath, Problem] = {}
    config = None
    try:
        config = Config.model_validate(filled, context={"folder": path.absolute().parent})
    except ValidationError as error:
        problems = {problem.path: problem for problem in translate(error, Config, raw, filled)}
        _drop_shadows(problems)
    for problem in cross_check(filled):
        problems.setdefault(problem.path, problem)
    if config is None or problems:
        raise InvalidConfigError(path, _placed(problems.values(), text))
    return config.place(path)


def _placed(problems: Iterable[Problem], text: str) -> list[Problem]:
    placed = [replace(problem, line=line_of(text, problem.path)) for problem in problems]
    return sorted(placed, key=lambda found: (found.line or 0, found.key))


def _hint(text: str, error: str) -> str:
    """Say which full-width sign an input method left in the line that the parser names."""
    named = re.search(r"at line (\d+)", error)
    lines = text.splitlines()
    number = int(named[1]) if named else len(lines)
    wide = wide_signs(lines[number - 1]) if 0 < number <= len(lines) else []
    said = ", ".join(f"{sign} should be {right}" for sign, right in wide)
    return f"; full-width signs there: {said}" if said else ""


def _drop_shadows(problems: dict[KeyPath, Problem]) -> None:
    """Drop what pydantic says of a list only because an entry of it is wrong."""
    for path in [path[:-1] for path in problems if path and isinstance(path[-1], int)]:
        problems.pop(path, None)


def _decode(data: bytes, file: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise ConfigError(
            f"{file} isn't UTF-8 (at line {line}, byte {column}); save it as UTF-8"
        ) from None
