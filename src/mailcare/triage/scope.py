"""Whose business the problem is: the owner whose phrases say most, if they say enough more."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mailcare.model.judgement import Reason, Scope
from mailcare.triage.phrases import CIRCUMSTANCE, Tally, tally
from mailcare.triage.rules import Rules
from mailcare.triage.words import Words

ENOUGH = 1.2
"""Points below which an owner's words are too weak to decide by."""
THIN = 2.5
"""Points below which they are too weak to decide by alone, if nothing else says the same."""
A_PRODUCT = 2.0
"""Weight of a phrase that names what is somebody's own, beside which circumstances count half."""
DECISIVE = 9.0
"""Weight of a phrase that says whose line it is (我是移动用户), whatever is done with it."""
DECISIVE_OUTSIDE = 5.0
"""The same of those outside: who names them (139邮箱, 东方有线) speaks of their services."""
BASE_OF_CIRCUMSTANCES = 0.1
"""The same where only circumstances speak: they decide where next to nothing else speaks."""
AT_HOME = 1.5
"""What our business counts against a business outside: people who write to us mostly mean us."""
BASE_CONFIDENCE = 0.35
"""What is added to the lead: a lead of a quarter of the points makes 0.6."""


@dataclass(frozen=True, slots=True)
class ScopeFinding:
    """Whose business a letter is, how sure that is, and why."""

    scope: Scope
    unit: str | None
    outsider: str | None
    points: float
    margin: float
    reasons: tuple[Reason, ...]
    only_circumstances: bool = False
    """No word of the owner's own was found, only such as letters about others hold, too."""

    tallied: Mapping[str, float] = field(default_factory=dict)
    """The points of every owner of whose business words were found."""
    chance: float | None = None
    """How likely it is right, where more than phrases was asked (owners.py)."""

    @property
    def thin(self) -> bool:
        """One word of the owner's own, or a few circumstances, is all that was found."""
        return self.points < THIN

    @property
    def silent(self) -> bool:
        """No phrase said enough: the letter counts as ours only because it came here."""
        return self.points < ENOUGH

    @property
    def confidence(self) -> float:
        """From 0 (as good as another owner's, or silent) to 1 (nobody else's)."""
        if self.chance is not None:
            return self.chance
        if self.silent:
            return 0.0
        lead = self.margin / self.points
        if not self.only_circumstances:
            return round(min(1.0, BASE_CONFIDENCE + lead), 2)
        if self.outsider:
            lead /= 2 if self.points >= A_PRODUCT else 3
        return round(min(1.0, BASE_OF_CIRCUMSTANCES + lead), 2)


def find_scope(words: Words, rules: Rules) -> ScopeFinding:
    """Tell whose business the letter is."""
    tallies = _settled(tally(words, rules.phrases), rules)
    order = sorted(tallies, key=lambda owner: tallies[owner].points, reverse=True)
    best = order[0] if order and tallies[order[0]].points >= ENOUGH else rules.unit
    points = tallies.get(best, Tally()).points
    rivals = _rivals(best, tallies, rules)
    return ScopeFinding(
        scope=scope_of(best, rules),
        unit=None if best in rules.outsiders else best,
        outsider=best if best in rules.outsiders else None,
        points=points,
        margin=points - max([*rivals, 0.0]),
        reasons=_reasons(best, order, tallies),
        only_circumstances=tallies.get(best, Tally()).strongest <= CIRCUMSTANCE,
        tallied={owner: found.points for owner, found in tallies.items()},
    )


def _settled(tallies: Mapping[str, Tally], rules: Rules) -> Mapping[str, Tally]:
    """Halve what speaks for the others where somebody's service is named beyond doubt.

    Beside words of an owner's own, circumstances of another's count half, too.
    """
    decisive = {owner for owner, found in tallies.items() if _is_decisive(owner, found, rules)}
    own = {owner for owner, found in tallies.items() if found.strongest >= A_PRODUCT}
    kept = decisive or own
    return {
        owner: found if owner in kept or not kept else replace(found, points=found.points / 2)
        for owner, found in tallies.items()
    }


def _rivals(best: str, tallies: Mapping[str, Tally], rules: Rules) -> list[float]:
    """Return what speaks for others; of two outside it doesn't matter which."""
    if best not in rules.outsiders:
        return [found.points for owner, found in tallies.items() if owner != best]
    weight = 1.0 if _is_decisive(best, tallies[best], rules) else AT_HOME
    return [
        found.points * weight for owner, found in tallies.items() if owner not in rules.outsiders
    ]


def _is_decisive(owner: str, found: Tally, rules: Rules) -> bool:
    return found.strongest >= (DECISIVE_OUTSIDE if owner in rules.outsiders else DECISIVE)


def scope_of(owner: str, rules: Rules) -> Scope:
    """Return what a business of `owner` is to the mailbox."""
    if owner == rules.unit:
        return Scope.IN_SCOPE
    if owner in rules.outsiders:
        return Scope.NON_TELECOM
    return Scope.OTHER_UNIT if owner in rules.units else Scope.TELECOM_COMPANY


def _reasons(best: str, order: list[str], tallies: Mapping[str, Tally]) -> tuple[Reason, ...]:
    if not order or best not in tallies:
        return (Reason("scope.silent", f"{best}: 来信未提及可辨认的业务"),)
    said = [Reason("scope.phrase", _said(best, tallies[best]))]
    others = [owner for owner in order if owner != best and tallies[owner].points >= ENOUGH]
    said.extend(Reason("scope.also", _said(owner, tallies[owner])) for owner in others[:2])
    return tuple(said)


def _said(owner: str, found: Tally) -> str:
    return f"{owner} {found.points:.1f}: {'、'.join(found.evidence)}"
