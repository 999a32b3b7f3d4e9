"""Which commands of a case wait for their code, as its ledger tells it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailcare.casework.facts import number, word
from mailcare.casework.staff.codes import is_member, member_id
from mailcare.casework.tokens import TokenKeys
from mailcare.model.case import Event, EventKind

LIFE = timedelta(days=1)
"""How long a command waits for its code."""
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


def waiting(events: Iterable[Event], member: str, now: datetime) -> tuple[Held, ...]:
    """Return the commands of `member` that wait and may still be confirmed, the newest first."""
    found = {held.letter_id: held for held in _held(tuple(events))}
    mine = [one for one in found.values() if one.member == member and now - one.since < LIFE]
    return tuple(sorted(mine, key=lambda one: one.letter_id, reverse=True))


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
