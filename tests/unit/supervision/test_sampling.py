"""Samples kept and thinned; alarms that rise once and end when the mailbox has room again."""

from datetime import timedelta
from typing import Any

import pytest

from mailcare.model.trouble import AlarmKind
from mailcare.supervision.capacity import Fullness, Level
from mailcare.supervision.overquota import mailbox_is_full
from mailcare.supervision.sampling import keep_sample, sample_is_due
from mailcare.wire.imap import Usage
from unit.supervision.desk import DAY, HOUR, NOW, Town

GB = 1024**3
MINUTE = timedelta(minutes=1)


def sample(town: Town, used: float, *, limit: float | None = 2, **more: Any) -> Level:  # noqa: ANN401 - fields of a usage, by name
    """A sample of now; sizes in GB."""
    told = None if limit is None else int(limit * GB)
    fields = {"messages": 10, "source": "quota" if limit else "sizes"} | more
    usage = Usage(int(used * GB), told, **fields)
    box = town.box("vas")
    return keep_sample(town.store, town.config, "vas", box, usage, now=town.now)


def kinds(town: Town) -> set[AlarmKind]:
    """The alarms that stand and are not calm."""
    found = town.store.read(lambda tx: tx.alarms.open())
    return {one.kind for one in found if one.calm_since is None}


def test_a_sample_is_due_after_ten_minutes_or_one_if_letters_came(town: Town) -> None:
    box = town.box("vas")
    assert sample_is_due(town.store, box, NOW)
    sample(town, 0.1)
    assert not sample_is_due(town.store, box, NOW + 9 * MINUTE)
    assert sample_is_due(town.store, box, NOW + 10 * MINUTE)
    assert not sample_is_due(town.store, box, NOW + MINUTE / 2, arrived=True)
    assert sample_is_due(town.store, box, NOW + MINUTE, arrived=True)


def test_the_level_alarm_rises_once_and_ends_below_its_hysteresis(town: Town) -> None:
    levels = []
    for used in (1.5, 1.62, 1.58, 1.63, 1.59, 1.5, 1.4):
        levels.append(sample(town, used).value)
        town.now += 10 * MINUTE
    assert levels == ["normal", "warning", "warning", "warning", "warning", "warning", "normal"]
    news = town.store.read(lambda tx: tx.alarms.unspread())
    alarms = town.store.read(lambda tx: {one.id: tx.alarms.get(one.alarm_id) for one in news})
    told = [one.what.value for one in news if alarms[one.id].kind is AlarmKind.CAPACITY]
    assert told == ["raised", "cleared"]


def test_a_critical_level_is_told_anew_as_urgent(town: Town) -> None:
    sample(town, 1.7)
    sample(town, 1.95)
    news = town.store.read(lambda tx: tx.alarms.unspread())
    assert [one.what.value for one in news] == ["raised", "urgent"]


def test_the_servers_quota_counts_before_the_registered_capacity(town: Town) -> None:
    registered = town.config.mailboxes["vas"].capacity / GB
    assert sample(town, registered * 0.9, limit=registered * 10) is Level.NORMAL
    assert sample(town, registered * 0.9, limit=None) is Level.WARNING


def test_letters_may_be_what_runs_out(town: Town) -> None:
    assert sample(town, 0.1, messages=96, message_limit=100) is Level.CRITICAL


def test_growth_is_told_and_ends_when_room_was_made(town: Town) -> None:
    for hour in range(30):
        sample(town, 0.2 + hour * 0.03)
        town.now += HOUR
    assert AlarmKind.GROWTH in kinds(town)
    sample(town, 0.2 + 30 * 0.03, limit=20)
    assert AlarmKind.GROWTH not in kinds(town)


def test_old_samples_are_thinned(town: Town) -> None:
    box = town.box("vas")
    for day in range(38):
        for minutes in (0, 10, 70):
            town.now = NOW + day * DAY + minutes * MINUTE
            sample(town, 0.1)
    kept = town.store.read(lambda tx: tx.samples.since(box, NOW - DAY))
    ages = [town.now - one.at for one in kept]
    assert len([age for age in ages if age <= DAY]) >= 3
    assert len([age for age in ages if DAY * 2 < age < 34 * DAY]) <= 2 * 32
    assert len([age for age in ages if age > 36 * DAY]) <= 3
    assert len(kept) < 90


def full(town: Town, told_by: str = "bounce", ago: timedelta = timedelta(0)) -> None:
    box = town.box("vas")
    town.store.run(
        lambda tx: mailbox_is_full(
            tx, town.config, "vas", box, told_by, at=town.now - ago, now=town.now
        )
    )


def test_a_full_mailbox_is_told_until_room_was_made(town: Town) -> None:
    sample(town, 1.99)
    full(town)
    assert AlarmKind.OVERQUOTA in kinds(town)
    town.now += 10 * MINUTE
    sample(town, 1.99)
    assert AlarmKind.OVERQUOTA in kinds(town)
    town.now += 10 * MINUTE
    sample(town, 1.5)
    assert AlarmKind.OVERQUOTA not in kinds(town)


def test_what_was_said_in_the_second_of_a_sample_stands(town: Town) -> None:
    town.now += timedelta(milliseconds=700)
    sample(town, 0.5)
    full(town, ago=timedelta(milliseconds=700))  # dates of letters have whole seconds
    assert AlarmKind.OVERQUOTA in kinds(town)


def test_what_was_said_before_a_sample_showed_room_is_over(town: Town) -> None:
    sample(town, 0.5)
    full(town, ago=timedelta(seconds=1))
    assert AlarmKind.OVERQUOTA not in kinds(town)


def test_enlarging_ends_it_too(town: Town) -> None:
    sample(town, 1.99)
    full(town, "imap")
    town.now += 10 * MINUTE
    sample(town, 1.99, limit=4)
    assert AlarmKind.OVERQUOTA not in kinds(town)


def test_where_our_figures_never_saw_it_full_a_quiet_day_ends_it(town: Town) -> None:
    sample(town, 0.5, limit=None)
    full(town)
    for _ in range(23):
        town.now += HOUR
        sample(town, 0.5, limit=None)
        assert AlarmKind.OVERQUOTA in kinds(town)
    town.now += 2 * HOUR
    sample(town, 0.5, limit=None)
    assert AlarmKind.OVERQUOTA not in kinds(town)


def test_a_bounce_from_yesterday_or_disproved_since_is_passed_over(town: Town) -> None:
    full(town, ago=2 * DAY)
    assert kinds(town) == set()
    sample(town, 0.5)
    full(town, ago=HOUR)
    assert kinds(town) == set()


def test_a_full_mailbox_that_was_never_measured_is_told_all_the_same(town: Town) -> None:
    full(town, "smtp")
    assert AlarmKind.OVERQUOTA in kinds(town)


@pytest.mark.parametrize(("used", "percent"), [(0, 0), (1999, 99), (2000, 100)])
def test_percents_are_rounded_down(used: int, percent: int) -> None:
    assert Fullness(used, 2000, 0).percent == percent
