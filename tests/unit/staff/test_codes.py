"""Codes and the commands that wait for them."""

from datetime import UTC, datetime, time, timedelta

import pytest

from mailcare.casework.calendar import OfficeHours, WorkingCalendar, weekdays_only
from mailcare.casework.staff.codes import Purpose, code_for, is_code, is_member, member_id
from mailcare.casework.staff.parsing import find_codes
from mailcare.casework.staff.waiting import (
    CARRIED_OUT,
    DROPPED,
    HELD,
    known_member,
    waiting,
    written,
)
from mailcare.casework.tokens import TokenKeys
from mailcare.model.case import Event, EventKind, Fact

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""A Friday, 11:00 in China."""
OFFICE = WorkingCalendar(
    OfficeHours(((time(8, 30), time(17, 30)),), "Asia/Shanghai"), weekdays_only, "test"
)
KEYS = TokenKeys("a", {"a": b"1" * 32})
ROTATED = TokenKeys("b", {"a": b"1" * 32, "b": b"2" * 32})


def noted(what: str, letter_id: int, member: str = "staff:x", at: datetime = NOW) -> Event:
    facts: dict[str, Fact] = {"what": what, "letter_id": letter_id, "member": member}
    return Event(letter_id, EventKind.NOTED, at, "mailcare", facts)


def test_a_code_is_for_one_command_one_purpose_and_one_person() -> None:
    code = code_for(KEYS, Purpose.CONFIRM, 7, "staff:x")
    assert find_codes(f"确认 {code}") == (code,)
    assert is_code(ROTATED, code, Purpose.CONFIRM, 7, "staff:x")
    assert not is_code(KEYS, code, Purpose.UNDO, 7, "staff:x")
    assert not is_code(KEYS, code, Purpose.CONFIRM, 8, "staff:x")
    assert not is_code(KEYS, code, Purpose.CONFIRM, 7, "staff:y")
    assert not is_code(TokenKeys("c", {"c": b"3" * 32}), code, Purpose.CONFIRM, 7, "staff:x")


def test_the_ledger_names_people_without_their_address() -> None:
    member = member_id(KEYS, "Li@Telecom.Example")
    assert "li" not in member.partition(":")[2][:2] or "telecom" not in member
    assert member == member_id(KEYS, "li@telecom.example")
    assert is_member(ROTATED, member, "li@telecom.example")
    assert not is_member(ROTATED, member, "wang@telecom.example")


def test_a_person_keeps_their_name_when_keys_change() -> None:
    member = member_id(KEYS, "li@telecom.example")
    events = [noted(HELD, 1, member)]
    assert known_member(ROTATED, events, "li@telecom.example") == member
    other = known_member(ROTATED, events, "wang@telecom.example")
    assert other == member_id(ROTATED, "wang@telecom.example")


def test_a_command_waits_for_its_author_and_is_used_up_once() -> None:
    events = [noted(HELD, 1), noted(HELD, 2), noted(HELD, 3, "staff:y")]
    assert [one.letter_id for one in waiting(events, "staff:x", OFFICE, NOW)] == [2, 1]
    left = waiting([*events, noted(CARRIED_OUT, 2)], "staff:x", OFFICE, NOW)
    assert [one.letter_id for one in left] == [1]
    over = [*events, noted(CARRIED_OUT, 2), noted(DROPPED, 1)]
    assert waiting(over, "staff:x", OFFICE, NOW + timedelta(hours=1)) == ()
    assert written(over, "staff:x") == (2,)
    assert written(over, "staff:y") == ()


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (datetime(2026, 11, 17, 3, tzinfo=UTC), datetime(2026, 11, 18, 3, tzinfo=UTC)),
        (datetime(2026, 11, 17, 12, tzinfo=UTC), datetime(2026, 11, 18, 12, tzinfo=UTC)),
        (NOW, datetime(2026, 11, 23, 3, tzinfo=UTC)),
        (datetime(2026, 11, 20, 10, tzinfo=UTC), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
    ],
    ids=["Tuesday", "Tuesday evening", "Friday", "Friday evening"],
)
def test_a_command_waits_one_working_day_for_its_code(since: datetime, until: datetime) -> None:
    events = [noted(HELD, 1, at=since)]
    moment = timedelta(seconds=1)
    assert waiting(events, "staff:x", OFFICE, until - moment)
    assert not waiting(events, "staff:x", OFFICE, until)
