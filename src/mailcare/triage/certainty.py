"""How likely a decision is right, as far as is known of what it rests on.

Whose business it is, what the writer wants, and whether each element is given are each known with
a chance, by weights learnt from letters. A decision is right if all that it rests on is: its chance
is their product, so more doubt about any of them never makes it surer.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import exp, prod

from mailcare.model.judgement import Decision, ElementName, Elements, Kind, Reason
from mailcare.triage.kind import LEARNT
from mailcare.triage.rules import Rules
from mailcare.triage.scope import ScopeFinding
from mailcare.triage.words import Words

ENOUGH = 0.75
"""The chance from which a letter is decided without a person."""
GIVEN_ENOUGH = 0.88
"""The chance that what is needed is given, or isn't, from which no person looks: to be asked for
data that the letter gives annoys a user most."""
NOTABLE = 0.95
"""The chance below which a person is told of a thing that the decision rests on."""
SURE = 0.98
"""The chance of what rules alone have found, or not found."""

SILENT_CONFIDENCE = 0.3
VAGUE_CONFIDENCE = 0.6
"""Of a letter that names no business, or no problem or line: asking for it harms nobody."""
A_FEW_WORDS = 60
"""Characters from which a letter without any request or complaint is odd."""

SCOPE, KIND = "scope", "kind"


def confidence_in(
    words: Words, scope: ScopeFinding, elements: Elements, suggested: Decision
) -> float:
    """Return how sure the scope is; a letter that names no business may be asked, not accepted."""
    is_silent = scope.silent and scope.chance is None
    is_asked = suggested is Decision.NEED_INFO
    if not is_silent and not (is_asked and elements.problem is None):
        return scope.confidence
    if not is_asked:
        return SILENT_CONFIDENCE
    asked = elements.device_number is None and (scope.points > 0 or len(words.body) < A_FEW_WORDS)
    is_vague = elements.problem is None or asked
    return max(scope.confidence, VAGUE_CONFIDENCE if is_vague else SILENT_CONFIDENCE)


def whose(
    suggested: Decision, scope: ScopeFinding, confidence: float, rules: Rules
) -> tuple[Reason, ...]:
    """Return a doubt where phrases, or what many letters teach, leave open whose business it is."""
    if suggested is Decision.NONE:
        return ()
    is_thin = scope.thin and not scope.silent and scope.chance is None
    is_weak = confidence < rules.min_confidence or is_thin
    return (Reason("doubt.scope", f"{confidence:.2f}"),) if is_weak else ()


def unsure(
    suggested: Decision,
    scope: ScopeFinding,
    kind: Mapping[Kind, float],
    elements: Elements,
    rules: Rules,
) -> tuple[Reason, ...]:
    """Return a doubt where the decision is too likely wrong, with what makes it so.

    `kind` holds the chance of each kind that the letter may be of.
    """
    if suggested in (Decision.NONE, Decision.REVIEW):
        return ()
    asks_all = suggested is Decision.NEED_INFO and elements.problem is None
    ours = 1.0 if scope.chance is None or asks_all else scope.chance
    needs = _needs(suggested, kind, rules)
    complete = sum(chance * _complete(names, elements) for names, chance in needs)
    given = 1 - complete if suggested in (Decision.NEED_INFO, Decision.INSUFFICIENT) else complete
    if given >= GIVEN_ENOUGH and ours * given >= ENOUGH:
        return ()
    parts = [(SCOPE, ours), (KIND, max(kind.values(), default=1.0)), *_parts(needs, elements)]
    told = sorted((chance, name) for name, chance in parts if chance < NOTABLE)
    return (Reason("doubt.unsure", ", ".join(f"{name} {chance:.2f}" for chance, name in told)),)


def kind_chances(kind: Kind, odds: Mapping[Kind, float]) -> Mapping[Kind, float]:
    """Return the chances of complaint and question by their odds; another kind is sure."""
    if kind not in LEARNT:
        return {kind: 1.0}
    least = min(LEARNT, key=lambda one: one is kind)
    gap = max(0.0, odds[kind] - odds[least])
    chance = 1 / (1 + exp(-gap))
    return {kind: chance, least: 1 - chance}


def _needs(
    suggested: Decision, kind: Mapping[Kind, float], rules: Rules
) -> Sequence[tuple[tuple[ElementName, ...], float]]:
    """Return what may be needed, and how likely it is that just that is."""
    if suggested is Decision.NOT_ACCEPTED:
        return [((), 1.0)]
    if suggested in (Decision.IN_SCOPE, Decision.NEED_INFO):
        return [(rules.needs[one.value], chance) for one, chance in kind.items()]
    return [(rules.needs["forward"], 1.0)]


def _complete(names: Sequence[ElementName], elements: Elements) -> float:
    return prod(_given(name, elements) for name in names)


def _given(name: ElementName, elements: Elements) -> float:
    """Return the chance that the letter gives an element."""
    known = elements.chances.get(name)
    if known is not None:
        return known
    return 1 - SURE if elements.get(name) is None else SURE


def _parts(
    needs: Sequence[tuple[tuple[ElementName, ...], float]], elements: Elements
) -> Iterator[tuple[str, float]]:
    """Yield how sure it is of each element that it is given, or that it is not."""
    for name in dict.fromkeys(name for names, _chance in needs for name in names):
        given = _given(name, elements)
        yield name.value, max(given, 1 - given)
