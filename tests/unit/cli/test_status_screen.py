"""One screen: ten mailboxes with their clocks, channels and alarms fit into 80 by 24."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click import unstyle

from mailcare.cli.status_look import Box, ChannelState, Standing, faults
from mailcare.cli.status_screen import columns, screen
from mailcare.config import Config, parse
from mailcare.model.case import ClockName
from mailcare.model.place import Mode
from mailcare.model.trouble import Alarm, AlarmKind
from mailcare.store import ClockCount
from support.small_config import small_config

NOW = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
MEGABYTE = 1_000_000


def config() -> Config:
    return parse(small_config(), Path("/c/config.toml"))


def box(number: int, *, red: bool = False) -> Box:
    return Box(
        name=f"unit{number}",
        mode=Mode.LIVE,
        last_success=NOW - timedelta(seconds=70 + number),
        failures=7 if red else 0,
        error="unreachable" if red else "",
        interval=timedelta(minutes=2),
        every="2m*" if number == 3 else "60s",
        overridden=number == 3,
        used=430 * MEGABYTE,
        limit=1000 * MEGABYTE,
        waiting=number,
        unsent=0,
        alarmed=red,
    )


def alarm(number: int, kind: AlarmKind, subject: str, **facts: object) -> Alarm:
    at = NOW - timedelta(hours=number)
    return Alarm(number, kind, subject, json.dumps(facts), at, None, None, None)


def standing(*boxes: Box, alarms: tuple[Alarm, ...] = ()) -> Standing:
    return Standing(
        now=NOW,
        alive=True,
        heartbeat=NOW - timedelta(seconds=3),
        loops=14,
        version="1a2b3c4d5e6f",
        refused="",
        boxes=boxes,
        cases={"open": 12, "review": 3, "dispatched": 2},
        clocks={
            ClockName.ANSWER: ClockCount(14, 1, NOW - timedelta(hours=2)),
            ClockName.DISPATCH: ClockCount(2, 0, NOW + timedelta(minutes=40)),
        },
        overdue=1,
        outbox={"held": 2, "queued": 1},
        aside=1,
        channels=(ChannelState("group", NOW - timedelta(hours=3), ""),),
        alarms=alarms,
        hosts=(),
    )


def shown(state: Standing) -> list[str]:
    return [unstyle(line) for line in screen(config(), state)]


def test_ten_mailboxes_fit_on_one_screen() -> None:
    boxes = [box(number, red=number == 4) for number in range(10)]
    alarms = (
        alarm(1, AlarmKind.UNREACHABLE, "unit4", error="unreachable", due=NOW.isoformat()),
        alarm(2, AlarmKind.CLOCK, "jump", seconds=3600, direction="forward"),
    )
    lines = shown(standing(*boxes, alarms=alarms))
    assert len(lines) <= 24
    assert max(map(columns, lines)) <= 80
    assert lines[1].startswith("RED: 2 alarms open")
    assert any("unit3" in line and "2m*" in line and "43%" in line for line in lines)
    assert any("OPEN unreachable unit4" in line and "应恢复时间" in line for line in lines)
    assert any("answer: 14 running, 1 LATE" in line for line in lines)


def test_twelve_are_all_named_where_there_is_room_and_all_shown_on_a_larger_screen() -> None:
    state = standing(*(box(number, red=number == 4) for number in range(12)))
    lines = shown(state)
    assert len(lines) <= 24
    assert max(map(columns, lines)) <= 80
    assert any("unit0 70s, unit1 71s" in line for line in lines)
    crowded = [alarm(number, AlarmKind.EPOCH, "x") for number in range(9)]
    small = shown(replace(state, alarms=tuple(crowded), refused="7: alarms"))
    assert len(small) <= 24
    large = [unstyle(line) for line in screen(config(), state, (120, 40))]
    assert [line.split()[0] for line in large if line.startswith("unit")] == [
        f"unit{number}" for number in range(12)
    ]


def test_a_wide_screen_cuts_less_and_a_narrow_one_cuts_what_matters_least() -> None:
    facts = {"last_success": NOW.isoformat(), "due": NOW.isoformat(), "error": "unreachable"}
    state = standing(alarms=(alarm(1, AlarmKind.UNREACHABLE, "unit4", **facts),))
    (narrow,) = [line for line in shown(state) if "unit4" in line]
    assert "for 1h: 应恢复时间: 2026-11-23 10:15" in narrow
    (wide,) = [unstyle(line) for line in screen(config(), state, (120, 24)) if "OPEN" in line]
    assert 80 < columns(wide) <= 120
    assert wide.endswith("最近一次成功: 2026-11-23 10:15")


def test_of_three_hundred_those_in_trouble_are_shown_and_the_others_summed_up() -> None:
    boxes = [box(number, red=number in {7, 250}) for number in range(300)]
    lines = shown(standing(*boxes))
    assert len(lines) <= 24
    assert lines[1] == "No alarm; 2 mailboxes fail for the moment."
    assert [line.split()[0] for line in lines if line.startswith("unit")] == ["unit7", "unit250"]
    assert "… and 298 more without trouble; the oldest last poll 6m ago" in lines


def test_what_is_red_is_said_first() -> None:
    assert faults(standing(box(1))) == []
    assert shown(standing(box(1)))[1] == "All is well."
    state = standing(box(1))
    broken = Standing(
        **{name: getattr(state, name) for name in Standing.__slots__}
        | {"alive": False, "refused": "7: alarms.admins", "alarms": ()}
        | {"channels": (ChannelState("ding", None, "errcode 310000"),)}
    )
    assert faults(broken) == [
        "the daemon is NOT running",
        "a changed config was refused",
        "alarm channel ding fails",
    ]
    stands = Standing(
        **{name: getattr(state, name) for name in Standing.__slots__}
        | {"heartbeat": NOW - timedelta(minutes=3)}
    )
    assert faults(stands) == ["the daemon makes no progress"]
