"""A desk for casework's tests: it keeps a case and its unsent mails as pipeline and store would."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from mailcare.casework import apply, fold
from mailcare.casework.after_sending import mail_failed, mail_sent, report_arrived
from mailcare.casework.calendar import OfficeHours, WorkingCalendar, weekdays_only
from mailcare.casework.commands import Command
from mailcare.casework.follow_up import join
from mailcare.casework.joining import Letter as Joining
from mailcare.casework.opening import open_case
from mailcare.casework.outcome import Arrival, Filed, Opening, Outcome
from mailcare.casework.policy import AnswerBy, Policy, Target
from mailcare.casework.sweep import look
from mailcare.casework.threading import ThreadKind
from mailcare.model.case import Case, CaseTexts, CaseView, ClockName, ClockReading, EventKind, Note
from mailcare.model.follow_up import Listened, Stance
from mailcare.model.judgement import (
    Category,
    Decision,
    Element,
    Elements,
    Judgement,
    Kind,
    Language,
    Scope,
)
from mailcare.model.letter import Address, Message, Report
from mailcare.model.place import Mode
from mailcare.model.post import Intent, MailClass, OutboxMail, OutboxState

SHANGHAI = ZoneInfo("Asia/Shanghai")
USER = Address("li@mail.example", "李")
HOURS = OfficeHours(((time(9), time(12)), (time(13), time(18))), "Asia/Shanghai")
CALENDAR = WorkingCalendar(HOURS, weekdays_only, "weekdays")
TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "idc": Target("idc", local=True),
        "telecom": Target("telecom"),
        "kfzx": Target("kfzx", answer_by=AnswerBy.DEPARTMENT),
    }
)
POLICY = Policy(
    unit="vas",
    calendar=CALENDAR,
    mode=Mode.LIVE,
    mode_since=datetime(2026, 1, 1, tzinfo=UTC),
    targets=TARGETS,
)
ALL = Elements(
    problem=Element("收不到邮件", "收不到邮件"),
    device_number=Element("vip01", "vip01"),
    phone=Element("13800005678", "13800005678"),
    contact=Element("李", "李"),
)
ONLY_PROBLEM = Elements(problem=ALL.problem)
NO_PHONE = replace(ALL, phone=None)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of November 2026 in Shanghai; the 2nd, 9th, 16th, 23rd and 30th are Mondays."""
    return datetime(2026, 11, 1, tzinfo=SHANGHAI).astimezone(UTC) + timedelta(
        days=day - 1, hours=hour, minutes=minute
    )


MONDAY = at(16, 10)


def judged(decision: Decision = Decision.IN_SCOPE, **more: object) -> Judgement:
    elsewhere = decision in {Decision.FORWARDED, Decision.INSUFFICIENT}
    judgement = Judgement(
        decision=decision,
        suggested=decision,
        scope=Scope.TELECOM_COMPANY if elsewhere else Scope.IN_SCOPE,
        unit="telecom" if elsewhere else "vas",
        kind=Kind.COMPLAINT,
        category=Category.SERVICE_QUALITY,
        elements={Decision.NEED_INFO: NO_PHONE, Decision.INSUFFICIENT: NO_PHONE}.get(decision, ALL),
        language=Language.ZH,
        confidence=0.9,
        user=USER,
    )
    return replace(judgement, **more)  # type: ignore[arg-type] # the tests name fields of Judgement


PHONE_ONLY = judged(elements=Elements(phone=ALL.phone))
"""What completes a case that asked for the phone alone."""


def letter(sender: Address = USER, message_id: str = "<1@mail.example>") -> Message:
    return Message(from_=sender, subject="投诉", message_id=message_id)


