"""Later letters of a case: what each kind does, and what becomes of users who stay silent."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailcare.casework.commands import orders
from mailcare.casework.courses import COURSES, DECIDED, Course, Deed
from mailcare.casework.facts import iso
from mailcare.casework.follow_up import opens_anew
from mailcare.casework.joining import Letter
from mailcare.casework.outcome import Arrival, FollowUp
from mailcare.model.case import ClockName, EventKind, State
from mailcare.model.follow_up import Listened, Stance
from mailcare.model.judgement import Automatic, Decision, Elements, Kind
from mailcare.model.letter import Address
from mailcare.model.place import Mode
from unit.casework.desk import ALL, ONLY_PROBLEM, POLICY, Desk, at, judged, letter

NOTHING_NEW = judged(elements=Elements())
PHONE = judged(elements=Elements(phone=ALL.phone))
DEVICE = judged(elements=Elements(device_number=ALL.device_number))
CONTACT = judged(elements=Elements(contact=ALL.contact))
STRANGER = Address("someone@mail.example")
DOCS = Path(__file__).parents[3] / "docs" / "casework.md"


def accepted() -> Desk:
    desk = Desk().open(judged())
    desk.send("reply.accepted", at(16, 10, 1))
    desk.waiting.clear()
    return desk


def answered() -> Desk:
    desk = accepted()
    desk.do(orders.Reply("已恢复。"), at(16, 14))
    desk.send("reply.answer", at(16, 15))
    desk.waiting.clear()
    return desk


def asked_for_three() -> Desk:
    desk = Desk().open(judged(Decision.NEED_INFO, elements=ONLY_PROBLEM))
    desk.send("reply.need_info", at(16, 11))
    desk.waiting.clear()
    return desk


# The table


def told(course: Course) -> str:
    """The course as the page writes it."""
    reply = {None: "–", DECIDED: "as decided"}.get(course.reply, f"`{course.reply}`")
    pause = "ends" if course.resumes else "goes on"
    notice = f"`{course.told}`" if course.told else "–"
    after = "reopened" if course.reopens or course.deed is Deed.REOPENS else "filed"
    return f"{reply} | {course.deed.value} | {pause} | {notice} | {after}"


def test_the_page_tells_the_table_of_the_code() -> None:
    rows = [line.strip("| ").split(" | ", 2) for line in DOCS.read_text("utf-8").splitlines()]
    page = {row[0].strip("`"): row[2] for row in rows if len(row) == 3}
    assert {kind: page.get(kind) for kind in FollowUp} == {
        kind: told(course) for kind, course in COURSES.items()
    }


# Supplements


def test_the_rest_is_asked_for_twice_then_staff_are() -> None:
    desk = asked_for_three()
    desk.join(PHONE, at(17, 10))
    assert desk.intent("reply.rest").facts["missing"] == "device_number,contact"
    desk.send("reply.rest", at(17, 10, 5))
    assert desk.clock(ClockName.ANSWER).due is None
    desk.join(CONTACT, at(18, 10))
    assert desk.intent("reply.rest").facts["missing"] == "device_number"
    desk.send("reply.rest", at(18, 10, 5))
    desk.waiting.clear()
    probable = replace(ALL.device_number, probable=True)  # type: ignore[type-var] # it is there
    desk.join(judged(elements=Elements(device_number=probable)), at(19, 10))
    assert desk.templates == ["notice.follow_up"]
    assert desk.view.state is State.OPEN


def test_a_third_part_is_for_staff_to_ask_about() -> None:
    desk = Desk().open(judged(Decision.INSUFFICIENT, elements=Elements()))
    desk.send("reply.insufficient", at(16, 11))
    for day, part in ((17, PHONE), (18, CONTACT)):
        desk.join(part, at(day, 10))
        desk.send(desk.templates[0], at(day, 10, 5))
    desk.waiting.clear()
    desk.join(DEVICE, at(19, 10))
    assert desk.templates == ["notice.follow_up"]
    assert desk.intent("notice.follow_up").facts["event"] == "partial_again"


def test_who_presses_while_giving_a_part_gets_no_template() -> None:
    desk = asked_for_three()
    desk.join(PHONE, at(17, 10), says=Stance.DISSATISFIED)
    assert desk.templates == ["notice.follow_up", "notice.escalation"]
    assert desk.texts.elements.phone == ALL.phone


def test_who_presses_while_completing_is_answered_and_escalated() -> None:
    desk = asked_for_three()
    desk.join(judged(), at(17, 10), says=Stance.URGING)
    assert desk.templates == ["reply.accepted", "notice.follow_up", "notice.escalation"]


# Additions


def test_an_addition_is_acknowledged_once_a_day_and_moves_no_due_time() -> None:
    desk = accepted()
    due = desk.clock(ClockName.ANSWER).due
    for hour in (11, 13, 15):
        desk.join(NOTHING_NEW, at(16, hour))
    assert desk.templates.count("reply.received") == 1
    desk.join(NOTHING_NEW, at(17, 11, 30))
    assert desk.templates.count("reply.received") == 2
    assert desk.clock(ClockName.ANSWER).due == due


def test_nobody_is_told_that_an_addition_came_before_they_heard_of_us() -> None:
    desk = Desk().open(judged(Decision.REVIEW))
    desk.join(NOTHING_NEW, at(16, 11))
    assert "reply.received" not in desk.templates


def test_a_stranger_in_the_thread_gets_no_receipt() -> None:
    desk = accepted()
    desk.join(judged(user=STRANGER, elements=Elements()), at(16, 11), STRANGER)
    assert desk.templates == ["notice.follow_up"]


def test_an_old_addition_is_suppressed_visibly() -> None:
    desk = accepted()
    desk.policy = replace(POLICY, max_auto_age=0)
    desk.join(NOTHING_NEW, at(16, 11))
    assert desk.facts(EventKind.REPLY_SUPPRESSED)["template"] == "reply.received"


def test_the_same_complaint_again_is_no_second_acknowledgement() -> None:
    desk = accepted()
    desk.join(judged(), at(16, 11), repeated=True, by_matter=True)
    assert desk.templates == ["notice.follow_up"]
    assert desk.intent("notice.follow_up").facts["event"] == "repeated"
    desk.join(judged(), at(18, 11), repeated=True, by_matter=True)
    assert "reply.received" in desk.templates


# Stances


@pytest.mark.parametrize("stance", [Stance.URGING, Stance.DISSATISFIED])
def test_pressure_escalates_and_sends_no_template(stance: Stance) -> None:
    desk = accepted()
    desk.join(NOTHING_NEW, at(16, 11), says=stance)
    assert desk.templates == ["notice.follow_up", "notice.escalation"]
    assert desk.intent("notice.escalation").recipient_role == "supervisors"
    assert desk.view.escalated
    assert desk.facts(EventKind.ESCALATED)["reason"] == stance.value
    desk.waiting.clear()
    desk.join(NOTHING_NEW, at(16, 12), says=stance)
    assert desk.templates == ["notice.follow_up"]


def test_thanks_propose_closing_and_never_reopen() -> None:
    desk = answered()
    desk.join(NOTHING_NEW, at(17, 10), says=Stance.THANKS)
    assert EventKind.REOPENED not in desk.kinds
    assert desk.templates == ["notice.follow_up"]
    assert desk.intent("notice.follow_up").facts["reason"] == "propose_close"
    desk.do(orders.Close(), at(17, 11))
    desk.join(replace(NOTHING_NEW, kind=Kind.PRAISE), at(18, 10))
    assert desk.view.state is State.CLOSED


def test_solved_before_the_answer_proposes_to_answer_first() -> None:
    desk = accepted()
    desk.join(NOTHING_NEW, at(16, 11), says=Stance.THANKS)
    assert desk.intent("notice.follow_up").facts["reason"] == "propose_answer"


@pytest.mark.parametrize("stance", [Stance.URGING, Stance.DISSATISFIED, Stance.NEUTRAL])
def test_whatever_else_comes_after_the_answer_reopens_for_a_person(stance: Stance) -> None:
    desk = answered()
    desk.join(NOTHING_NEW, at(18, 10), says=stance)
    assert desk.view.state is State.REVIEW
    assert desk.templates[0] == "notice.review"
    assert desk.clock(ClockName.REVIEW).due == at(18, 11)
    assert ("notice.escalation" in desk.templates) is (stance is not Stance.NEUTRAL)
    assert "reply.received" not in desk.templates


@pytest.mark.parametrize(
    ("stance", "days", "anew"),
    [(Stance.NEUTRAL, 29, False), (Stance.DISSATISFIED, 31, True), (Stance.THANKS, 31, False)],
)
def test_long_after_the_end_a_new_case_is_opened(stance: Stance, days: int, *, anew: bool) -> None:
    desk = answered()
    later = at(16, 15) + timedelta(days=days)
    coming = Letter(Arrival(99, later, later), letter(), NOTHING_NEW, Listened(stance, Elements()))
    assert opens_anew(desk.case, desk.texts, coming, policy=POLICY, now=later) is anew


def test_a_withdrawal_is_confirmed_once_and_cancels_what_waits() -> None:
    desk = Desk().open(judged())
    desk.join(NOTHING_NEW, at(16, 11), says=Stance.WITHDRAWAL)
    assert desk.view.state is State.WITHDRAWN
    assert desk.templates == ["notice.new_case", "reply.withdrawn", "notice.follow_up"]
    assert desk.view.next_due_at is None
    desk.join(NOTHING_NEW, at(16, 12), says=Stance.WITHDRAWAL)
    assert desk.templates.count("reply.withdrawn") == 1


@pytest.mark.parametrize("more", [{"sender": STRANGER}, {"by_matter": True}])
def test_a_withdrawal_in_doubt_is_for_a_person(more: dict[str, object]) -> None:
    desk = accepted()
    user = more.get("sender")
    judgement = replace(NOTHING_NEW, user=user) if isinstance(user, Address) else NOTHING_NEW
    desk.join(judgement, at(16, 11), says=Stance.WITHDRAWAL, **more)  # type: ignore[arg-type] # as said
    assert desk.view.state is State.OPEN
    assert desk.templates == ["notice.follow_up"]
    assert desk.intent("notice.follow_up").facts["event"] == "withdrawal_doubtful"


def test_who_withdrew_and_writes_again_is_looked_at_by_a_person() -> None:
    desk = accepted()
    desk.join(NOTHING_NEW, at(16, 11), says=Stance.WITHDRAWAL)
    desk.join(NOTHING_NEW, at(17, 11))
    assert desk.view.state is State.REVIEW


def test_a_survey_answer_is_no_part_of_the_case() -> None:
    desk = answered()
    before = desk.view
    desk.join(judged(), at(17, 10), says=Stance.SURVEY)
    assert desk.view == before
    assert desk.templates == ["notice.follow_up"]


def test_another_problem_leaves_the_case_as_it_is() -> None:
    desk = asked_for_three()
    view = desk.view
    listened = Listened(Stance.NEUTRAL, Elements(), another=judged())
    desk.join(NOTHING_NEW, at(17, 10), listened=listened)
    assert (desk.view, desk.templates) == (view, [])
    assert desk.facts(EventKind.LETTER_JOINED)["follow_up"] == "another"


@pytest.mark.parametrize("stance", list(Stance))
def test_machines_are_never_follow_ups(stance: Stance) -> None:
    desk = answered()
    robot = judged(Decision.NONE, automatic=Automatic.AUTO_REPLY)
    desk.join(robot, at(17, 10), says=stance)
    assert (desk.view.state, desk.templates) == (State.ANSWERED, [])


# Silence


def silence(desk: Desk, until: int = 30) -> list[tuple[int, str]]:
    """Days of November on which something is said because of nothing, and what."""
    return [
        (day, str(intent.facts.get("event", intent.template)))
        for day in range(17, until)
        for intent in desk.look(at(day, 11)).intents
        if intent.template in {"reply.still_needed", "notice.task"}
        and "law" not in str(intent.facts.get("event"))
    ]


def test_a_silent_user_is_reminded_once_then_staff_are_asked() -> None:
    desk = asked_for_three()
    assert desk.view.next_check_at == at(19, 11)
    assert silence(desk) == [(19, "reply.still_needed"), (24, "user_silent")]
    assert desk.view.state is State.AWAITING_USER
    reminder = desk.intent("reply.still_needed")
    assert reminder.facts["missing"] == "device_number,phone,contact"


def test_the_reminder_asks_for_no_more_than_is_missing_and_pauses_nothing_anew() -> None:
    desk = asked_for_three()
    desk.look(at(19, 11))
    desk.send("reply.still_needed", at(19, 11, 1))
    desk.join(judged(), at(20, 10))
    assert desk.view.decision is Decision.IN_SCOPE
    # one hour was used before the question, the rest runs from the supplement
    assert desk.clock(ClockName.ANSWER).due == at(24, 18)


@pytest.mark.parametrize(("times", "days"), [(0, [19]), (2, [19, 24, 27])])
def test_reminders_are_as_many_as_configured(times: int, days: list[int]) -> None:
    desk = asked_for_three()
    desk.policy = replace(POLICY, user_reminders=times)
    assert [day for day, _ in silence(desk)] == days


def test_a_persons_question_is_theirs_to_repeat() -> None:
    desk = accepted()
    desk.do(orders.Ask("从哪一天开始?"), at(16, 14))
    desk.send("reply.question", at(16, 15))
    assert silence(desk, 26) == [(20, "user_silent")]


def test_silence_in_shadow_and_after_the_end_is_no_matter() -> None:
    desk = asked_for_three()
    desk.join(NOTHING_NEW, at(17, 10), says=Stance.WITHDRAWAL)
    assert silence(desk) == []
    shadow = Desk(replace(POLICY, mode=Mode.SHADOW)).open(judged(Decision.NEED_INFO))
    assert shadow.view.next_check_at is None


def test_an_answer_starts_the_silence_anew() -> None:
    desk = asked_for_three()
    desk.look(at(19, 11))
    desk.join(PHONE, at(19, 15))
    desk.send("reply.rest", at(19, 15, 5))
    assert silence(desk)[0] == (25, "reply.still_needed")


def test_times_of_what_was_noted_are_told_apart_by_the_run() -> None:
    desk = asked_for_three()
    desk.look(at(19, 11))
    assert desk.facts(EventKind.NOTED)["since"] == iso(at(16, 11))
