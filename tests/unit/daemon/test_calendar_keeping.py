"""A changed calendar, office hours or limit reach the open cases; a promise stands."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailcare.casework import fold
from mailcare.casework.after_sending import mail_sent
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.calendar_jobs import ask
from mailcare.daemon.calendar_keeping import keep_calendar
from mailcare.model.case import Case, CaseTexts
from mailcare.model.judgement import Decision
from mailcare.model.place import Mode
from mailcare.model.post import MailClass
from mailcare.pipeline.ledger import append
from mailcare.pipeline.parts import Parts
from mailcare.store import Store
from mailcare.supervision.hours import make_days
from mailcare.wiring import build, renew
from support.small_config import small_config
from unit.casework.desk import Desk, judged, sample_mail
from unit.store.builders import add_letter

SHANGHAI = ZoneInfo("Asia/Shanghai")
RECEIVED = datetime(2026, 12, 30, 10, tzinfo=SHANGHAI).astimezone(UTC)
NOW = RECEIVED + timedelta(minutes=5)
NEXT_YEAR = "[calendar]\nholidays = [2027-01-01, 2027-05-01, 2027-10-01]\n"
CONFIG = small_config(box='mode = "live"')


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with build(load(written(tmp_path, CONFIG)), SystemClock()) as built:
        yield built


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def reload(parts: Parts, text: str) -> None:
    folder = parts.settings.config.path.parent
    renew(parts, load(written(folder, text)), NOW)


def opened(parts: Parts, decision: Decision = Decision.IN_SCOPE) -> Case:
    """A case that mailcare opened for the mailbox, counted by the settings in force."""
    (desk,) = parts.settings.desks.values()
    made = Desk(desk.policy).open(judged(decision, unit="vas"), RECEIVED)
    assert made.view.mode is Mode.LIVE
    key = parts.vault.new_key()
    letter = parts.store.run(lambda tx: add_letter(tx, key))
    texts: CaseTexts = made.texts
    return parts.store.run(
        lambda tx: tx.cases.open(
            mailbox_id=desk.id, unit_prefix="VAS", key_id=key, events=made.case.events,
            view=made.view, texts=texts, letter_id=letter.id, now=NOW, tz=SHANGHAI,
        )
    )  # fmt: skip


def stored(store: Store, case: Case) -> Case:
    return store.read(lambda tx: tx.cases.by_id(case.id))


def keep(parts: Parts, now: datetime = NOW) -> int:
    """Go on until nothing is left; how many rounds found something."""
    rounds = 0
    while keep_calendar(parts, now):
        rounds += 1
    return rounds


def test_an_announced_year_moves_the_due_times_of_open_cases_once(parts: Parts) -> None:
    case = opened(parts)
    assert keep(parts) == 0
    assert case.view.next_due_at == datetime(2027, 1, 4, 10, tzinfo=SHANGHAI)
    assert case.view.is_provisional(case.view.next_due_at)
    reload(parts, CONFIG + NEXT_YEAR)
    assert keep(parts) == 1
    after = stored(parts.store, case)
    (desk,) = parts.settings.desks.values()
    assert after.view == fold(after.events, desk.policy)
    assert after.view.next_due_at == datetime(2027, 1, 5, 10, tzinfo=SHANGHAI)
    assert not after.view.is_provisional(after.view.next_due_at)
    assert after.events == case.events
    assert keep(parts) == 0


def test_what_was_promised_stands(parts: Parts) -> None:
    case = opened(parts)
    (desk,) = parts.settings.desks.values()
    mail = sample_mail(1, MailClass.REPLY, "reply.accepted")
    case = parts.store.run(
        lambda tx: append(tx, case, mail_sent(case, mail, desk.policy, NOW), None, NOW)
    )
    promise = datetime(2027, 1, 4, 10, tzinfo=SHANGHAI)
    assert case.view.promised_due == promise
    reload(parts, CONFIG + NEXT_YEAR)
    keep(parts)
    after = stored(parts.store, case).view
    assert (after.promised_due, after.next_due_at) == (promise, promise)
    assert after.calendar_version != case.view.calendar_version


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ('office_hours = ["09:00-12:00"]', datetime(2027, 1, 4, 10, tzinfo=SHANGHAI)),
        ("limits = {service_quality = 1}", datetime(2026, 12, 31, 10, tzinfo=SHANGHAI)),
    ],
)
def test_office_hours_and_limits_of_the_unit_count_too(
    parts: Parts, change: str, due: datetime
) -> None:
    case = opened(parts)
    keep(parts)
    reload(parts, CONFIG.replace("[units.vas]", f"[units.vas]\n{change}"))
    assert keep(parts) == 1
    assert stored(parts.store, case).view.next_due_at == due


def test_an_unchanged_calendar_asks_the_store_once_a_day(parts: Parts) -> None:
    keep(parts)
    seen = parts.calendar_seen
    assert seen
    keep(parts, NOW + timedelta(hours=1))
    assert parts.calendar_seen == seen
    keep(parts, NOW + timedelta(days=1))
    assert parts.calendar_seen != seen


def test_the_alarm_of_the_missing_year_ends_with_the_reload(parts: Parts) -> None:
    keep(parts)
    subjects = [one.subject for one in parts.store.read(lambda tx: tx.alarms.open())]
    assert subjects == ["2027"]
    reload(parts, CONFIG + NEXT_YEAR)
    keep(parts)
    assert parts.store.read(lambda tx: tx.alarms.open()) == []


def test_digests_are_asked_for_on_make_up_days_and_on_no_holiday(parts: Parts) -> None:
    days = make_days(parts.settings.config)
    asked = [
        day
        for day in range(12, 25)
        if ask(
            parts.store, "digest", SHANGHAI, days, datetime(2026, 2, day, 8, 30, tzinfo=SHANGHAI)
        )
    ]
    assert asked == [12, 13, 14, 24]
    assert ask(parts.store, "sweep", SHANGHAI, days, datetime(2026, 2, 17, 3, tzinfo=SHANGHAI))
