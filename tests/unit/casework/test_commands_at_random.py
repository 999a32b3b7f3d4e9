"""Whatever staff, users and servers do, in any order: nothing breaks, nothing ends in silence."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mailcare.casework.commands import Command, RefusedError, orders
from mailcare.casework.facts import word
from mailcare.casework.ledger import replay
from mailcare.casework.templates import ANSWERS
from mailcare.model.case import Event, EventKind
from mailcare.model.judgement import Automatic, Decision, Elements
from mailcare.model.letter import Report
from mailcare.model.post import MailClass, OutboxMail
from unit.casework.desk import ALL, MONDAY, Desk, judged

ACTORS = st.sampled_from(["cli:li", "cli:wang"])
COMMANDS: list[Callable[[datetime], Command]] = [
    lambda _: orders.Reply("已处理"),
    lambda _: orders.Ask("何时开始?"),
    lambda now: orders.Called("已电话说明", now),
    lambda now: orders.Answered("已当面答复", now),
    lambda _: orders.Dispatch("telecom"),
    lambda _: orders.Dispatch("idc"),
    lambda _: orders.Dispatch("kfzx"),
    lambda _: orders.Confirm(),
    lambda _: orders.Return("不属我处"),
    lambda _: orders.Remind(),
    lambda _: orders.Decline("此前已答复"),
    lambda _: orders.NotComplaint("广告"),
    lambda _: orders.Close("已办结"),
    lambda _: orders.Reopen("用户再次来电"),
    lambda now: orders.Extend(now + timedelta(days=9), "等待配件"),
    lambda _: orders.Note("已联系"),
    lambda _: orders.Claim(),
    lambda _: orders.Assign("cli:zhao"),
    lambda _: orders.Takeback(),
]
OPENINGS = [one for one in Decision if one is not Decision.NONE]
LETTERS = [
    judged(elements=Elements(phone=ALL.phone)),
    judged(elements=Elements()),
    judged(Decision.NONE, automatic=Automatic.AUTO_REPLY),
]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("command"), st.sampled_from(COMMANDS), ACTORS),
        st.tuples(st.sampled_from(["send", "fail"]), st.integers(0, 5), st.just("")),
        st.tuples(st.just("bounce"), st.integers(0, 5), st.just("")),
        st.tuples(st.just("letter"), st.sampled_from(LETTERS), st.just("")),
        st.tuples(st.just("look"), st.none(), st.just("")),
    ),
    max_size=30,
)


class World:
    """A desk on which anything may happen; it remembers which mails left."""

    def __init__(self, decision: Decision) -> None:
        self.desk = Desk().open(judged(decision))
        self.now = MONDAY
        self.left: list[OutboxMail] = []
        self.heard: set[int] = set()
        """Answers that the user has: ids of mails, negative numbers of calls."""

    def step(self, what: str, which: Any, actor: str) -> None:  # noqa: ANN401 - as drawn
        self.now += timedelta(minutes=47)
        before = self.desk.case
        if what == "command":
            self._command(which(self.now), actor)
        elif what == "letter":
            self.desk.join(which, self.now)
        elif what == "look":
            self.desk.look(self.now)
        elif what == "bounce":
            self._bounce(which)
        else:
            self._mail(what, which)
        known = len(before.events)
        assert self.desk.case.events[:known] == before.events
        self._listen(self.desk.case.events[known:])

    def _command(self, command: Command, actor: str) -> None:
        before = (self.desk.case, list(self.desk.waiting), self.desk.notes)
        try:
            self.desk.do(command, self.now, actor)
        except RefusedError:
            assert (self.desk.case, self.desk.waiting, self.desk.notes) == before

    def _bounce(self, which: int) -> None:
        if self.left:
            mail = self.left[which % len(self.left)]
            self.desk.report(mail, Report("dsn", action="failed"), self.now)
            self.heard.discard(mail.id)

    def _mail(self, what: str, which: int) -> None:
        due = [one.template for one in self.desk.waiting if one.mail_class is not MailClass.NOTICE]
        if due and what == "fail":
            self.desk.fail(due[which % len(due)], self.now)
        elif due:
            mail = self.desk.send(due[which % len(due)], self.now)
            self.left.append(mail)
            self.heard |= {mail.id} if mail.template in ANSWERS else set()

    def _listen(self, new: Sequence[Event]) -> None:
        for event in new:
            if event.kind is EventKind.REOPENED:
                self.heard = set()
            elif event.kind is EventKind.ANSWERED and word(event, "by") != "mail":
                self.heard.add(-event.seq)
            elif event.kind is EventKind.CLOSED:
                assert self.heard or self._may_be_filed(event)

    def _may_be_filed(self, closed: Event) -> bool:
        """Say whether the user was not told that they would hear from us, since it was reopened."""
        events = self.desk.case.events
        again = [event.seq for event in events if event.kind is EventKind.REOPENED]
        acknowledged = [
            word(event, "template")
            for event in events
            if event.kind is EventKind.ACKNOWLEDGED and event.seq > max(again, default=0)
        ]
        told = {"reply.accepted", "reply.forwarded"} & set(acknowledged)
        return word(closed, "reason") == "nothing_to_answer" and not told

    @property
    def on_their_way(self) -> int:
        return sum(one.template in ANSWERS for one in self.desk.waiting)


@settings(max_examples=300)
@given(st.sampled_from(OPENINGS), STEPS)
def test_whatever_happens_the_user_has_one_answer_and_no_case_ends_in_silence(
    decision: Decision, steps: list[tuple[str, Any, str]]
) -> None:
    world = World(decision)
    for what, which, actor in steps:
        world.step(what, which, actor)
        case = replay(world.desk.case.events)
        assert len(world.heard) + world.on_their_way <= 1
        assert bool(world.heard) == (case.answered_at is not None)
