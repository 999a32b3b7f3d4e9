"""Registered service times, as people write them on the form."""

from datetime import time, timedelta

import pytest

from mailcare.config.kinds import Window
from mailcare.config.service_time import ServiceDays, ServiceTime, parse_service_time

EVERY, WORKING, SIX = ServiceDays.EVERY, ServiceDays.WORKING, ServiceDays.SIX
DAY = Window(time(9), time(18))
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7*24 小时每天 2 次", ServiceTime(EVERY, whole_day=True, times=2)),
        ("7×24小时,每天两次", ServiceTime(EVERY, whole_day=True, times=2)),
        ("7X24", ServiceTime(EVERY, whole_day=True)),
        ("5*8", ServiceTime(WORKING)),
        ("5*8 小时，每日3次", ServiceTime(WORKING, times=3)),
        ("6*8 每天一次", ServiceTime(SIX)),
        ("5*9(09:00-18:00) 每天四次", ServiceTime(WORKING, windows=(DAY,), times=4)),
        ("工作日 09:00-18:00", ServiceTime(WORKING, windows=(DAY,))),
        ("工作日 9:00—18:00,每 4 小时 1 次", ServiceTime(WORKING, windows=(DAY,), every=4 * HOUR)),
        ("周一至周五 09:00至18:00", ServiceTime(WORKING, windows=(DAY,))),
        ("周一到周五 9:00~18:00(节假日除外)", ServiceTime(WORKING, windows=(DAY,))),
        (
            "工作日 09:00-12:00、13:00-18:00 每天 2 次",
            ServiceTime(
                WORKING,
                windows=(Window(time(9), time(12)), Window(time(13), time(18))),
                times=2,
            ),
        ),
        ("每天 2 次", ServiceTime(EVERY, whole_day=True, times=2)),
        ("每个工作日至少查看 2 次", ServiceTime(WORKING, whole_day=True, times=2)),
        ("每30分钟一次", ServiceTime(EVERY, whole_day=True, every=HOUR / 2)),
        ("7*24 每半小时1次", ServiceTime(EVERY, whole_day=True, every=HOUR / 2)),
        ("全年全天", ServiceTime(EVERY, whole_day=True)),
        ("", None),
        ("  ", None),
    ],
)
def test_is_read(text: str, expected: ServiceTime | None) -> None:
    assert parse_service_time(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "尽快",
        "09:00-18:00",
        "工作日 18:00-09:00",
        "工作日 25:00-26:00",
        "每天 0 次",
        "8*24",
        "7*25",
        "7*24 每天 2 次 有事请假",
        "每周 2 次",
        "工作日 09:00-12:00 11:00-18:00",
    ],
)
def test_what_is_not_understood_is_told_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="7\\*24 每天 2 次"):
        parse_service_time(text)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("7*24 每天 2 次", 12 * HOUR),
        ("5*8 每天 2 次", 4 * HOUR),
        ("工作日 09:00-18:00 每天 3 次", 3 * HOUR),
        ("每 4 小时 1 次", 4 * HOUR),
    ],
)
def test_a_slot_is_how_long_nobody_may_look(text: str, slot: timedelta) -> None:
    read = parse_service_time(text)
    assert read is not None
    assert read.slot(8 * HOUR) == slot
