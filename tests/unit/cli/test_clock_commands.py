"""``mailcare case why-due`` and ``extend`` on a real state directory."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailcare.casework import fold
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.model.case import Case, Event, EventKind
from mailcare.model.judgement import Decision
from mailcare.store import Store, Tx
from mailcare.wiring import find_desk, open_store
from unit.casework.desk import MONDAY, PHONE_ONLY, Desk, at, judged
from unit.cli.conftest import Run, Site
from unit.store.builders import add_letter, add_mailbox

SHANGHAI = ZoneInfo("Asia/Shanghai")
REASON = "等待光缆修复"
LATER = SystemClock().now().astimezone(SHANGHAI) + timedelta(days=40)
UNTIL = LATER.strftime("%Y-%m-%d 15:00")


@pytest.fixture
def asked(site: Site) -> str:
    """A case that asked for the phone, waited a day, went on and was answered."""
    desk = under(site).open(judged(Decision.NEED_INFO))
    desk.send("reply.need_info", at(16, 11))
    desk.join(PHONE_ONLY, at(17, 15))
    last = desk.case.events[-1].seq
    answered = Event(last + 1, EventKind.ANSWERED, at(18, 10), "staff-1", {"by": "phone"})
    events = (*desk.case.events, answered)
    desk.case = replace(desk.case, events=events, view=fold(events, desk.policy))
    return kept(site, desk)


@pytest.fixture
def accepted(site: Site) -> str:
    """A case in scope whose user was promised an answer."""
    received = SystemClock().now() - timedelta(minutes=5)
    desk = under(site).open(judged(), received)
    desk.send("reply.accepted", received + timedelta(minutes=1))
    return kept(site, desk)


def under(site: Site) -> Desk:
    """A desk with the policy of the site's mailbox, in force since long ago."""
    config = load(site.config)
    with open_store(config) as (store, _vault):
        mailbox_id = store.run(add_mailbox)
        policy = find_desk(config, store, mailbox_id).policy
    return Desk(replace(policy, mode_since=datetime.min.replace(tzinfo=UTC)))


def kept(site: Site, desk: Desk) -> str:
    """Write the case into the store; returns its number."""

    def work(tx: Tx) -> Case:
        letter = add_letter(tx, key, "c9")
        return tx.cases.open(
            mailbox_id=letter.mailbox_id, unit_prefix="VAS", key_id=key, events=desk.case.events,
            view=desk.view, texts=desk.texts, letter_id=letter.id, now=MONDAY, tz=SHANGHAI,
        )  # fmt: skip

    with open_store(load(site.config)) as (store, vault):
        key = vault.new_key()
        return store.run(work).number


def read(site: Site, number: str) -> tuple[Case, list[str]]:
    """The case as it stands, and the templates of what waits to be written."""
    with open_store(load(site.config)) as (store, _vault):
        return store.read(lambda tx: tx.cases.get(number)), waiting(store)


def waiting(store: Store) -> list[str]:
    return [one.intent.template for one in store.read(lambda tx: tx.intents.pending(9))]


def test_every_interval_is_shown_with_its_sum_and_the_due_time(run: Run, asked: str) -> None:
    result = run("case", "why-due", asked.lower())
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.stdout.splitlines()]
    assert f"{asked} 答复时限:2026-11-20 14:00".split() in rows
    first = "2026-11-16 10:00 2026-11-16 11:00 计时 收到来信 1 小时 0 分 1 小时 0 分"
    assert first.split() in rows
    assert any(row[4:6] == ["暂停", "已请用户补充,等待来信"] for row in rows)
    last = "2026-11-17 15:00 2026-11-18 10:00 计时 用户来信补充 4 小时 0 分 5 小时 0 分"
    assert last.split() in rows
    for text in (
        "3 个工作日,共 24 小时 0 分",
        "09:00-12:00 13:00-18:00(Asia/Shanghai)",
        "法定答复",
    ):
        assert text in result.stdout
    assert "暂按" not in result.stdout


def test_scripts_get_the_same_as_json(run: Run, site: Site, asked: str) -> None:
    told = json.loads(run("case", "why-due", asked, "--json").stdout)
    assert [(one["counted"], one["minutes"], one["sum"]) for one in told["intervals"]] == [
        (True, 60, 60), (False, 0, 60), (True, 240, 300),
    ]  # fmt: skip
    assert (told["limit_minutes"], told["provisional"]) == (1440, False)
    assert datetime.fromisoformat(told["due"]) == at(20, 14)
    assert told["calendar_version"] == read(site, asked)[0].view.calendar_version
    assert {one["name"] for one in told["clocks"]} == {"registered", "answer", "law"}


def test_times_in_a_year_not_announced_are_marked(run: Run, site: Site) -> None:
    received = datetime(2031, 5, 6, 10, tzinfo=SHANGHAI)
    number = kept(site, under(site).open(judged(), received))
    assert "答复时限:2031-05-09 10:00(暂按)" in run("case", "why-due", number).stdout
    assert json.loads(run("case", "why-due", number, "--json").stdout)["provisional"]
    assert "暂按" in run("case", "list").stdout


def test_an_extension_writes_to_the_user_and_keeps_its_reason(
    run: Run, site: Site, accepted: str
) -> None:
    promised = read(site, accepted)[0].view.promised_due
    result = run("case", "extend", accepted, UNTIL, "--reason", REASON)
    assert result.exit_code == 0, result.output
    assert UNTIL in result.stdout
    assert "law's limit" in result.stderr
    case, templates = read(site, accepted)
    assert templates == ["reply.extended"]
    assert case.view.promised_due == promised
    shown = json.loads(run("case", "show", accepted, "--json").stdout)
    assert shown["events"][-1]["note"] == REASON
    assert "拟延期至" in run("case", "why-due", accepted).stdout
    raw = (site.config.parent / "state" / "mailcare.sqlite").read_bytes()
    assert REASON.encode() not in raw


def test_who_was_told_already_gets_no_letter(run: Run, site: Site, accepted: str) -> None:
    assert run("case", "extend", accepted, UNTIL, "--reason", REASON, "--told").exit_code == 0
    case, templates = read(site, accepted)
    assert templates == []
    assert case.view.promised_due == datetime.fromisoformat(UNTIL).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((UNTIL,), 2),
        ((UNTIL, "--reason", " "), 1),
        (("tomorrow", "--reason", REASON), 2),
        (("2020-01-02", "--reason", REASON), 1),
        (("2026-10-01", "--reason", REASON), 2),
    ],
    ids=["no reason", "empty reason", "no date", "past", "a holiday"],
)
def test_what_is_no_extension_changes_nothing(
    run: Run, site: Site, accepted: str, arguments: tuple[str, ...], code: int
) -> None:
    before = read(site, accepted)
    assert run("case", "extend", accepted, *arguments).exit_code == code
    assert read(site, accepted) == before


def test_a_day_means_the_end_of_its_office_hours(run: Run, accepted: str) -> None:
    day = next(
        day for day in (LATER + timedelta(days=number) for number in range(7)) if day.weekday() == 2
    )
    result = run("case", "extend", accepted, day.strftime("%Y-%m-%d"), "--reason", REASON)
    if result.exit_code == 2:
        assert "no working day" in result.stderr  # a Wednesday in a long holiday
    else:
        assert day.strftime("%Y-%m-%d 18:00") in result.stdout
