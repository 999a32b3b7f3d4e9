"""Which number is likely the phone and which the device, by weights learnt from labelled letters.

The rules of phone.py and device.py choose first; what they chose is one sign among many here. The
weights were fitted to letters whose authors the rules had not read (bench/roles.py), so they know
how far a choice can be trusted, and what stands around the numbers where it can't.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.dead import is_dead
from mailcare.triage.elements.nouns import kind_of
from mailcare.triage.elements.numbers import Shape
from mailcare.triage.elements.page import Page, closes
from mailcare.triage.elements.roles import Role
from mailcare.triage.elements.service import Service
from mailcare.triage.elements.surroundings import Surroundings

FILE = Path(__file__).with_name("likely.json")
PHONE, DEVICE, CONTACT = "phone", "device_number", "contact"
UNKNOWN: Mapping[str, float] = {}
"""Where nobody has an opinion whose business a letter is."""

_BEFORE, _AFTER = 14, 10
_LABEL = re.compile(r"\s*([^\d:]{1,8})[:\t|]")
_SEVERAL = 3
_SURE, _MAYBE = 0.8, 0.25
"""How likely it must be whose business the letter is to be sure of it, and to think of it."""
_ORDINAL = re.compile(
    r"(?P<back>后面|后一|后者|第二|下面|latter|second)|"
    r"(?P<front>前面|前一|前者|第一|上面|former|first)|"
    r"(?P<this>这个|此|该|上述|this|that)(?=号|电话|手机|number|phone)"
)


@dataclass(frozen=True)
class Ruled:
    """What the rules chose, as places among the numbers; None where they chose none."""

    device: int | None = None
    phone: int | None = None
    barred: frozenset[int] = frozenset()
    """Where nobody can be reached by telephone, by the rules."""


@dataclass(frozen=True)
class Numbers:
    """The numbers and accounts of a page, what the letter is about, and what the rules chose."""

    surroundings: Surroundings
    found: tuple[Candidate, ...]
    about: Mapping[Service, int]
    ruled: Ruled
    told: int
    """From this place on they are accounts that only words tell."""
    owners: Mapping[str, float] = field(default_factory=dict)
    """How likely the letter is whose business, as its words tell; empty where unknown."""

    @property
    def page(self) -> Page:
        """The page."""
        return self.surroundings.page

    @cached_property
    def lines(self) -> tuple[Candidate, ...]:
        """Those that have the shape of a telephone number."""
        return tuple(one for one in self.found if one.callable)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """What the numbers compare by: one line written twice is one."""
        return tuple(_same(one) for one in self.found)

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        starts = sorted(one.token.start for one in self.found)
        return starts, sorted(one.token.end for one in self.found)

    def between(self, one: Candidate) -> tuple[int, int]:
        """Return where the number before ends, and where the next one starts."""
        starts, ends = self._places
        before = bisect_right(ends, one.token.start)
        behind = bisect_left(starts, one.token.end)
        return (
            ends[before - 1] if before else 0,
            starts[behind] if behind < len(starts) else sys.maxsize,
        )

    @cached_property
    def ordinals(self) -> Sequence[tuple[int, str]]:
        """Words that tell which of several numbers is meant, and where they stand."""
        found = _ORDINAL.finditer(self.page.plain)
        return [(match.start(), match.lastgroup or "") for match in found]

    @cached_property
    def _roles(self) -> Counter[Role]:
        return Counter(one.role for one in self.found)

    def roles_beside(self, one: Candidate) -> Iterator[Role]:
        """Yield the roles of all others."""
        return (role for role, count in self._roles.items() if count > (role is one.role))


def _same(one: Candidate) -> str:
    return one.token.digits[-11:] if one.token.shape is Shape.MOBILE else one.token.value.lower()


def signs(numbers: Numbers, at: int) -> Iterator[str]:
    """Yield what is seen of the number at place `at`: its shape, its surroundings, its company."""
    one, shape = numbers.found[at], numbers.found[at].token.shape
    yield from (
        "always",
        f"shape {shape}",
        f"role {one.role.name}",
        f"role {one.role.name} {shape}",
    )
    start, end = one.token.start, one.token.end
    yield from numbers.surroundings.letters(start, end, before=_BEFORE, after=_AFTER)
    if at >= numbers.told:
        yield from ("told in words", f"told in words {one.label}")
    else:
        yield from _cued(numbers, one)
    yield from _place(numbers.page, one)
    yield from _company(numbers, one)
    yield from _about(numbers, shape)
    yield from _owned(numbers.owners, one)
    yield from _ruled(numbers, at)


def _cued(numbers: Numbers, one: Candidate) -> Iterator[str]:
    alone = "alone" if len(numbers.lines) == 1 else "several"
    kind = kind_of(numbers.page, one)
    if one.callable:
        yield f"kind {kind}"
    floor, ceiling = numbers.between(one)
    zones = numbers.surroundings.zones(one.token.start, one.token.end)
    for cued, zone in dict.fromkeys(numbers.surroundings.cued(zones, floor, ceiling)):
        yield f"cue {cued} {zone}"
        yield f"cue {cued} {zone} {alone}"
        yield f"cue {cued} {kind}"
        yield f"cue {cued} anywhere {alone}"


def _place(page: Page, one: Candidate) -> Iterator[str]:
    start, end = one.token.start, one.token.end
    line = page.plain[page.line(start)[0] : start]
    if not line.strip():
        yield "begins the line"
    if label := _LABEL.match(line):
        yield f"label {label[1].strip()}"
    if start >= page.signature_at:
        yield "in the signature"
    if start < page.body_at:
        yield "in the subject"
    if closes(page, end):
        yield from ("closes", f"closes {one.role.name}")


def _company(numbers: Numbers, one: Candidate) -> Iterator[str]:
    others = sorted({role.name for role in numbers.roles_beside(one)})
    yield from (f"beside {role}" for role in others)
    yield f"beside all {','.join(others)}"
    lines = numbers.lines
    count = min(_SEVERAL, len(lines))
    yield f"lines {count}"
    if one.callable:
        place = "first" if one is lines[0] else "last" if one is lines[-1] else "between"
        yield place
        if len(lines) == 1:
            yield "alone"
        told = dict.fromkeys(name for at, name in numbers.ordinals if at >= one.token.end)
        yield from (f"ordinal {name} {place} {count}" for name in told)


def _about(numbers: Numbers, shape: Shape) -> Iterator[str]:
    about = numbers.about
    top = max(about, key=lambda service: about[service], default=None)
    yield f"about {top.name if top else None} {shape}"
    yield from (f"about too {service.name} {shape}" for service in about)
    if not about:
        yield f"about nothing {shape}"


def _owned(owners: Mapping[str, float], one: Candidate) -> Iterator[str]:
    """Yield whose business the letter is, beside what the number looks like."""
    if not owners:
        return
    shape, best = one.token.shape, max(owners, key=owners.__getitem__)
    yield from (f"owner {best} shape {shape}", f"owner {best} role {one.role.name}")
    if owners[best] > _SURE:
        yield f"owner sure {best} shape {shape}"
    yield from (f"owner maybe {k} shape {shape}" for k, p in owners.items() if p > _MAYBE)


def _ruled(numbers: Numbers, at: int) -> Iterator[str]:
    """Yield what the rules chose, beside what is known of the number."""
    one, ruled = numbers.found[at], numbers.ruled
    for name, chosen in ((PHONE, ruled.phone), (DEVICE, ruled.device)):
        state = _state(numbers, at, chosen)
        yield f"ruled {name} {state}"
        yield f"ruled {name} {state} {one.role.name}"
        yield f"ruled {name} {state} {one.token.shape}"
        if state == "other" and chosen is not None:
            yield f"ruled {name} other {one.role.name} {numbers.found[chosen].role.name}"
    this = ruled.phone == at, ruled.device == at
    yield f"ruled both {this} {ruled.phone is None} {ruled.device is None}"
    if at in ruled.barred:
        yield from ("ruled barred", f"ruled barred {one.role.name}")
    if one.callable and is_dead(numbers.page, one.token, is_device=False, named=False):
        yield "ruled dead"
    if numbers.told < len(numbers.found):
        yield "ruled words"


def _state(numbers: Numbers, at: int, chosen: int | None) -> str:
    if chosen is None:
        return "none"
    if chosen == at:
        return "this"
    return "same" if numbers.values[chosen] == numbers.values[at] else "other"
