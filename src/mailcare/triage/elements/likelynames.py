"""Which name is likely the user's, by weights learnt from labelled letters.

The names that contact.py finds, those that may stand elsewhere (anynames.py), and the From name
are weighed by their form and by what stands around them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from mailcare.model.letter import Address
from mailcare.triage.elements.anynames import spotted
from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.contact import sender_name
from mailcare.triage.elements.nameforms import forms
from mailcare.triage.elements.naming import Named
from mailcare.triage.elements.page import Page, closes
from mailcare.triage.elements.rules import ElementRules
from mailcare.triage.elements.surroundings import Surroundings
from mailcare.triage.text import fold, simplify_chars

_MOST = 40
"""Names of a page that are weighed."""
_BEFORE, _AFTER, _BESIDE, _ADJACENT = 12, 10, 12, 2
_FAR = 3
_TIERS = "abcdefghijklmnopqrstuvwxyz"
_FROM = -1
_IN_SENTENCE = frozenset({"left clause", "left sentence", "right clause", "right sentence"})
Chosen = tuple[str, int, int]


@dataclass(frozen=True)
class Name:
    """A name that may be the user's; what stands in From has no place on the page."""

    value: str
    start: int
    end: int
    scores: tuple[int, ...] = ()
    """How likely the rules find it, for each way in which they found it."""
    spotted_by: tuple[str, ...] = ()

    @cached_property
    def plain(self) -> str:
        """The name simplified, narrow and in lower case, as names are compared."""
        return plain_name(self.value)

    @property
    def in_from(self) -> bool:
        """Whether it is the From name."""
        return self.start == _FROM


@dataclass(frozen=True)
class Names:
    """The names of a page, what else stands there, and which name the rules chose."""

    surroundings: Surroundings
    numbers: tuple[Candidate, ...]
    found: tuple[Name, ...]
    sender: Address | None
    ruled: int | None

    @property
    def page(self) -> Page:
        """The page."""
        return self.surroundings.page

    @cached_property
    def sender_plain(self) -> str:
        """The From name, simplified and lower case."""
        return plain_name(self.sender.name).strip("'\" ") if self.sender else ""


def plain_name(name: str) -> str:
    """Return a name as names are compared: narrow, simplified, lower case."""
    return name.lower() if name.isascii() else simplify_chars(fold(name).text).lower()


class Writer(NamedTuple):
    """Whom From names, and what the organisation says of such names."""

    sender: Address | None
    rules: ElementRules


def gather(
    surroundings: Surroundings,
    numbers: tuple[Candidate, ...],
    named: Iterable[Named],
    ruled: Chosen | None,
    writer: Writer,
) -> Names:
    """Return all names of a page; `named` and `ruled` are what the rules found and chose."""
    page, (sender, rules) = surroundings.page, writer
    found: dict[tuple[int, int], Name] = {}
    for one in named:
        known = found.get((one.start, one.end), Name(one.value, one.start, one.end))
        scores = tuple(sorted({*known.scores, one.score}))
        found[one.start, one.end] = Name(one.value, one.start, one.end, scores)
    for start, end, by in spotted(page):
        place = start, end
        if place in found or len(found) < _MOST:
            known = found.get(place, Name(page.shown[start:end], start, end))
            ways = (*known.spotted_by, by)
            found[place] = Name(known.value, start, end, known.scores, ways)
    if ruled and ruled[2] and ruled[1:] not in found:
        found[ruled[1], ruled[2]] = Name(*ruled, scores=(_TOLD_IN_PARTS,))
    all_found = [found[place] for place in sorted(found)]
    if rules.sender_name_counts:
        all_found += [Name(name, _FROM, _FROM) for name in _from_name(sender)]
    all_found = [one for one in all_found if one.value not in rules.staff_names]
    return Names(surroundings, numbers, tuple(all_found), sender, _place_of(all_found, ruled))


_TOLD_IN_PARTS = 89
"""The score of a full name that the rules put together from its parts."""


def _from_name(sender: Address | None) -> Iterator[str]:
    name = sender_name(sender) if sender else ""
    if name:
        yield name


def _place_of(found: list[Name], ruled: Chosen | None) -> int | None:
    if ruled is None:
        return None
    wanted = (_FROM, _FROM) if not ruled[2] else ruled[1:]
    return next((at for at, one in enumerate(found) if (one.start, one.end) == wanted), None)


