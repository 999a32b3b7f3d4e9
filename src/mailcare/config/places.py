"""Where in a TOML text a key stands, which the parser doesn't say."""

import re
from collections.abc import Iterator

from mailcare.config.problems import KeyPath

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]")
_ENTRY = re.compile(rf"\s*({_KEY})\s*=")
_PARTS = re.compile(_PART)
_LONG_QUOTES = ('"""', "'''")
_WIDE = {
    "“": '"',
    "”": '"',
    "＂": '"',
    "‘": "'",
    "’": "'",
    "，": ",",
    "、": ",",
    "＝": "=",
    "＃": "#",
    "．": ".",
    "。": ".",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
    "\u3000": "space",
}
_STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""")


def line_of(text: str, path: KeyPath) -> int | None:
    """Say the line (from 1) at which `path`, or the nearest table around it, is written."""
    places = dict(_places(text))
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return places[path[:length]]
    return None


def wide_signs(line: str) -> list[tuple[str, str]]:
    """Full-width signs outside of strings on `line`, each with the one that TOML wants."""
    bare = _STRING.sub("", line).partition("#")[0]
    return [(sign, _WIDE[sign]) for sign in dict.fromkeys(bare) if sign in _WIDE]


def _places(text: str) -> Iterator[tuple[KeyPath, int]]:
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for number, line in _outside_long_strings(text):
        if header := _TABLE.match(line):
            table = _keys(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            yield table, number
        elif entry := _ENTRY.match(line):
            yield (*table, *_keys(entry[1])), number


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not inside:
            yield number, line
        for quotes in _LONG_QUOTES:
            if inside in {"", quotes} and line.count(quotes) % 2:
                inside = "" if inside else quotes
                break


def _keys(written: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in _PARTS.findall(written))
