"""Whose business a letter is when phrases and the whole letter's words are summed up.

The phrases of scope.py know products; a second opinion, by weights learnt from labelled letters,
has only read, and weighs every word. Each errs elsewhere, so their sum tells better than either,
and tells how likely it is right.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, log
from pathlib import Path

from mailcare.model.judgement import Reason
from mailcare.triage import grams
from mailcare.triage.rules import Rules
from mailcare.triage.scope import ScopeFinding, scope_of
from mailcare.triage.words import Words

FILE = Path(__file__).with_name("owners.json")
OUTSIDE = "outside"
"""What all businesses that are none of ours are called there."""

_POINT = 0.5
"""What a point of the phrases is worth, as log-odds."""
_POINT_OUTSIDE = 0.65
"""The same of businesses outside: they are many, of which the opinion has read little."""
SURE_OF_SILENCE = 0.6
"""How likely it must be whose business a letter is that no phrase tells of: else it is ours."""
_TOLD = 3

_BODY, _SUBJECT = 2_600, 120


@dataclass(frozen=True)
class Opinion:
    """What a letter's words say for each owner that was learnt of; nothing to units not learnt of.

    It is taken before the service's number or account is known, which adds to it.
    """

    said: Mapping[str, float]
    forms: Mapping[str, Mapping[str, float]]

    def odds(self, device: str | None = None) -> Mapping[str, float]:
        """Return the logarithm of each owner's chance, with what the form of `device` adds."""
        more = self.forms.get(form(device), {}) if device else {}
        sums = {owner: said + more.get(owner, 0.0) for owner, said in self.said.items()}
        return {owner: log(share) for owner, share in shares(sums).items()}


def find_opinion(words: Words, rules: Rules) -> Opinion:
    """Return what the words of a letter to the unit of `rules` say of its owners."""
    learnt = grams.read(FILE).get(rules.unit)
    if learnt is None:
        return Opinion({}, {})
    owners = {*rules.units, *rules.departments, OUTSIDE}
    said = grams.weigh(learnt, text_of(words))
    return Opinion({one: odds for one, odds in said.items() if one in owners}, learnt.beside)


def text_of(words: Words) -> str:
    """Return the words of a letter that tell whose business it is."""
    return f"{words.subject[:_SUBJECT]}\n{words.body[:_BODY]}"


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
        owner: (_POINT_OUTSIDE if owner == outside else _POINT) * told.get(owner, 0.0) + odds[known]
        for owner, known in learnt_of.items()
    }


def _telling(words: Words, owner: str, rules: Rules) -> str:
    """Return the pieces that say most for `owner`, for people to read."""
    learnt = grams.read(FILE)[rules.unit]
    known = OUTSIDE if owner in rules.outsiders else owner
    return "、".join(grams.telling(learnt, text_of(words), known)[:_TOLD])


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
