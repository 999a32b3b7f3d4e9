"""Which number is likely the phone and which the device, by weights learnt from labelled letters.

A second opinion beside the rules of phone.py and device.py. It has only read what stands around
the numbers of many letters, so it errs elsewhere than they do; the two are summed up.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.dead import is_dead
from mailcare.triage.elements.page import Page, closes
from mailcare.triage.elements.roles import Role
from mailcare.triage.elements.service import Service
from mailcare.triage.linear import all_log_odds

FILE = Path(__file__).with_name("likely.json")
PHONE, DEVICE = "phone", "device_number"
TRUST = 6.0
"""Log-odds that the rules' own choice is worth."""
DOUBT = 2.0
"""Log-odds that a number needs where the rules found none, or an account told in words."""

_BEFORE, _AFTER = 14, 10
_LABEL = re.compile(r"\s*([^\d:]{1,8})[:\t|]")
_DIGIT = re.compile(r"\d")
_SEVERAL = 3
_LATIN = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Numbers:
    """The numbers of a page, and what the letter is about."""

    page: Page
    found: tuple[Candidate, ...]
    about: Mapping[Service, int]
    _odds: dict[int, dict[str, float]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def lines(self) -> tuple[Candidate, ...]:
        """Those that have the shape of a telephone number."""
        return tuple(one for one in self.found if one.callable)

    @cached_property
    def _roles(self) -> Counter[Role]:
        return Counter(one.role for one in self.found)

    def roles_beside(self, one: Candidate) -> Iterator[Role]:
        """Yield the roles of all others."""
        return (role for role, count in self._roles.items() if count > (role is one.role))

    def odds(self, at: int, name: str) -> float:
        """Return the log-odds that the number at place `at` is the phone or the device."""
        if at not in self._odds:
            self._odds[at] = all_log_odds(FILE, (PHONE, DEVICE), signs(self, at))
        return self._odds[at][name]


def likeliest(
    numbers: Numbers, name: str, ruled: Candidate | None, barred: Collection[Candidate] = ()
) -> Candidate | None:
    """Return the number that rules and weights together take for the phone or the device.

    `ruled` is the rules' choice, `barred` what it can't be else; None comes back where no number
    is likely enough.
    """
    best, most = None, 0.0 if ruled else DOUBT
    for at, one in enumerate(numbers.found):
        if one is not ruled and (one in barred or _is_out(one, name)):
            continue
        odds = numbers.odds(at, name) + (TRUST if one is ruled else 0.0)
        if odds > most:
            best, most = one, odds
    return best


def _is_out(one: Candidate, name: str) -> bool:
    """Say whether the letter itself says that this cannot be the phone or the device."""
    if one.role in (Role.NOT, Role.OTHER):
        return True
    if name == DEVICE:
        return one.role is Role.CONTACT
    return not one.callable


def signs(numbers: Numbers, at: int) -> Iterator[str]:
    """Yield what is seen of the number at place `at`: its shape, its surroundings, its company."""
    one, page = numbers.found[at], numbers.page
    yield from ("always", f"shape {one.token.shape}", f"role {one.role.name}")
    yield f"role {one.role.name} {one.token.shape}"
    yield from _around(page, one)
    yield from _place(page, one)
    yield from _company(numbers, one)
    top = max(numbers.about, key=lambda service: numbers.about[service], default=None)
    yield f"about {top.name if top else None} {one.token.shape}"


def _around(page: Page, one: Candidate) -> Iterator[str]:
    start, end = one.token.start, one.token.end
    before = _DIGIT.sub("0", page.plain[max(0, start - _BEFORE) : start])
    after = _DIGIT.sub("0", page.plain[end : end + _AFTER])
    yield from (f"<{before[-size:]}" for size in (1, 2, 3, 4) if len(before) >= size)
    yield from (f">{after[:size]}" for size in (1, 2, 3) if len(after) >= size)
    yield from (f"<<{before[at : at + 2]}" for at in range(len(before) - 1))
    yield from (f">>{after[at : at + 2]}" for at in range(len(after) - 1))
    yield from (f"<w{word}" for word in _LATIN.findall(page.plain[max(0, start - 40) : start])[-4:])
    yield from (f">w{word}" for word in _LATIN.findall(page.plain[end : end + 25])[:3])


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
    yield f"lines {min(_SEVERAL, len(lines))}"
    if one.callable:
        yield "first" if one is lines[0] else "last" if one is lines[-1] else "between"
        if len(lines) == 1:
            yield "alone"
        if is_dead(numbers.page, one.token, is_device=False, named=False):
            yield "dead"
