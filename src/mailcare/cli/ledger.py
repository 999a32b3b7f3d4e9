"""A case's ledger as people read it: who, what, and of the facts those that say more."""

from collections.abc import Mapping
from datetime import datetime

from mailcare.cli.members import shown_member
from mailcare.cli.output import local
from mailcare.config import Config
from mailcare.model.case import Case, Event

_BARE = (
    "decision", "follow_up", "reason", "what", "event", "clock", "template", "by", "way", "target",
    "unit",
)  # fmt: skip
"""Facts that speak for themselves."""
_NAMED = ("letter_id", "mail_id", "missing", "due", "called_at", "tried_at")
"""Facts that need their name beside them."""
_NAMES = {"letter_id": "letter", "mail_id": "mail"}


def happened(config: Config, case: Case, notes: Mapping[int, str]) -> list[tuple[object, ...]]:
    """Return a row for each entry: its number, when, what, who, and what there is to say of it."""
    zone, unit = config.organisation.timezone, case.view.unit
    who = {one.actor: shown_member(config, unit, one.actor) for one in case.events}
    return [
        (
            one.seq,
            local(one.at, zone),
            one.kind.value,
            who[one.actor],
            _told(one, notes.get(one.seq), zone),
        )
        for one in case.events
    ]


def _told(event: Event, note: str | None, zone: str) -> str:
    """Return what a person wrote, or else what the entry's facts say."""
    bare = [str(event.facts[name]) for name in _BARE if event.facts.get(name)]
    named = [
        f"{_NAMES.get(name, name)} {_value(event.facts[name], zone)}"
        for name in _NAMED
        if event.facts.get(name)
    ]
    return " · ".join([*([note] if note else []), *bare, *named])


def _value(fact: object, zone: str) -> str:
    """Return a fact; moments as the organisation's wall clocks show them."""
    try:
        return local(datetime.fromisoformat(str(fact)), zone)
    except ValueError:
        return str(fact)
