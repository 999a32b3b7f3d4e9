"""Days as staff write them: 2026-12-01, 12月1日, 12/1, 下周三, 明天, 3天后, Dec 1, next Friday."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {
    "〇": 0,
    "两": 2,
}
_WEEKDAYS = {char: day for day, char in enumerate("一二三四五六日")} | {"天": 6}
_DAYS = {
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
    "today": 0,
    "tomorrow": 1,
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_N = r"\d{1,2}|[零一二三四五六七八九十]{1,3}"
_FULL = re.compile(r"(20\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?(?!\d)")
_MONTH_DAY = re.compile(rf"({_N})\s?月\s?({_N})\s?[日号]?(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})(?![\d/.-])")
_NEXT_MONTH = re.compile(rf"下个?月\s?({_N})\s?[日号]")
_WEEKDAY = re.compile(r"(下下|下个?|本|这)?(?:周|星期|礼拜)([一二三四五六日天])")
_IN_DAYS = re.compile(rf"({_N})\s?(天|周|个?星期)(?:以?后|之后|后)?(?![内一-龥])")
_WORD = re.compile(r"今天|今日|明天|明日|大后天|后天|today|tomorrow")
_ENGLISH = re.compile(
    rf"(?:({'|'.join(_MONTHS)})[a-z]{{0,6}}\.? (\d{{1,2}})(?:st|nd|rd|th)?|"
    rf"(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?)(?:,? (20\d{{2}}))?(?![\d])"
)
_ENGLISH_WEEKDAY = re.compile(rf"(next |this )?({'|'.join(_ENGLISH_DAYS)})[a-z]{{0,6}}")
_TIME = re.compile(
    r"\s?(上午|下午|晚上|中午|am|pm)?\s?(\d{1,2})(?:[:点时](\d{1,2}|半)?分?)\s?(am|pm)?(?:前|之前)?"
)
_NOON, _HOURS, _MINUTES, _TENS = 12, 24, 60, 10


@dataclass(frozen=True, slots=True)
class Day:
    """A day that begins a text."""

    date: date
    time: time | None
    """None: none was named."""
    end: int
    """Where the text goes on behind it."""


def read_day(text: str, today: date) -> Day | None:
    """Return the day with which `text` (folded, simplified, lower case) begins; None: none.

    Without a year the next such day is meant; a weekday alone is the next one, 下周三 that of the
    coming calendar week.
    """
    for pattern, meaning in _FORMS:
        match = pattern.match(text)
        if match is None:
            continue
        found = meaning(match, today)
        if found is None:
            return None
        clock, end = _time(text, match.end())
        return Day(found, clock, end)
    return None


def read_time(text: str) -> tuple[time | None, int]:
    """Return the time of day with which `text` begins, and where it goes on; None: none."""
    return _time(text, 0)


def _time(text: str, start: int) -> tuple[time | None, int]:
    match = _TIME.match(text, start)
    if match is None:
        return None, start
    hour = int(match[2])
    minute = 30 if match[3] == "半" else int(match[3] or 0)
    late = {match[1], match[4]} & {"下午", "晚上", "pm"}
    hour += _NOON if late and hour < _NOON else 0
    if hour >= _HOURS or minute >= _MINUTES:
        return None, start
    return time(hour, minute), match.end()


def _number(text: str) -> int:
    """Read 12, 十二, 二十 or 三十一."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMERALS[text] if len(text) == 1 else 0
    before = _NUMERALS.get(tens, 1 if not tens else 0)
    return before * _TENS + (_NUMERALS.get(ones, 0) if ones else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(month: int, day: int, today: date) -> date | None:
    """Return the next such day; a leap day may be years away, and is then no day at all."""
    this_year = _date(today.year, month, day)
    if this_year is not None and this_year >= today:
        return this_year
    return _date(today.year + 1, month, day)


def _full(match: re.Match[str], _: date) -> date | None:
    return _date(int(match[1]), int(match[2]), int(match[3]))


def _month_day(match: re.Match[str], today: date) -> date | None:
    return _coming(_number(match[1]), _number(match[2]), today)


def _next_month(match: re.Match[str], today: date) -> date | None:
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return _date(first.year, first.month, _number(match[1]))


def _weekday(match: re.Match[str], today: date) -> date | None:
    return _in_week(match[1] or "", _WEEKDAYS[match[2]], today)


def _in_week(which: str, weekday: int, today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    if which.startswith("下") or which == "next ":
        return monday + timedelta(weeks=2 if which == "下下" else 1, days=weekday)
    if which:
        return monday + timedelta(days=weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _in_days(match: re.Match[str], today: date) -> date | None:
    return today + timedelta(days=_number(match[1]) * (1 if match[2] == "天" else 7))


def _word(match: re.Match[str], today: date) -> date | None:
    return today + timedelta(days=_DAYS[match[0]])


def _english(match: re.Match[str], today: date) -> date | None:
    month = _MONTHS.index(match[1] or match[4]) + 1
    day = int(match[2] or match[3])
    return _date(int(match[5]), month, day) if match[5] else _coming(month, day, today)


def _english_weekday(match: re.Match[str], today: date) -> date | None:
    return _in_week(match[1] or "", _ENGLISH_DAYS.index(match[2]), today)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (_FULL, _full),
    (_NEXT_MONTH, _next_month),
    (_MONTH_DAY, _month_day),
    (_SLASHED, _month_day),
    (_WEEKDAY, _weekday),
    (_IN_DAYS, _in_days),
    (_WORD, _word),
    (_ENGLISH, _english),
    (_ENGLISH_WEEKDAY, _english_weekday),
)
"""The first that fits counts."""
