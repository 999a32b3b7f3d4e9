"""A unit's fortnight over the Spring Festival, on a clock of its own and on real servers.

The short form plays every part once in a week; ``make fortnight`` plays 300 letters in 17 days.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, time, timedelta
from email.utils import parsedate_to_datetime

import pytest

from fortnight.calendar import is_open, is_workday
from fortnight.oracle import dues
from fortnight.parts import PARTS
from fortnight.play import FIRST_DAY, Customer, Play, staged
from fortnight.world import ZONE, at, make_folder
from mailcare.casework.folding import fold
from mailcare.config import load
from mailcare.model.case import Case, ClockName, State
from mailcare.model.place import LetterState
from mailcare.model.post import MailClass, OutboxMail, OutboxState
from mailcare.wiring import make_policy
from servers.postfix import PostfixServer

pytestmark = [
    pytest.mark.server,
    pytest.mark.slow,
    pytest.mark.timeout(1800),
]

WHOLE = os.environ.get("MAILCARE_FORTNIGHT") == "all"
DAYS, LETTERS = (17, 300) if WHOLE else (9, len(PARTS))


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory, _postfix_once: PostfixServer) -> Iterator[Play]:
    folder = make_folder(tmp_path_factory.mktemp("fortnight"), "site")
    with staged(folder, _postfix_once, DAYS, LETTERS) as staged_play:
        staged_play.world.play(at(FIRST_DAY + timedelta(days=DAYS), "00:05"))
        yield staged_play


def sent(play: Play) -> list[OutboxMail]:
    return play.office.parts.store.read(
        lambda tx: tx.outbox.list({OutboxState.SENT}, limit=100_000)
    )


def cases(play: Play) -> list[Case]:
    return play.office.parts.store.read(lambda tx: tx.cases.list(limit=10_000))


def case_of(play: Play, customer: Customer) -> Case | None:
    texts = play.office.parts.store.read(
        lambda tx: [(one, tx.cases.texts(one).user.address) for one in tx.cases.list(limit=10_000)]
    )
    ours = f"{customer.part.box.upper()}-"
    found = [
        one for one, user in texts
        if user == customer.person.address and one.number.startswith(ours)
    ]  # fmt: skip
    assert len(found) <= 1, [one.number for one in found]
    return found[0] if found else None


def test_every_letter_was_handled(play: Play) -> None:
    counts = play.office.parts.store.read(lambda tx: tx.letters.count())
    assert set(counts) <= {LetterState.HANDLED}


def test_every_letter_ends_where_it_should(play: Play) -> None:
    wrong = []
    for customer in play.customers:
        case = case_of(play, customer)
        state = case.view.state if case else None
        if state not in customer.part.ends:
            wrong.append((customer.part.name, case and case.number, state))
    assert wrong == []


def test_everybody_got_the_mails_that_their_part_tells(play: Play) -> None:
    got: dict[str, list[str]] = defaultdict(list)
    for mail in sent(play):
        if mail.mail_class is MailClass.REPLY:
            got[mail.recipient].append(mail.template)
    wrong = {
        customer.part.name: got[customer.person.address]
        for customer in play.customers
        if got[customer.person.address] != list(customer.part.mails)
    }
    assert wrong == {}


def test_nobody_else_got_any_mail(play: Play) -> None:
    assert {mail.recipient for mail in sent(play)} <= play.known


def test_no_address_got_more_than_the_caps_allow(play: Play) -> None:
    caps = play.office.parts.settings.config.caps
    days = Counter(
        (mail.recipient, mail.settled_at.astimezone(ZONE).date())
        for mail in sent(play)
        if mail.mail_class is MailClass.REPLY and mail.settled_at
    )
    hours = Counter(
        (mail.recipient, mail.settled_at.replace(minute=0))
        for mail in sent(play)
        if mail.mail_class is MailClass.NOTICE and mail.settled_at
    )
    assert max(days.values()) <= caps.user_per_address_per_day
    assert max(hours.values()) <= 4 * caps.staff_per_address_per_hour


def test_all_clocks_equal_the_oracle(play: Play) -> None:
    wrong = []
    for case in cases(play):
        told = {clock.name: clock.due for clock in case.view.clocks}
        counted = dues(case.events)
        pairs = {
            ClockName.REGISTERED: counted.registered,
            ClockName.LAW: counted.law,
            ClockName.REVIEW: counted.review,
            ClockName.ANSWER: counted.answer,
            ClockName.DISPATCH: counted.dispatch,
        }
        wrong += [
            (case.number, name.value, told.get(name), due)
            for name, due in pairs.items()
            if told.get(name) != due
        ]
    assert wrong == []


def test_every_projection_is_the_fold_of_its_ledger(play: Play) -> None:
    config = load(play.site.config)
    desks = play.office.parts.store.read(lambda tx: {one.id: one for one in tx.mailboxes.all()})
    for case in cases(play):
        desk = desks[case.mailbox_id]
        assert fold(case.events, make_policy(config, desk.name, desk)) == case.view, case.number


def test_digests_and_overdue_alarms_come_in_working_time_alone(play: Play) -> None:
    moments = [
        (mail.subject, parsedate_to_datetime(str(mail.parsed["Date"])).astimezone(ZONE))
        for name, lead in play.ours.items()
        if name.endswith("-lead")
        for mail in lead.got
        if "汇总" in mail.subject or "超时" in mail.subject
    ]
    assert [one for one in moments if not is_workday(one[1].date())] == []
    just = timedelta(minutes=20)  # a clock that ends as offices close is told a moment later
    told = [(subject, moment - just) for subject, moment in moments if "申诉超时" in subject]
    before = [one for one in told if not is_open(one[1].date(), one[1].time())]
    assert [
        one for one in before if not is_open((one[1] + just).date(), (one[1] + just).time())
    ] == []


def test_no_supervisor_got_two_digests_of_a_day(play: Play) -> None:
    days: Counter[tuple[str, date]] = Counter()
    for name, lead in play.ours.items():
        for mail in lead.got:
            if "汇总" in mail.subject:
                moment = parsedate_to_datetime(str(mail.parsed["Date"])).astimezone(ZONE)
                assert moment.time() >= time(8, 30)
                days[name, moment.date()] += 1
    assert days
    assert max(days.values()) == 1


def test_no_case_was_answered_twice(play: Play) -> None:
    answers = Counter(mail.case_id for mail in sent(play) if mail.template == "reply.answer")
    assert max(answers.values()) == 1
    assert {case.view.state for case in cases(play)} >= {State.ANSWERED, State.CLOSED}
