"""Digests once a period: asked, composed, sent or taken back; on working days, by day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.calendar_jobs import ask
from mailcare.daemon.desk_work import house_step, refresh_templates, run_job
from mailcare.errors import ConfigError
from mailcare.model.post import MailClass, OutboxMail, OutboxState
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.speaking import speak
from mailcare.supervision.hours import make_days
from mailcare.wiring import build, renew
from unit.daemon.test_calendar_keeping import CONFIG, written
from unit.supervision.desk import HOUR, NOW, Town, at

SHANGHAI = ZoneInfo("Asia/Shanghai")
SOON = timedelta(seconds=5)
LINE = CONFIG.replace("[alarms]", '[alarms]\ndigest_when_empty = "line"')
YEARS = "[calendar]\nholidays = [2027-01-01, 2027-05-01, 2027-10-01]\n"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with build(load(written(tmp_path, CONFIG + YEARS)), SystemClock()) as built:
        yield built


@pytest.fixture
def town(parts: Parts) -> Town:
    (mailbox_id,) = parts.settings.desks
    poll = NOW - timedelta(minutes=1)
    parts.store.run(lambda tx: tx.mailboxes.record_poll(mailbox_id, poll, ok=True))
    key = parts.vault.new_key()
    return Town(parts.store, key, parts.settings.config, boxes={"vas": mailbox_id})


def asked(parts: Parts, now: datetime = NOW) -> bool:
    days = make_days(parts.settings.config)
    return ask(parts.store, "digest", SHANGHAI, days, now)


def written_at(parts: Parts, now: datetime) -> list[OutboxMail]:
    """Write what waits; all digests there are."""
    refresh_templates(parts, now)
    speak(parts, now)
    return digests(parts)


def digests(parts: Parts) -> list[OutboxMail]:
    mails = parts.store.read(lambda tx: tx.outbox.list())
    return [mail for mail in mails if mail.mail_class is MailClass.DIGEST]


def test_a_period_has_one_digest(parts: Parts, town: Town) -> None:
    number = town.late(2).number
    assert asked(parts)
    assert not asked(parts, NOW + HOUR)
    assert run_job(parts, NOW + SOON)
    assert not run_job(parts, NOW + SOON)
    (mail,) = written_at(parts, NOW + SOON)
    assert written_at(parts, NOW + HOUR) == [mail]
    assert (mail.state, mail.recipient) == (OutboxState.QUEUED, "lead@telecom.example")
    raw = parts.vault.open(mail.blob)
    assert b"multipart/alternative" in raw
    assert b"Auto-Submitted: auto-generated" in raw
    assert number.encode() not in raw
    assert asked(parts, NOW + timedelta(days=1))


def test_nothing_is_written_when_there_is_nothing_to_tell(parts: Parts, town: Town) -> None:
    assert town.collect("vas").is_empty
    asked(parts)
    assert run_job(parts, NOW + SOON)
    assert written_at(parts, NOW + SOON) == []


def test_or_one_line_where_that_is_wished(parts: Parts, town: Town) -> None:
    folder = parts.settings.config.path.parent
    renew(parts, load(written(folder, LINE + YEARS)), NOW)
    assert town.collect("vas").is_empty
    asked(parts)
    run_job(parts, NOW + SOON)
    (mail,) = written_at(parts, NOW + SOON)
    assert mail.recipient == "lead@telecom.example"


def test_what_could_not_leave_by_evening_is_taken_back(parts: Parts, town: Town) -> None:
    town.late(2)
    asked(parts)
    run_job(parts, NOW + SOON)
    (mail,) = written_at(parts, NOW + SOON)
    house = house_step(parts, lambda: None)
    house(NOW + 3 * HOUR)
    assert digests(parts) == [mail]
    house(NOW + 5 * HOUR)
    (late,) = digests(parts)
    assert (late.state, late.reason) == (OutboxState.SUPERSEDED, "outdated")
    assert town.collect("vas").since == at(20, 8, 30)


def test_a_job_or_a_digest_that_waited_too_long_is_written_no_more(
    parts: Parts, town: Town
) -> None:
    town.late(2)
    asked(parts)
    assert run_job(parts, NOW + 5 * HOUR)
    assert written_at(parts, NOW + 5 * HOUR) == []
    asked(parts, NOW + timedelta(days=1))
    run_job(parts, NOW + timedelta(days=1))
    assert written_at(parts, NOW + timedelta(days=1, hours=5)) == []


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        (at(23, 5, 59), False),
        (at(23, 6), True),
        (at(23, 18), True),
        (at(23, 18, 1), False),
        (at(23, 23), False),
        (at(22, 9), False),
    ],
)
def test_digests_are_asked_for_by_day(parts: Parts, moment: datetime, wanted: bool) -> None:  # noqa: FBT001 - a row of the table
    assert asked(parts, moment) is wanted


@pytest.mark.parametrize("at_time", ["05:30", "18:30", "23:00"])
def test_the_config_takes_no_hour_of_the_night(tmp_path: Path, at_time: str) -> None:
    text = CONFIG.replace("[alarms]", f'[alarms]\ndigest_at = "{at_time}"')
    with pytest.raises(ConfigError, match="digest_at"):
        load(written(tmp_path, text))
