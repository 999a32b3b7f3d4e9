"""A channel that fails is tried again, is an alarm over the other one, and ends when it works."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.heartbeat import Heartbeats
from mailcare.daemon.shouting import Shouting
from mailcare.daemon.telling import PACE, Teller
from mailcare.daemon.troubles import Troubles
from mailcare.daemon.watch import Watch
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts
from mailcare.supervision.alarms import end_calm, raise_alarm
from mailcare.supervision.spreading import spread_news
from mailcare.wiring import build
from peers.robot import Robot
from support.small_config import small_config

MINUTE = timedelta(minutes=1)
CHANNELS = """
[alarms.channels.group]
form = "wecom"
url_file = "url"
[alarms.channels.pager]
form = "command"
command = ["/bin/sh", "-c", "cat >> {folder}/paged"]
"""


class AheadClock(SystemClock):
    """Clocks that stand still until they are put ahead, together."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)
        self._began = super().now(), super().monotonic()

    def now(self) -> datetime:
        return self._began[0] + self.ahead

    def monotonic(self) -> float:
        return self._began[1] + self.ahead.total_seconds()


@pytest.fixture
def robot() -> Iterator[Robot]:
    with Robot() as made:
        yield made


@pytest.fixture
def parts(tmp_path: Path, robot: Robot) -> Iterator[Parts]:
    (tmp_path / "url").write_text(robot.url, encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(small_config(more=CHANNELS.format(folder=tmp_path)), encoding="utf-8")
    with build(load(path), AheadClock()) as made:
        yield made


def ahead(parts: Parts, by: timedelta) -> datetime:
    assert isinstance(parts.clock, AheadClock)
    parts.clock.ahead += by
    return parts.clock.now()


def paged(folder: Path) -> list[tuple[str, str]]:
    file = folder / "paged"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [(one["kind"], one["occasion"]) for one in map(json.loads, lines)]


def standing(parts: Parts) -> set[tuple[AlarmKind, str]]:
    return {(one.kind, one.subject) for one in parts.store.read(lambda tx: tx.alarms.open())}


def test_a_channel_that_fails_is_told_over_the_other(
    parts: Parts, robot: Robot, tmp_path: Path
) -> None:
    watch = Watch(parts, Heartbeats(parts.clock), Troubles(), lambda: None)
    teller = Teller(parts, watch)
    robot.answer = b'{"errcode": 93000}'
    now = parts.clock.now()
    parts.store.run(lambda tx: raise_alarm(tx, AlarmKind.DISK, "/x", {"free": 1}, now))
    for _ in range(3):
        teller.step(ahead(parts, 2 * MINUTE))
    assert (AlarmKind.CHANNEL, "group") in standing(parts)
    teller.step(ahead(parts, MINUTE))
    assert paged(tmp_path) == [("disk", "raised"), ("channel", "raised")]
    assert parts.store.read(lambda tx: tx.tellings.failing()) == {"group": "errcode 93000"}
    robot.answer = b'{"errcode": 0}'
    teller.step(ahead(parts, 20 * MINUTE))
    later = ahead(parts, 3 * MINUTE)
    parts.store.run(lambda tx: end_calm(tx, MINUTE, later))
    assert standing(parts) == {(AlarmKind.DISK, "/x")}
    teller.step(ahead(parts, MINUTE))
    assert paged(tmp_path)[-1] == ("channel", "cleared")
    assert parts.store.read(lambda tx: tx.tellings.failing()) == {}


def test_a_group_hears_much_news_at_once_in_one_message_and_no_more_than_it_takes(
    parts: Parts, robot: Robot, tmp_path: Path
) -> None:
    teller = Teller(parts, Watch(parts, Heartbeats(parts.clock), Troubles(), lambda: None))

    def fail(*names: str) -> None:
        now = parts.clock.now()
        for name in names:
            parts.store.run(lambda tx, one=name: raise_alarm(tx, AlarmKind.EPOCH, one, {}, now))  # type: ignore[misc]

    fail(*(f"box-{number}" for number in range(40)))
    while teller.step(parts.clock.now()):
        continue
    (text,) = (one["text"]["content"] for one in robot.said)
    assert text.startswith("【告警】共 40 条消息\n建议:运行 mailcare status")
    assert "【告警】信箱 box-0 的服务器重新编号\n" in text
    assert len(text.encode()) <= 2048
    assert len(paged(tmp_path)) == 40
    fail("one", "two")
    assert teller.step(parts.clock.now())
    assert len(robot.posts) == 1
    for posts in (2, 3):
        teller.step(ahead(parts, timedelta(seconds=PACE)))
        assert len(robot.posts) == posts


def test_what_a_clock_put_ahead_wrote_is_told_when_it_is_back(parts: Parts) -> None:
    now, store = parts.clock.now(), parts.store
    store.run(lambda tx: raise_alarm(tx, AlarmKind.EPOCH, "vas", {}, now + timedelta(minutes=9)))
    spread_news(store, parts.settings.config, now + timedelta(minutes=9))
    group, pager = store.read(lambda tx: tx.tellings.due(now))
    store.run(lambda tx: tx.tellings.put_off(group.id, "timeout", now + timedelta(days=365)))
    store.run(lambda tx: tx.tellings.put_off(pager.id, "timeout", now + timedelta(minutes=9)))
    assert [one.id for one in store.read(lambda tx: tx.tellings.due(now))] == [group.id]


def test_what_can_not_be_written_is_told_once_and_recorded_later(
    parts: Parts, robot: Robot, tmp_path: Path
) -> None:
    troubles = Troubles()
    watch = Watch(parts, Heartbeats(parts.clock), troubles, lambda: None)
    shouting = Shouting(parts, troubles, watch)
    watch.vitals.tries(parts.clock.monotonic())
    shouting.step(ahead(parts, MINUTE))
    assert paged(tmp_path) == [("database", "raised")]
    shouting.step(ahead(parts, MINUTE))
    assert len(robot.posts) == 1
    watch.step(parts.clock.now())
    watch.step(parts.clock.now())
    Teller(parts, watch).step(parts.clock.now())
    assert standing(parts) == {(AlarmKind.DATABASE, "database")}
    assert len(robot.posts) == len(paged(tmp_path)) == 1
    history = parts.store.read(lambda tx: tx.alarms.history(1))
    assert [one.what.value for one in history] == ["raised", "reached", "reached", "calm"]


def test_a_clock_that_servers_contradict_is_an_alarm(parts: Parts, robot: Robot) -> None:
    watch = Watch(parts, Heartbeats(parts.clock), Troubles(), lambda: None)
    robot.date = "Mon, 02 Mar 2026 10:00:00 GMT"
    teller = Teller(parts, watch)
    for subject in ("/x", "/y"):
        now = parts.clock.now()
        parts.store.run(lambda tx, s=subject, n=now: raise_alarm(tx, AlarmKind.DISK, s, {}, n))  # type: ignore[misc]
    teller.step(ahead(parts, MINUTE))
    teller.step(ahead(parts, MINUTE))
    watch.step(parts.clock.now())
    assert (AlarmKind.CLOCK, "servers") in standing(parts)
