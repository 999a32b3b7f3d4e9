"""What a later letter gives: answers to what was asked for, and another problem told besides."""

import re
from dataclasses import replace

from mailcare.model.follow_up import Asked, Listened, Stance
from mailcare.model.judgement import (
    Decision,
    Element,
    ElementName,
    Elements,
    Judgement,
    Kind,
    Reason,
    Scope,
)
from mailcare.model.letter import Message
from mailcare.triage.decide import judge
from mailcare.triage.elements import find_elements
from mailcare.triage.follow_up import hear
from mailcare.triage.follow_up_words import vocabulary
from mailcare.triage.matter import Likeness, compare
from mailcare.triage.rules import Rules
from mailcare.triage.signs import request_points
from mailcare.triage.text import fold, matching_copy, simplify_chars

UNKNOWN_DEVICE = "用户表示不清楚"
"""What stands for a device number that the user says they don't know."""
SURE = 0.6
"""Confidence in whose business it is from which a problem is told apart from the case's."""
_COMPLETED = {
    Decision.NEED_INFO: Decision.IN_SCOPE,
    Decision.INSUFFICIENT: Decision.FORWARDED,
}
_GIVING = frozenset({Stance.NEUTRAL, Stance.THANKS})
_BARE = re.compile(r"[\s:]*([A-Za-z0-9][A-Za-z0-9@._-]{4,63})[\s.。]*")
A_REQUEST = 2.0
"""Request points from which what may be another problem is shown to a person."""


def listen(message: Message, found: Judgement, rules: Rules, asked: Asked) -> Listened:
    """Return what a later letter says and gives; `found` is how it was judged by itself alone.

    Pure and total, as `judge` is.
    """
    stance, why = hear(message)
    elements = _elements(message, found, rules, asked, stance)
    if stance is not Stance.NEUTRAL or ElementName.PROBLEM not in asked.missing:
        elements = replace(elements, problem=None)
    reasons = (why,) if why else ()
    if found.automatic or found.official or stance in {Stance.SURVEY, Stance.WITHDRAWAL}:
        return Listened(stance, elements, reasons)
    told, sure = _another(message, rules, asked)
    if told is None:
        return Listened(stance, elements, reasons)
    if not sure:
        return Listened(stance, elements, reasons, perhaps_another=True)
    besides = Reason(
        "follow_up.another", told.elements.problem.evidence[:60] if told.elements.problem else ""
    )
    return Listened(stance, elements, (*reasons, besides), another=_with_known(told, rules, asked))


def _with_known(told: Judgement, rules: Rules, asked: Asked) -> Judgement:
    """Return the judgement with name and phone of the case: nobody is asked for them twice."""
    known = told.elements
    elements = replace(
        known, phone=known.phone or asked.known.phone, contact=known.contact or asked.known.contact
    )
    needed = rules.needs[
        (told.kind or Kind.COMPLAINT).value if told.scope is Scope.IN_SCOPE else "forward"
    ]
    lacks = any(elements.get(name) is None for name in needed)
    if lacks or told.suggested not in _COMPLETED:
        return replace(told, elements=elements)
    completed = _COMPLETED[told.suggested]
    decision = completed if told.decision is told.suggested else told.decision
    return replace(told, elements=elements, decision=decision, suggested=completed)


def _elements(
    message: Message, found: Judgement, rules: Rules, asked: Asked, stance: Stance
) -> Elements:
    """Return the elements; what was asked for is understood where it stands bare."""
    elements = found.elements
    if elements == Elements() and not found.automatic:
        elements = find_elements(message, rules.elements)
    if not message.forwarded:
        elements = _own(elements)
    if ElementName.DEVICE_NUMBER not in asked.missing or stance not in _GIVING:
        return elements
    own = message.own_text.strip()
    unknown = vocabulary().plain["no_device"].search(simplify_chars(fold(own).text).lower())
    device, phone = elements.device_number, elements.phone
    if unknown and (device is None or (phone and device.value == phone.value)):
        said = Element(UNKNOWN_DEVICE, unknown[0].strip())
        return replace(elements, device_number=said, problem=None)
    bare = _BARE.fullmatch(own)
    if device is None and bare and ElementName.PHONE not in asked.missing:
        return replace(elements, device_number=Element(bare[1], bare[1]))
    return elements


def _own(elements: Elements) -> Elements:
    """Leave out what stands in the quoted mail: it is ours, or the case knows it."""
    found = (elements.get(name) for name in ElementName)
    return Elements(*(one if one and not one.probable else None for one in found))


def _another(message: Message, rules: Rules, asked: Asked) -> tuple[Judgement | None, bool]:
    """Return the judgement of what is told besides, and whether that is another problem surely."""
    own = message.own_text
    turn = vocabulary().plain["another"].search(simplify_chars(own).lower())
    rest = own[turn.start() :] if turn else own
    part = replace(
        message,
        subject="",
        own_text=rest,
        text=rest,
        quoted="",
        forwarded="",
        signature="",
        notes=(),
    )
    told = judge(part, rules)
    problem = told.elements.problem
    wants = told.kind in {Kind.COMPLAINT, Kind.CONSULTATION, Kind.SUGGESTION}
    if problem is None or told.decision is Decision.NONE or not wants:
        return None, False
    likeness = compare(problem.value, asked.problem) if asked.problem else Likeness.UNSURE
    elsewhere = told.confidence >= SURE and told.unit != asked.owner and _names_business(told)
    if turn and (elsewhere or _names_business(told)) and likeness is Likeness.DIFFERENT:
        return told, True
    asks = request_points(matching_copy(rest)) >= A_REQUEST
    return (told, False) if elsewhere and asks and likeness is Likeness.DIFFERENT else (None, False)


def _names_business(told: Judgement) -> bool:
    return any(reason.rule == "scope.phrase" for reason in told.reasons)
