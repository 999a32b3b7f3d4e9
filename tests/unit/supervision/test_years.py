"""Next year's working days: asked for from November, urgently from mid-December, until there."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailcare.casework.chinese import Days, chinese_days
from mailcare.model.trouble import Alarm, AlarmKind
from mailcare.store import Store
from mailcare.supervision.alarms import repeat_due
from mailcare.supervision.spreading import spread_news
from mailcare.supervision.telling import alarm_telling
from mailcare.supervision.years import missing_years, watch_years
from mailcare.vault import open_vault
from unit.correspondence.builders import config

SHANGHAI = ZoneInfo("Asia/Shanghai")
PUBLISHED = chinese_days()
NAMED = chinese_days(date(2027, month, 1) for month in (1, 5, 10))
"""As if the next year were known."""
DAY = timedelta(days=1)


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    vault = open_vault(tmp_path / "vault", tmp_path / "keys", at(2026, 1, 1))
    Store.migrate(tmp_path / "db")
    opened = Store.open(tmp_path / "db", vault)
    yield opened
    opened.close()


def watch(store: Store, now: datetime, days: Days = PUBLISHED) -> list[tuple[str, bool]]:
    """The alarms that stand afterwards, and whether they are urgent."""
    store.run(lambda tx: watch_years(tx, days, SHANGHAI, now))
    return [(one.subject, json.loads(one.facts)["urgent"]) for one in alarms(store)]


def alarms(store: Store) -> list[Alarm]:
    return [a for a in store.read(lambda tx: tx.alarms.open()) if a.kind is AlarmKind.CALENDAR]


def told(store: Store) -> list[str]:
    """The titles of all alarms that were told."""
    spread_news(store, config(), at(2026, 12, 31))
    pending = store.read(lambda tx: tx.intents.pending(50))
    return [alarm_telling(config(), one.intent).values["title"] for one in pending]


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 10, 31), {}),
        (date(2026, 11, 1), {2027: False}),
        (date(2026, 12, 14), {2027: False}),
        (date(2026, 12, 15), {2027: True}),
        (date(2026, 12, 31), {2027: True}),
        (date(2027, 1, 1), {2027: True}),
        (date(2027, 11, 1), {2027: True, 2028: False}),
    ],
)
def test_years_are_asked_for_in_time(today: date, missing: dict[int, bool]) -> None:
    assert missing_years(PUBLISHED, today) == missing


def test_the_alarm_stands_from_november_and_is_told_anew_when_urgent(store: Store) -> None:
    assert watch(store, at(2026, 10, 31, 23)) == []
    assert watch(store, at(2026, 11, 1, 0)) == [("2027", False)]
    assert watch(store, at(2026, 12, 14)) == [("2027", False)]
    assert told(store) == ["2027 年的工作日历尚未录入"]
    store.run(lambda tx: tx.alarms.acknowledge(tx.alarms.open()[0].id, at(2026, 12, 14)))
    assert watch(store, at(2026, 12, 15)) == [("2027", True)]
    assert watch(store, at(2026, 12, 16)) == [("2027", True)]
    assert told(store)[1:] == ["【紧急】2027 年的工作日历仍未录入"]
    assert watch(store, at(2027, 1, 2)) == [("2027", True)]


def test_the_alarm_ends_when_the_year_is_known(store: Store) -> None:
    watch(store, at(2026, 12, 20))
    assert watch(store, at(2026, 12, 20, 10), NAMED) == []


def test_it_is_repeated_weekly_with_its_text(store: Store) -> None:
    watch(store, at(2026, 12, 15))
    often = timedelta(hours=6)
    days = range(1, 22)
    repeats = [
        number
        for number in days
        if store.run(lambda tx, n=number: repeat_due(tx, often, at(2026, 12, 15) + n * DAY))  # type: ignore[misc]
    ]
    assert repeats == [7, 14, 21]
    title = "【紧急】2027 年的工作日历仍未录入"
    assert set(told(store)) == {title, f"{title}(仍未消除)"}
