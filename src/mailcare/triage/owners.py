"""Whose business a letter is when phrases and the whole letter's words are summed up.

The phrases of scope.py know products; a second opinion, by weights learnt from labelled letters,
has only read, and weighs every word. Each errs elsewhere, so their sum tells better than either,
and tells how likely it is right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from pathlib import Path

from mailcare.model.judgement import Reason
from mailcare.triage.linear import all_said, learnt, names, pieces, summed
from mailcare.triage.rules import Rules
from mailcare.triage.scope import ScopeFinding, scope_of
from mailcare.triage.words import Words

FILE = Path(__file__).with_name("owners.json")
OUTSIDE = "outside"
"""What all businesses that are none of ours are called there."""

_POINT, _ODDS = 0.73, 0.4
"""What a point of the phrases and the opinion's log-odds are worth, as log-odds."""
_POINT_OUTSIDE = 1.0
"""The same of businesses outside: they are many, of which the opinion has read little."""
_OTHERS = 0.4
"""What is added for all but the unit that got the letter: the opinion has read most about that."""
SURE_OF_SILENCE = 0.6
"""How likely it must be whose business a letter is that no phrase tells of: else it is ours."""
_TOLD = 3

_BODY, _SUBJECT = 2_600, 120


@dataclass(frozen=True)
class Opinion:
    """What a letter's words say for each owner that was learnt of; nothing to units not learnt of.

    It is taken before the service's number or account is known, which adds to it.
    """

    unit: str
    said: Mapping[str, Sequence[float]]

    def odds(self, device: str | None = None) -> Mapping[str, float]:
        """Return the log-odds of each owner, with what the form of `device` adds."""
        return {owner: summed(self._with(owner, device)) for owner in self.said}

    def _with(self, owner: str, device: str | None) -> Sequence[float]:
        said = self.said[owner]
        weights = learnt(FILE, name(self.unit, owner))
        more = [weights[sign] for sign in _formed(device) if sign in weights]
        return [*said, *more] if more else said


def find_opinion(words: Words, rules: Rules) -> Opinion:
    """Return what the words of a letter to the unit of `rules` say of its owners."""
    owners = {*rules.units, *rules.departments, OUTSIDE}
    known = sorted(owner for owner in owners if name(rules.unit, owner) in names(FILE))
    called = tuple(name(rules.unit, owner) for owner in known)
    said = all_said(FILE, called, signs(words)) if known else {}
    return Opinion(rules.unit, {owner: said[one] for owner, one in zip(known, called, strict=True)})


def shares(odds: Mapping[str, float]) -> Mapping[str, float]:
    """Return how likely the letter is each owner's, by nothing but its log-odds."""
    most = max(odds.values(), default=0.0)
    parts = {owner: exp(one - most) for owner, one in odds.items()}
    return {owner: part / sum(parts.values()) for owner, part in parts.items()}


def settle(
    words: Words,
    scope: ScopeFinding,
    rules: Rules,
    odds: Mapping[str, float],
) -> ScopeFinding:
    """Return whose business it is by phrases and opinion together, and how likely that is.

    `odds` are the opinion's. It knows only owners in the letters it was learnt from, and only what
    is written to the units that got them: elsewhere `scope` comes back as the phrases found it.
    """
    if not odds or (scope.unit is not None and scope.unit not in odds):
        return scope
    sums = _sums(scope, odds, rules)
    best = max(sums, key=sums.__getitem__)
    chance = 1 / sum(exp(one - sums[best]) for one in sums.values())
    if scope.silent and chance < SURE_OF_SILENCE:
        return scope
    found = replace(scope, chance=round(chance, 2))
    if best in (scope.unit, scope.outsider):
        return found
    return replace(
        found,
        scope=scope_of(best, rules),
        unit=None if best in rules.outsiders else best,
        outsider=best if best in rules.outsiders else None,
        only_circumstances=False,
        reasons=(Reason("scope.learnt", f"{best}: {_telling(words, best, rules)}"), *scope.reasons),
    )


def _sums(scope: ScopeFinding, odds: Mapping[str, float], rules: Rules) -> Mapping[str, float]:
    """Return the log-odds of each owner; of those outside only the one named most."""
    told = scope.tallied
    outside = max(rules.outsiders & told.keys(), key=lambda one: told[one], default=None)
    learnt_of = {owner: owner for owner in odds if owner != OUTSIDE}
    if outside:
        learnt_of[outside] = OUTSIDE
    return {
        owner: (_POINT_OUTSIDE if owner == outside else _POINT) * told.get(owner, 0.0)
        + _ODDS * odds[known]
        + (0.0 if owner == rules.unit else _OTHERS)
        for owner, known in learnt_of.items()
    }


def _telling(words: Words, owner: str, rules: Rules) -> str:
    """Return the signs that say most for `owner`, for people to read."""
    weights = learnt(FILE, name(rules.unit, OUTSIDE if owner in rules.outsiders else owner))
    seen = [sign for sign in dict.fromkeys(signs(words)) if weights.get(sign, 0.0) > 0]
    best = sorted(seen, key=lambda sign: -weights[sign])[:_TOLD]
    return "、".join(dict.fromkeys(sign.removeprefix("s:") for sign in best))


def name(unit: str, owner: str) -> str:
    """Return what the weights for `owner` are called, learnt from letters to `unit`."""
    return f"{unit}: {owner}"


_FORMS = (
    ("ip", re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")),
    ("address", re.compile(r"[^@]+@.+")),
    ("domain", re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")),
    ("mobile", re.compile(r"(?:\+?86-?)?1[3-9]\d{9}")),
    ("line", re.compile(r"(?:\+?86-?)?[(]?(?:0?\d{2,3}[)-]?)?-?[2-9]\d{6,7}")),
    ("card", re.compile(r"[\d-]{12,}")),
    ("login", re.compile(r"(?:ad|lan|ftth|iptv|itv|adsl)[a-z]?[_-]?\d+")),
    ("code", re.compile(r"(?=.*\d)(?=.*[a-z]).+")),
)


def form(device: str) -> str:
    """Return what the number or account of a service looks like."""
    written = device.lower()
    return next((name for name, form in _FORMS if form.fullmatch(written)), "other")


def signs(words: Words, device: str | None = None) -> Iterator[str]:
    """Yield the pairs of characters and the words of a letter, those of its subject apart.

    And the form of the number or account of its service, if it names one.
    """
    yield "always"
    yield from _formed(device)
    yield from pieces(words.body[:_BODY])
    yield from pieces(words.subject[:_SUBJECT], "s:")


def _formed(device: str | None) -> Iterator[str]:
    if device:
        yield f"device {form(device)}"
