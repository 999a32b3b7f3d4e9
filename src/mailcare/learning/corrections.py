"""What staff decided about a case → the label of the letter that opened it.

Only what a person said, or what follows from it, becomes a label: a field that nobody looked at
would only repeat what the rules found.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from mailcare.model.case import Case, CaseTexts, Event, EventKind
from mailcare.model.judgement import Decision, Element, ElementName, Judgement, Scope

_MACHINE = "mailcare"
_OURS = frozenset({Decision.IN_SCOPE, Decision.NEED_INFO})
_ELSEWHERE = frozenset({Decision.FORWARDED, Decision.INSUFFICIENT})
_GOING_ON = {Decision.IN_SCOPE: Decision.NEED_INFO, Decision.FORWARDED: Decision.INSUFFICIENT}
"""Staff may go on without what is missing; rules that ask for it are right as well."""
_ANY_CASE = tuple(one for one in Decision if one not in {Decision.NONE, Decision.REVIEW})
_NAMED = (ElementName.DEVICE_NUMBER, ElementName.PHONE, ElementName.CONTACT)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person's decision says about a letter."""

    fields: Mapping[str, Any]
    """For labels.jsonl, without ``file``."""
    known: tuple[str, ...]
    """Personal values that the letter is known to hold; for the check after masking."""


def find_correction(
    case: Case, texts: CaseTexts, judgement: Judgement, departments: Collection[str]
) -> Correction | None:
    """Return what people said about the letter that opened `case`; None if they said nothing."""
    decided = [event for event in case.events if _by_person(event, EventKind.DECIDED)]
    vouched = _by_person(case.events[0], EventKind.OPENED)
    if not decided and not vouched:
        return None
    fields: dict[str, Any] = {"auto": None} if vouched else {}
    if decided:
        fields |= _decided(case, decided, judgement, departments)
    if "expected_reply" not in fields and vouched:
        fields |= {"expected_reply": Decision.REVIEW, "also": list(_ANY_CASE)}
    if not _joined(case.events):
        fields |= _changed_elements(texts, judgement)
    fields["note"] = _note(case, decided, judgement)
    return Correction(fields, tuple(_known(texts, judgement)))


def _by_person(event: Event, kind: EventKind) -> bool:
    return event.kind is kind and event.actor != _MACHINE


def _joined(events: Collection[Event]) -> bool:
    return any(event.kind is EventKind.LETTER_JOINED for event in events)


def _decided(
    case: Case, decided: list[Event], judgement: Judgement, departments: Collection[str]
) -> dict[str, Any]:
    """Return decision and owner; a decision made after later letters rests on those, too."""
    first_joined = next(
        (one.seq for one in case.events if one.kind is EventKind.LETTER_JOINED),
        case.events[-1].seq + 1,
    )
    alone = [event for event in decided if event.seq < first_joined]
    last = Decision(str((alone or decided)[-1].facts["decision"]))
    fields = _owner(case, (alone or decided)[-1], last, departments)
    if alone:
        fields["expected_reply"] = last
        other = _GOING_ON.get(last)
        if other and judgement.suggested is other:
            fields["also"] = [other]
    return fields


def _owner(
    case: Case, event: Event, decision: Decision, departments: Collection[str]
) -> dict[str, Any]:
    if decision in _OURS:
        return {"scope": Scope.IN_SCOPE, "unit": case.view.unit}
    if decision is Decision.NOT_ACCEPTED:
        return {"scope": Scope.NON_TELECOM, "unit": None}
    owner = event.facts.get("owner") or case.events[0].facts.get("owner")
    if decision in _ELSEWHERE and owner:
        company = owner in departments
        return {"scope": Scope.TELECOM_COMPANY if company else Scope.OTHER_UNIT, "unit": owner}
    return {}


def _changed_elements(texts: CaseTexts, judgement: Judgement) -> dict[str, Any]:
    """Return the elements that differ from what was found, though no other letter came."""
    changed: dict[str, Any] = {}
    for name in ElementName:
        now, found = texts.elements.get(name), judgement.elements.get(name)
        if _value(now) != _value(found):
            changed[name.value] = bool(now) if name is ElementName.PROBLEM else _value(now)
    return changed


def _value(element: Element | None) -> str | None:
    return element.value if element else None


def _note(case: Case, decided: list[Event], judgement: Judgement) -> str:
    was = str(judgement.decision)
    if judgement.suggested is not judgement.decision:
        was += f" ({judgement.suggested})"
    now = str(decided[-1].facts["decision"]) if decided else "opened by a person"
    return f"{case.number}: {was} → {now}"


def _known(texts: CaseTexts, judgement: Judgement) -> list[str]:
    found = [
        elements.get(name) for elements in (texts.elements, judgement.elements) for name in _NAMED
    ]
    values = [element.value for element in found if element]
    return list(dict.fromkeys([*values, texts.user.address]))