@dataclass
class Desk:
    """One case, its ledger and what waits to be sent."""

    policy: Policy = POLICY
    case: Case = field(init=False)
    texts: CaseTexts = field(init=False)
    waiting: list[Intent] = field(default_factory=list)
    filed: Filed | None = None
    last_id: int = 0
    notes: tuple[Note, ...] = ()

    def open(
        self,
        judgement: Judgement,
        received: datetime = MONDAY,
        now: datetime | None = None,
        **arrival: object,
    ) -> "Desk":
        self.last_id += 1
        seen = now or received
        where = replace(Arrival(self.last_id, received, seen), **arrival)  # type: ignore[arg-type] # fields of Arrival
        opened = open_case(where, letter(), judgement, self.policy, seen)
        if isinstance(opened, Filed):
            self.filed = opened
            return self
        self._opened(opened)
        return self

    def _opened(self, opened: Opening) -> None:
        self.case = Case(7, "VAS-202611-0001", 1, 1, "k", tuple(opened.events), opened.view)
        self.texts = opened.texts
        self.waiting += opened.intents

    def join(
        self,
        judgement: Judgement,
        received: datetime,
        sender: Address = USER,
        thread: ThreadKind = ThreadKind.CASE,
        says: Stance = Stance.NEUTRAL,
        **more: object,
    ) -> Outcome:
        self.last_id += 1
        joining = Joining(
            Arrival(self.last_id, received, received),
            letter(sender, f"<{self.last_id}@mail.example>"),
            judgement,
            Listened(says, judgement.elements),
            thread,
        )
        joining = replace(joining, **more)  # type: ignore[arg-type] # the tests name fields of it
        now = received + timedelta(minutes=1)
        return self.take(join(self.case, self.texts, joining, policy=self.policy, now=now))

    def take(self, outcome: Outcome) -> Outcome:
        events = self.case.events + tuple(outcome.events)
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert outcome.view == fold(events, self.policy)
        self.case = replace(self.case, events=events, view=outcome.view)
        self.texts = outcome.texts or self.texts
        self.notes += outcome.notes
        self.waiting = [one for one in self.waiting if one.template not in outcome.supersedes]
        self.waiting += outcome.intents
        return outcome

    def do(self, command: Command, now: datetime, actor: str = "cli:li") -> Outcome:
        """Carry out a command; what waits has not left."""
        return self.take(
            apply(
                self.case, self.texts, command,
                policy=self.policy, now=now, actor=actor, unsent=self.templates,
            )
        )  # fmt: skip

    def send(self, template: str, now: datetime) -> OutboxMail:
        mail = self._mail(template)
        self.take(mail_sent(self.case, mail, self.policy, now))
        return mail

    def fail(self, template: str, now: datetime) -> OutboxMail:
        mail = self._mail(template)
        self.take(mail_failed(self.case, mail, self.policy, now))
        return mail

    def report(self, mail: OutboxMail, report: Report, now: datetime) -> Outcome:
        return self.take(report_arrived(self.case, mail, report, self.policy, now))

    def look(self, now: datetime) -> Outcome:
        return self.take(look(self.case, self.policy, now))

    def _mail(self, template: str) -> OutboxMail:
        intent = next(one for one in self.waiting if one.template == template)
        self.waiting.remove(intent)
        self.last_id += 1
        return sample_mail(self.last_id, intent.mail_class, template)

    @property
    def view(self) -> CaseView:
        return self.case.view

    @property
    def templates(self) -> list[str]:
        return [intent.template for intent in self.waiting]

    def intent(self, template: str) -> Intent:
        return next(one for one in self.waiting if one.template == template)

    @property
    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.case.events]

    def facts(self, kind: EventKind) -> Mapping[str, object]:
        return next(event.facts for event in reversed(self.case.events) if event.kind is kind)

    def clock(self, name: ClockName) -> ClockReading:
        return next(clock for clock in self.view.clocks if clock.name is name)


def sample_mail(mail_id: int, mail_class: MailClass, template: str) -> OutboxMail:
    return OutboxMail(
        id=mail_id,
        intent_id=mail_id,
        case_id=7,
        mailbox_id=1,
        mail_class=mail_class,
        template=template,
        state=OutboxState.SENT,
        recipient="somebody@mail.example",
        message_id=f"<{mail_id}@telecom.example>",
        blob="b",
        key_id="k",
        created_at=MONDAY,
        not_before=None,
        attempts=1,
        reason="",
    )
