"""Cases that nobody has in hand: the second person is told, then supervisors."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailcare.casework.commands import orders
from mailcare.model.judgement import Decision
from mailcare.model.place import Mode
from unit.casework.desk import MONDAY, POLICY, Desk, at, judged

HALF = timedelta(minutes=30)
WATCHED = replace(POLICY, unclaimed_after=HALF, unclaimed_again=HALF, has_second=True)


def opened(decision: Decision = Decision.IN_SCOPE, **more: object) -> Desk:
    return Desk(policy=WATCHED).open(judged(decision, **more))


def told(desk: Desk) -> list[tuple[str, object]]:
    return [
        (one.recipient_role, one.facts["event"])
        for one in desk.waiting
        if one.template == "notice.task"
    ]


def test_the_second_person_is_told_then_supervisors_each_once() -> None:
    desk = opened()
    assert desk.view.next_check_at == at(16, 10, 30)
    desk.look(at(16, 10, 29))
    assert told(desk) == []
    desk.look(at(16, 10, 30))
    assert told(desk) == [("second", "unclaimed")]
    assert desk.view.next_check_at == at(16, 11)
    desk.look(at(16, 11))
    desk.look(at(16, 11, 45))
    assert told(desk) == [("second", "unclaimed"), ("supervisors", "unclaimed_supervisors")]


def test_without_a_second_person_supervisors_are_told() -> None:
    desk = Desk(policy=replace(WATCHED, has_second=False)).open(judged())
    desk.look(at(16, 10, 30))
    assert told(desk) == [("supervisors", "unclaimed_supervisors")]


def test_a_unit_that_wants_none_of_it_gets_none() -> None:
    desk = Desk(policy=replace(WATCHED, unclaimed_after=timedelta())).open(judged())
    desk.look(at(16, 17))
    assert told(desk) == []


def test_only_working_time_counts() -> None:
    desk = Desk(policy=WATCHED).open(judged(), at(16, 17, 50))
    assert desk.view.next_check_at == at(17, 9, 20)


@pytest.mark.parametrize(
    "command",
    [orders.Claim(), orders.Note("在查"), orders.Ask("从哪天开始?"), orders.Reply("已修复。")],
)
def test_whoever_acts_has_it_in_hand(command: object) -> None:
    desk = opened()
    desk.do(command, at(16, 10, 10))  # type: ignore[arg-type] # a command of each sort
    desk.look(at(16, 10, 50))
    assert told(desk) == []


def test_what_waits_for_the_user_waits_for_nobody_here() -> None:
    desk = opened(Decision.NEED_INFO)
    desk.send("reply.need_info", at(16, 10, 1))
    desk.look(at(16, 12))
    assert told(desk) == []


def test_what_lies_with_the_other_side_is_in_hand_until_it_comes_back() -> None:
    desk = opened(Decision.FORWARDED)
    desk.send("dispatch.hand_over", at(16, 10, 5))
    desk.look(at(16, 10, 50))
    assert told(desk) == []


def test_a_case_in_review_waits_for_somebody_too() -> None:
    desk = opened(Decision.REVIEW)
    desk.look(at(16, 10, 31))
    assert ("second", "unclaimed") in told(desk)


def test_delicate_cases_are_for_supervisors_alone() -> None:
    desk = opened(about_staff=True)
    desk.look(at(16, 10, 50))
    assert ("second", "unclaimed") not in told(desk)


def test_in_shadow_mode_nobody_is_told() -> None:
    desk = Desk(policy=replace(WATCHED, mode=Mode.SHADOW)).open(judged(), MONDAY)
    desk.look(at(16, 12))
    assert told(desk) == []
