"""How much a letter is like those that nobody need answer, by weights learnt from labelled letters.

A second opinion beside the questions of machine.py, which know what machines write: this one has
only read many letters. Where the two differ a person looks.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from mailcare.triage.linear import Weights, learnt, log_odds, pieces
from mailcare.triage.words import Words

FILE = Path(__file__).with_name("likeness.json")
NAME = "nobody"

MAYBE = -1.7
"""Log-odds (about 15 in 100) from which a letter that would be answered may be nobody's."""
HARDLY = -2.5
"""Log-odds (about 8 in 100) below which a letter that would be filed sounds like a customer's."""

_BODY, _SUBJECT = 1_200, 120
_FIELDS = (
    "auto-submitted", "x-autoreply", "list-unsubscribe", "list-id", "precedence", "return-path",
    "x-auto-response-suppress", "feedback-id", "x-mailer", "user-agent", "in-reply-to",
    "references", "message-id", "date", "reply-to",
)  # fmt: skip
_LINK = re.compile(r"https?://|www\.")
_WORD = re.compile(r"[a-z]+")
_MANY = 3
_TOLD = 3
"""How many signs are named as evidence."""


def like_nobodys(words: Words) -> float:
    """Return the log-odds that a letter needs no answer: written by a machine, or to nobody."""
    return log_odds(_weights(), signs(words))


def telling(words: Words) -> str:
    """Return the signs in the words that say most for `like_nobodys`, for people to read."""
    weights = _weights()
    found = {sign for sign in _in_text(words) if sign in weights}
    best = sorted(found, key=lambda sign: (-weights[sign], sign))[:_TOLD]
    return "、".join(dict.fromkeys(sign.removeprefix("s:") for sign in best))


def signs(words: Words) -> Iterator[str]:
    """Yield what is seen of a letter: pairs of characters, words, header fields, links."""
    yield "always"
    yield from _in_text(words)
    message = words.message
    yield from (f"h:{name}" for name in _FIELDS if name in message.fields)
    if words.has_null_path:
        yield "h:null path"
    yield from (
        f"h:precedence {one.strip().lower()}" for one in message.fields.get("precedence", ())
    )
    sender = message.from_ or message.sender
    if sender:
        local = sender.address.partition("@")[0].lower()
        yield from (f"l:{word}" for word in _WORD.findall(local))
    links = len(_LINK.findall(words.body))
    yield from (f"links {count}" for count in range(1, min(_MANY, links) + 1))


def _in_text(words: Words) -> Iterator[str]:
    yield from pieces(words.own[:_BODY])
    yield from pieces(words.subject[:_SUBJECT], "s:")


def _weights() -> Weights:
    return learnt(FILE, NAME)
