"""Which commands of a case wait for their code, as its ledger tells it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailcare.casework.calendar import WorkingCalendar
from mailcare.casework.facts import number, word
from mailcare.casework.staff.codes import is_member, member_id
from mailcare.casework.tokens import TokenKeys
from mailcare.casework.worktime import add_working_days
from mailcare.model.case import Event, EventKind

_A_DAY = timedelta(days=1)
HELD = "command_held"
CARRIED_OUT = "command_carried_out"
DROPPED = "command_dropped"
"""What an event ``noted`` says of a letter's command."""


@dataclass(frozen=True, slots=True)
class Held:
    """A command that waits: its words stay in the letter, sealed."""

    letter_id: int
    member: str
    """Whose it is, as the ledger names people."""
    since: datetime


def waiting(
    events: Iterable[Event], member: str, calendar: WorkingCalendar, now: datetime
) -> tuple[Held, ...]:
    """Return the commands of `member` that wait and may still be confirmed, the newest first."""
    found = {held.letter_id: held for held in _held(tuple(events))}
    mine = [one for one in found.values() if one.member == member and now < end_of(one, calendar)]
    return tuple(sorted(mine, key=lambda one: one.letter_id, reverse=True))


def end_of(held: Held, calendar: WorkingCalendar) -> datetime:
    """Return until when a command waits for its code: one working day, at least 24 hours.

    A code that was mailed on a Friday evening still serves its reader on Monday.
    """
    return max(held.since + _A_DAY, add_working_days(calendar, held.since, 1))


def _held(events: tuple[Event, ...]) -> Iterator[Held]:
    over = (event for event in events if _is(event, CARRIED_OUT) or _is(event, DROPPED))
    done = {number(event, "letter_id") for event in over}
    for event in events:
        if _is(event, HELD) and number(event, "letter_id") not in done:
            yield Held(number(event, "letter_id"), word(event, "member") or "", event.at)


def written(events: Iterable[Event], member: str) -> tuple[int, ...]:
    """Return the letters whose commands were carried out for `member`."""
    return tuple(
        number(event, "letter_id")
        for event in events
        if _is(event, CARRIED_OUT) and word(event, "member") == member
    )


def known_member(keys: TokenKeys, events: Iterable[Event], address: str) -> str:
    """Return what the ledger calls the person with this address, also after keys have changed."""
    named = {name for event in events for name in (event.actor, word(event, "member")) if name}
    found = sorted(name for name in named if is_member(keys, name, address))
    return found[0] if found else member_id(keys, address)


def _is(event: Event, what: str) -> bool:
    return event.kind is EventKind.NOTED and event.facts.get("what") == what
