"""What rules and learnt weights together take for the device, the phone and the contact.

All that may be the phone, and that none is, share one; each gets the larger part, the more its
signs weigh. So an answer tells how likely it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from mailcare.model.letter import Address
from mailcare.triage.elements.accounts import (
    coded,
    from_sender,
    named_account,
    named_place,
    stolen_account,
)
from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.device import find_device
from mailcare.triage.elements.likely import CONTACT, DEVICE, FILE, PHONE, Numbers, Ruled, signs
from mailcare.triage.elements.likelynames import Names
from mailcare.triage.elements.likelynames import signs as name_signs
from mailcare.triage.elements.numbers import Shape, Token
from mailcare.triage.elements.page import Page
from mailcare.triage.elements.phone import barred, find_phone
from mailcare.triage.elements.roles import Role
from mailcare.triage.elements.service import Service
from mailcare.triage.elements.surroundings import Surroundings
from mailcare.triage.linear import all_sums

Place = tuple[str, int, int]


@dataclass(frozen=True)
class Opinion:
    """What is likely right: the place among the options, None where likely none is."""

    at: int | None
    given: float
    """How likely the letter gives one at all."""


@dataclass(frozen=True)
class Rulings:
    """What the rules chose, by where it starts on the page."""

    device: Place | None
    phone: int | None
    barred: frozenset[int]


def rule(
    page: Page,
    found: tuple[Candidate, ...],
    about: Mapping[Service, int],
    writer: Address | None,
) -> Rulings:
    """Return what the rules of device.py and phone.py choose."""
    device = find_device(page, found, dict(about), writer)
    at = device[1] if device else None
    phone = find_phone(page, found, at)
    dead = (one.token.start for one in barred(page, found, at))
    return Rulings(device, phone.token.start if phone else None, frozenset(dead))


def gather(
    surroundings: Surroundings,
    found: tuple[Candidate, ...],
    about: Mapping[Service, int],
    rulings: Rulings,
    writer: Address | None,
) -> Numbers:
    """Return all numbers of a page and the accounts that only its words tell."""
    starts = {one.token.start for one in found}
    told: dict[int, tuple[Place, str]] = {}
    for words, place in _told(surroundings.page, rulings.device, writer):
        if place and place[1] not in starts:
            told.setdefault(place[1], (place, words))
    every = (*found, *(_as_candidate(place, words) for place, words in told.values()))
    places = {one.token.start: at for at, one in enumerate(every)}
    ruled = Ruled(
        None if rulings.device is None else places.get(rulings.device[1]),
        None if rulings.phone is None else places.get(rulings.phone),
        frozenset(places[start] for start in rulings.barred if start in places),
    )
    return Numbers(surroundings, every, about, ruled, len(found))


def _told(
    page: Page, ruled: Place | None, writer: Address | None
) -> Iterable[tuple[str, Place | None]]:
    yield "ruled", ruled
    yield "account", named_account(page)
    yield "sender", from_sender(page, writer)
    yield "place", named_place(page)
    yield "code", coded(page)
    yield "stolen", stolen_account(page)


def _as_candidate(place: Place, words: str) -> Candidate:
    value, start, end = place
    return Candidate(Token(Shape.ACCOUNT, start, end, value), Role.DEVICE, words)


def of_numbers(numbers: Numbers) -> Mapping[str, Opinion]:
    """Return which number is likely the device, and which the phone."""
    both = (DEVICE, PHONE)
    sums = [all_sums(FILE, both, signs(numbers, at)) for at in range(len(numbers.found))]
    lines = [at for at, one in enumerate(numbers.found) if one.callable]
    every = list(range(len(numbers.found)))
    return {
        name: _opinion(may_be, [(numbers.values[at], sums[at][name]) for at in may_be])
        for name, may_be in ((DEVICE, every), (PHONE, lines))
    }


def of_names(names: Names) -> Opinion:
    """Return which name is likely the user's."""
    options = [
        (one.plain, all_sums(FILE, (CONTACT,), name_signs(names, at))[CONTACT])
        for at, one in enumerate(names.found)
    ]
    return _opinion(list(range(len(options))), options)


def _opinion(places: Sequence[int], options: Sequence[tuple[str, float]]) -> Opinion:
    """Choose the likeliest value; one that is written twice has the shares of both."""
    shares = shared([weight for _, weight in options])
    values: dict[str, float] = {}
    for (value, _), share in zip(options, shares, strict=False):
        values[value] = values.get(value, 0.0) + share
    best = max(values, key=lambda value: values[value], default=None)
    if best is None or values[best] <= shares[-1]:
        return Opinion(None, 1 - shares[-1])
    at = max(
        (at for at, (value, _) in enumerate(options) if value == best), key=lambda at: shares[at]
    )
    return Opinion(places[at], 1 - shares[-1])


def shared(weights: Sequence[float]) -> list[float]:
    """Return how likely each is right, and last how likely none is."""
    most = max(weights, default=0.0)
    odds = [exp(weight - max(most, 0.0)) for weight in (*weights, 0.0)]
    return [one / sum(odds) for one in odds]
