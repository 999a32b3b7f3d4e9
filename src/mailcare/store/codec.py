"""Personal data as JSON texts, ready to be sealed into a column."""

import json
from collections.abc import Mapping
from typing import Any

from mailcare.model.case import CaseTexts, ClockName, ClockReading
from mailcare.model.judgement import (
    DemandKind,
    Element,
    ElementName,
    Elements,
    Judgement,
    Reason,
    SpecialDemand,
    Way,
    Wish,
)
from mailcare.model.letter import Address
from mailcare.store.types import from_microseconds, to_microseconds


def dump_case_texts(texts: CaseTexts) -> str:
    """Return the texts of a case as JSON."""
    return _dump(
        {
            "user": _address(texts.user),
            "subject": texts.subject,
            "message_id": texts.message_id,
            "references": texts.references,
            "elements": _elements(texts.elements),
            "reasons": _reasons(texts.reasons),
            "wish": _wish(texts.wish),
        }
    )


def load_case_texts(text: str) -> CaseTexts:
    """Return the texts that `dump_case_texts` wrote."""
    data = json.loads(text)
    return CaseTexts(
        user=Address(*data["user"]),
        subject=data["subject"],
        message_id=data["message_id"],
        references=tuple(data["references"]),
        elements=load_elements(data["elements"]),
        reasons=load_reasons(data["reasons"]),
        wish=_load_wish(data["wish"]),
    )


def dump_judgement_texts(judgement: Judgement) -> str:
    """Return what of a judgement quotes the letter, as JSON."""
    demand = judgement.special_demand
    return _dump(
        {
            "elements": _elements(judgement.elements),
            "reasons": _reasons(judgement.reasons),
            "special_demand": None if demand is None else (demand.kind.value, demand.evidence),
            "user": None if judgement.user is None else _address(judgement.user),
            "wish": _wish(judgement.wish),
        }
    )


def load_judgement_texts(text: str) -> dict[str, Any]:
    """Return the fields of a judgement that `dump_judgement_texts` wrote."""
    data = json.loads(text)
    demand, user = data["special_demand"], data["user"]
    return {
        "elements": load_elements(data["elements"]),
        "reasons": load_reasons(data["reasons"]),
        "special_demand": demand and SpecialDemand(DemandKind(demand[0]), demand[1]),
        "user": user and Address(*user),
        "wish": _load_wish(data["wish"]),
    }


def load_elements(data: Mapping[str, Any]) -> Elements:
    """Return the elements that were written as a JSON object."""
    found = {name: Element(*parts) for name, parts in data.items()}
    return Elements(*(found.get(name.value) for name in ElementName))


def load_reasons(data: list[list[str]]) -> tuple[Reason, ...]:
    """Return the reasons that were written as a JSON array."""
    return tuple(Reason(rule, evidence) for rule, evidence in data)


def dump_clocks(clocks: tuple[ClockReading, ...]) -> str:
    """Return the clocks of a case as JSON; they hold no personal data."""
    return _dump(
        [
            (
                clock.name.value,
                None if clock.due is None else to_microseconds(clock.due),
                None if clock.ended_at is None else to_microseconds(clock.ended_at),
                *([1] if clock.provisional else ()),
            )
            for clock in clocks
        ]
    )


def load_clocks(text: str) -> tuple[ClockReading, ...]:
    """Return the clocks that `dump_clocks` wrote."""
    return tuple(
        ClockReading(
            name=ClockName(name),
            due=None if due is None else from_microseconds(due),
            ended_at=None if ended_at is None else from_microseconds(ended_at),
            provisional=bool(mark),
        )
        for name, due, ended_at, *mark in json.loads(text)
    )


def _address(address: Address) -> tuple[str, str]:
    return (address.address, address.name)


def _elements(elements: Elements) -> dict[str, tuple[str, str, bool]]:
    found = {name.value: elements.get(name) for name in ElementName}
    return {
        name: (element.value, element.evidence, element.probable)
        for name, element in found.items()
        if element is not None
    }


def _wish(wish: Wish | None) -> tuple[str, str, str, str] | None:
    return None if wish is None else (wish.way.value, wish.evidence, wish.hour, wish.address)


def _load_wish(data: list[str] | None) -> Wish | None:
    return None if data is None else Wish(Way(data[0]), *data[1:])


def _reasons(reasons: tuple[Reason, ...]) -> list[tuple[str, str]]:
    return [(reason.rule, reason.evidence) for reason in reasons]


def _dump(data: object) -> str:
    return json.dumps(data, separators=(",", ":"))
