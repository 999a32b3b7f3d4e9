"""Plain part or HTML part: which of a body's two faces is shown, and which is taken apart."""

import re
from typing import NamedTuple

from mailcare.intake.reading import hooks, marks
from mailcare.intake.reading.html_text import html_to_text

_NO_WORD = re.compile(r"\W+")
_BEGINNING = 200
"""Characters by which two faces of one text are known."""
_STUB = 60
"""Characters up to which a plain part may be a stand-in ("your client cannot show HTML")."""
_TABLE = re.compile(r"(?i)<t[dh][\s>]")


class Chosen(NamedTuple):
    """A body's text."""

    shown: str
    """All of it, for `Message.text`."""
    source: str
    """The same with marks, to tell own text and quotes apart."""
    html_was_empty: bool = False
    """HTML of some size showed nothing."""


def choose(plain: str, html: str) -> Chosen:
    """Return the text of a body from its plain and HTML faces, either of which may be empty.

    HTML is looked at where it says more: tables, and marks of the writing client.
    """
    if not html.strip():
        return Chosen(plain, marks.clean(plain))
    said = _meaningful(plain)
    if len(said) > _STUB and not (hooks.is_telling(html) or _TABLE.search(html)):
        return Chosen(plain, marks.clean(plain))
    source = html_to_text(html)
    shown = marks.drop(source)
    seen = _meaningful(shown)
    if not seen:
        is_empty = not said and len(html) > 200  # noqa: PLR2004 - more than an empty page's frame
        return Chosen(plain, marks.clean(plain), is_empty)
    if said and len(seen) < len(said) * 0.6 and len(said) > _STUB:
        return Chosen(plain, marks.clean(plain))
    if not said or len(said) * 2 < len(seen):
        return Chosen(shown, source)
    return Chosen(plain, source)


def is_same(plain: str, html: str) -> bool:
    """Say whether `html` shows the words of `plain`, or its beginning."""
    said = _NO_WORD.sub("", plain)[:_BEGINNING]
    seen = _NO_WORD.sub("", marks.drop(html_to_text(html)))[:_BEGINNING]
    return bool(said) and bool(seen) and (seen.startswith(said) or said.startswith(seen))


def _meaningful(text: str) -> str:
    """Return text without white space."""
    return "".join(text.split())