def signs(names: Names, at: int) -> Iterator[str]:
    """Yield what is seen of the name at place `at`."""
    one = names.found[at]
    plain = one.plain
    shapes = list(forms(one.value, plain))
    yield from ("always", f"names {min(_FAR + 1, len(names.found))}", *shapes)
    yield from _ruled(names, at)
    if one.in_from:
        yield from ("from", *(f"from {shape}" for shape in shapes))
        return
    beside_from = _beside_from(names.sender_plain, plain)
    yield from (beside_from, *(f"{beside_from} {shape}" for shape in shapes[:3]))
    yield from names.surroundings.letters(one.start, one.end, before=_BEFORE, after=_AFTER)
    yield from _place(names.page, one, shapes)
    yield from _beside_numbers(names, one)
    zones = names.surroundings.zones(one.start, one.end)
    for cue, zone in names.surroundings.cued_near(zones):
        if zone in _IN_SENTENCE:
            yield f"cue {cue.kind} {zone}"
    yield from _among_others(names, one)


def _beside_from(sender: str, plain: str) -> str:
    if not sender:
        return "from none"
    if sender == plain:
        return "from is it"
    if plain in sender:
        return "from holds it"
    if sender in plain:
        return "it holds from"
    return "from starts so" if sender[0] == plain[0] else "from differs"


def _place(page: Page, one: Name, shapes: list[str]) -> Iterator[str]:
    left, right = page.line(one.start)
    head = not page.plain[left : one.start].strip()
    tail = not page.plain[one.end : right].strip(" \t.。!~,")
    line = ("in line", "line tail", "line head", "whole line")[2 * head + tail]
    closing = closes(page, one.end)
    below = page.plain[one.end : page.signature_at].count("\n")
    before = page.plain[max(0, one.start - 2) : one.start].strip()
    after = "stop" if not before or before[-1] in "。!?;.~" else "word"
    places = [line, f"lines left {min(below, _FAR)}"]
    places.append("after comma" if before.endswith(",") else f"after {after}")
    places += ["in the subject"] if one.start < page.body_at else []
    places += ["in the signature"] if one.start >= page.signature_at else []
    places += ["closes"] if closing else []
    places += [] if page.plain[page.body_at : one.start].strip() else ["first words"]
    yield from (*places, f"{line} {closing}")
    for place in places:
        yield from (f"{place} {shape}" for shape in shapes[:2])


def _beside_numbers(names: Names, one: Name) -> Iterator[str]:
    for number in names.numbers:
        is_behind = number.token.start >= one.end
        gap = number.token.start - one.end if is_behind else one.start - number.token.end
        if 0 <= gap <= _BESIDE:
            side = "behind" if is_behind else "before"
            yield f"number {side} {number.role.name} {gap <= _ADJACENT}"
            yield f"number {side} {number.callable}"


def _among_others(names: Names, one: Name) -> Iterator[str]:
    others = [two for two in names.found if two is not one and not two.in_from]
    if any(two.value == one.value for two in others):
        yield "repeated"
    if any(two.start <= one.start and two.end >= one.end for two in others):
        yield "inside another"
    if any(two.start >= one.start and two.end <= one.end for two in others):
        yield "holds another"


def _ruled(names: Names, at: int) -> Iterator[str]:
    """Yield what the rules found and chose."""
    one, state = names.found[at], _state(names, at)
    kind = _tier(one)
    yield from (f"ruled {state}", f"ruled {state} {kind}")
    for by in one.spotted_by:
        yield from (f"spotted {by}", f"spotted {by} {state} {kind}")
    yield from (f"score {_TIERS[score // 4]} {score % 4}" for score in one.scores)
    if one.scores:
        yield f"top score {_TIERS[max(one.scores) // 4]}"
    if state == "other" and names.ruled is not None:
        yield f"ruled other {kind} {_tier(names.found[names.ruled])}"


def _state(names: Names, at: int) -> str:
    if names.ruled is None:
        return "none"
    if names.ruled == at:
        return "this"
    return "same" if names.found[names.ruled].value == names.found[at].value else "other"


def _tier(one: Name) -> str:
    if one.in_from:
        return "from"
    return _TIERS[max(one.scores) // 10] if one.scores else "spotted"
