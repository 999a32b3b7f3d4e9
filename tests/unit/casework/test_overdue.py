"""Overdue alarms: at once in working time, repeated at a growing distance, over with the answer."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mailcare.casework import fold
from mailcare.casework.worktime import next_working_moment
from mailcare.model.case import Event, EventKind
from mailcare.model.judgement import Decision
from mailcare.model.place import Mode
from unit.casework.desk import CALENDAR, POLICY, Desk, at, judged

MINUTE = timedelta(minutes=1)


def run(desk: Desk, start: datetime, end: datetime) -> list[tuple[datetime, str, str]]:
    """Look at the case whenever it asks for it; when which clock was told how."""
    told: list[tuple[datetime, str, str]] = []
    while (check := desk.view.next_check_at) is not None and max(check, start) < end:
        moment = max(check, start)
        told += [
            (moment, str(one.facts["clock"]), str(one.facts["event"]))
            for one in desk.look(moment).intents
            if one.template == "notice.overdue"
        ]
    return told


def answered(desk: Desk, moment: datetime) -> None:
    event = Event(desk.case.events[-1].seq + 1, EventKind.ANSWERED, moment, "staff-1", {})
    events = (*desk.case.events, event)
    desk.case = replace(desk.case, events=events, view=fold(events, POLICY))


def test_the_distance_grows_until_the_answer() -> None:
    desk = Desk().open(judged(), at(2, 10))
    told = [moment for moment, name, _ in run(desk, at(2, 10), at(17, 9)) if name == "answer"]
    assert told == [at(5, 10), at(6, 10), at(10, 10), at(16, 10)]
    answered(desk, at(18, 9))
    assert desk.view.next_check_at is None
    assert not desk.look(at(30, 10)).intents


def test_the_law_s_clock_joins_the_round_of_the_others() -> None:
    desk = Desk().open(judged(), at(2, 10))
    told = run(desk, at(2, 10), at(31))
    fresh = [(moment, name) for moment, name, event in told if event == "overdue"]
    assert fresh == [(at(5, 10), "answer"), (at(17, 10), "law")]
    again = [moment for moment, _, event in told if event == "overdue_again"]
    assert again == sorted(set(again))
    assert {name for _, name, event in told if event == "overdue_again"} == {"answer"}


def test_what_runs_out_at_night_or_on_a_holiday_is_told_with_the_next_window() -> None:
    desk = Desk().open(judged(Decision.NEED_INFO), at(6, 20))
    desk.send("reply.need_info", at(9, 9))
    told = run(desk, at(9, 9), at(30))
    assert told[0] == (at(23, 9), "law", "overdue")  # the 21st, 20:00, is a Saturday evening
    assert [moment for moment, _, _ in told[1:]] == [at(24, 9), at(26, 9)]
    assert all(next_working_moment(CALENDAR, moment) == moment for moment, _, _ in told)


def test_noticed_at_night_after_a_standstill_it_waits_for_the_morning() -> None:
    desk = Desk().open(judged(), at(2, 10))
    (notice,) = desk.look(at(5, 23)).intents
    assert notice.facts["hold_until"] == at(6, 9).isoformat()
    day = Desk().open(judged(), at(2, 10))
    (notice,) = day.look(at(5, 11)).intents
    assert "hold_until" not in notice.facts


def test_several_clocks_are_told_again_in_one_notice() -> None:
    desk = Desk().open(judged(Decision.REVIEW), at(2, 10))
    late = desk.look(at(6, 10))
    assert {one.facts["clock"] for one in late.intents if one.template == "notice.overdue"} == {
        "review",
        "answer",
    }
    again = desk.look(at(9, 10))
    assert [one.facts["clock"] for one in again.intents] == ["review"]
    told = [event.facts["clock"] for event in again.events if event.kind is EventKind.OVERDUE_TOLD]
    assert told == ["review", "answer"]
    assert desk.view.next_check_at == at(11, 10)


def test_a_case_in_shadow_mode_alarms_nobody() -> None:
    desk = Desk(replace(POLICY, mode=Mode.SHADOW)).open(judged(), at(2, 10))
    assert not desk.look(at(20, 10)).intents


@given(minutes=st.lists(st.integers(1, 60 * 24 * 3), min_size=1, max_size=40))
def test_however_often_it_is_looked_at_nobody_is_told_twice(minutes: list[int]) -> None:
    desk = Desk().open(judged(), at(2, 10))
    moment, told = at(2, 10), []
    for step in minutes:
        moment += step * MINUTE
        told += [moment] * len(desk.look(moment).intents)
        assert not desk.look(moment).intents
        assert desk.view == fold(desk.case.events, POLICY)
    assert len(told) <= 12
