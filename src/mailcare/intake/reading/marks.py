"""Marks in text that is still being taken apart: where the writing client put quotes and cards.

They are private-use characters, taken out of what was received before and of the result after.
"""

import re

QUOTE = "\ue0f0"
"""Quoted mail begins."""
FORWARD = "\ue0f1"
"""A forwarded mail begins."""
CARD = "\ue0f2"
"""A signature card begins."""
END = "\ue0f3"
"""What the last open mark began ends."""
NOISE = "\ue0f4"
"""Boilerplate of the client begins."""
BLOCK = "\ue0f5"
"""A block quote begins; whether it quotes mail depends on what stands above it."""

ALL = QUOTE + FORWARD + CARD + END + NOISE + BLOCK
_ANY = re.compile(f"[{ALL}]")
_LINES = re.compile(f"[ \t]*[{ALL}][ \t]*\n?")


def clean(text: str) -> str:
    """Return text as received without characters that we use as marks."""
    return _ANY.sub("", text) if _are_in(text) else text


def drop(text: str) -> str:
    """Return text without the marks we wrote, and without the lines they stood on."""
    return _LINES.sub("", text) if _are_in(text) else text


def _are_in(text: str) -> bool:
    """Say whether `text` holds any: looking for a character is sooner done than for a pattern."""
    return not text.isascii() and any(mark in text for mark in ALL)
