"""A letter's own words → a command, a note, or why neither; pure, and never raises."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from mailcare.casework.commands import orders
from mailcare.casework.shaping import shape
from mailcare.casework.staff.dates import read_day, read_time
from mailcare.casework.staff.lines import OwnLines, own_lines
from mailcare.casework.staff.words import Heading, Word, read_heading
from mailcare.model.judgement import Way
from mailcare.triage.text import Folded, fold

_CODE = re.compile(r"(?<![A-Z0-9])([A-Z2-7]{4})[ -]?([A-Z2-7]{4})(?![A-Z0-9])", re.IGNORECASE)
_LABEL = re.compile(
    r"^[\s,,;;、]*(?:(?:的)?(?:原因|理由|说明|内容|结果)(?:是|为)?\s*[::]?|reason\s*:)?\s*"
)
_EDGES = " \t,,;;。.、::!!-—"
_BRACKETS = "【】[]()「」『』《》<>*\"'“”"
_SHORTEST_UNIT = 2


class Fault(StrEnum):
    """Why a letter that looks like a command is none; nothing changes."""

    UNCLEAR = "unclear"
    EMPTY = "empty"
    REASONLESS = "reasonless"
    UNKNOWN_UNIT = "unknown_unit"
    NO_DAY = "no_day"
    DAY_PAST = "day_past"
    QUOTED = "quoted"
    """A notice of ours stands among the own words: nobody can tell what is to be sent."""


@dataclass(frozen=True, slots=True)
class Approve:
    """确认: what waits for its code, or for a word, is carried out."""

    code: str = ""
    """In capitals, without gaps; empty where the letter's text names none."""


@dataclass(frozen=True, slots=True)
class Release:
    """发送: the drafts of the case leave."""


@dataclass(frozen=True, slots=True)
class Help:
    """帮助: the list of commands."""


Wanted = orders.Command | Approve | Release | Help


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a colleague's letter says."""

    command: Wanted | None = None
    fault: Fault | None = None
    text: str = ""
    """All own words, where they are no command: a note."""
    attachments: bool = False
    """The files of the letter are to go with what is written to the user."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What words such as 明天 and names such as 宽带中心 mean here."""

    now: datetime
    """When the letter arrived, aware."""
    zone: ZoneInfo
    units: Mapping[str, str]
    """Names and titles of units and departments → the name in the config."""
    day_ends: time = time(18)
    """Of the office: a day without a time means this."""

    @property
    def today(self) -> date:
        """Return the letter's day on the office's calendar."""
        return self.now.astimezone(self.zone).date()

    def moment(self, day: date, clock: time | None) -> datetime:
        """Return a moment of the office's wall clock."""
        return datetime.combine(day, clock or self.day_ends, self.zone)


def parse(own_text: str, setting: Setting) -> Parsed:
    """Read a letter's own words: quoted mail and signature cards are cut off already."""
    own = own_lines(own_text)
    folded = fold(own.first)
    shaped = shape(own.first)
    heading = read_heading(shaped) if shaped else None
    plain = Parsed(text=f"{own.first}\n{own.rest}".strip())
    if heading is None:
        return plain
    if heading.how == "unclear":
        return Parsed(fault=Fault.UNCLEAR)
    line = _Line(folded, shaped, heading, own)
    result = _READ[heading.word](line, setting)
    if isinstance(result, Fault):
        return plain if heading.how == "glued" else Parsed(fault=result)
    if own.quotes_notice and line.used_rest:
        return Parsed(fault=Fault.QUOTED)
    return Parsed(result, attachments=heading.attachments)


@dataclass(slots=True)
class _Line:
    """A command's line, and the lines below it."""

    folded: Folded
    shaped: str
    heading: Heading
    own: OwnLines
    used_rest: bool = False

    @property
    def argument(self) -> str:
        """What follows the command word, as it is compared."""
        return self.shaped[self.heading.start :]

    def words(self, start: int = 0) -> str:
        """Return what follows as it was written, lines below included, without 原因: before it."""
        place = self.heading.start + start
        label = _LABEL.match(self.shaped[place:])
        place += label.end() if label and place < len(self.shaped) else 0
        self.used_rest = True
        first = self.folded.slice(place, len(self.folded.text))
        return f"{first}\n{self.own.rest}".strip()


def _undo(line: _Line, _: Setting) -> Wanted | Fault:
    """The code of a preview may follow."""
    left = _CODE.sub("", line.argument).strip(_EDGES + "码")
    return Fault.UNCLEAR if left else orders.Takeback()


def _text(make: Callable[[str], orders.Command]) -> "_Reader":
    def read(line: _Line, _: Setting) -> Wanted | Fault:
        text = _whole(line)
        return make(text) if text else Fault.EMPTY

    return read


def _whole(line: _Line) -> str:
    """Return the text of a command as it was written."""
    line.used_rest = True
    first = line.folded.slice(line.heading.start, len(line.folded.text))
    return f"{first}\n{line.own.rest}".strip()


def _reason(make: Callable[[str], orders.Command], *, needed: bool) -> "_Reader":
    def read(line: _Line, _: Setting) -> Wanted | Fault:
        text = line.words()
        return Fault.REASONLESS if needed and not text else make(text)

    return read


def _bare(make: Callable[[], Wanted]) -> "_Reader":
    def read(line: _Line, _: Setting) -> Wanted | Fault:
        return Fault.UNCLEAR if line.argument.strip(_EDGES) else make()

    return read


def _forward(line: _Line, setting: Setting) -> Wanted | Fault:
    below, _, rest = line.own.rest.partition("\n")
    beside = line.argument.strip(_EDGES + _BRACKETS)
    named = beside or shape(below).strip(_EDGES + _BRACKETS)
    remark = (line.own.rest if beside else rest).strip()
    unit = find_unit(named, setting.units)
    if unit is not None:
        line.used_rest = bool(remark)
        return orders.Dispatch(unit, remark)
    first = re.split(r"[\s,,;;。::]", named, maxsplit=1)[0]
    known = find_unit(first, setting.units) is not None
    return Fault.UNCLEAR if known and first != named else Fault.UNKNOWN_UNIT


def find_unit(named: str, units: Mapping[str, str]) -> str | None:
    """Return the unit or department that `named` means: its name, its title, or a part of one."""
    shaped = {shape(word): name for word, name in units.items() if word}
    if named in shaped:
        return shaped[named]
    if len(named) < _SHORTEST_UNIT:
        return None
    bare = re.sub(r"(?:部门|部|处|中心|公司)$", "", named)
    close = {name for word, name in shaped.items() if len(bare) >= _SHORTEST_UNIT and bare in word}
    return close.pop() if len(close) == 1 else None


def _extend(line: _Line, setting: Setting) -> Wanted | Fault:
    day = read_day(line.argument, setting.today)
    if day is None:
        return Fault.NO_DAY
    due = setting.moment(day.date, day.time)
    if due <= setting.now:
        return Fault.DAY_PAST
    reason = line.words(day.end).strip(_EDGES)
    return orders.Extend(due, reason) if reason else Fault.REASONLESS


def _called(way: Way) -> "_Reader":
    def read(line: _Line, setting: Setting) -> Wanted | Fault:
        at, outcome = _when(line, setting)
        return orders.Called(outcome, at, way) if outcome else Fault.EMPTY

    return read


def _when(line: _Line, setting: Setting) -> tuple[datetime, str]:
    """Return when it was, the letter's time where none is named, and what is said of it."""
    day = read_day(line.argument, setting.today)
    start, at = 0, setting.now
    if day is not None and day.date <= setting.today and day.time is not None:
        start, at = day.end, setting.moment(day.date, day.time)
    elif day is None:
        clock, start = read_time(line.argument)
        at = setting.moment(setting.today, clock) if clock else setting.now
    return at, line.words(start)


def _not_reached(line: _Line, setting: Setting) -> Wanted | Fault:
    at, remark = _when(line, setting)
    return orders.CallFailed(at, remark)


_WAYS = (
    (Way.PHONE, re.compile(r"电话|来电|(?:phone|call|telephone)\b")),
    (Way.SMS, re.compile(r"短信|简讯|(?:sms|text)\b")),
    (Way.POST, re.compile(r"邮寄|信函|书面|(?:post|letter)\b")),
    (Way.VISIT, re.compile(r"上门|当面|(?:visit|person)\b")),
    (Way.MAIL, re.compile(r"(?:电子)?邮件|(?:e-?mail|mail)\b")),
)


def _way(line: _Line, _: Setting) -> Wanted | Fault:
    """Take the way and the reason apart: both are needed."""
    for way, pattern in _WAYS:
        found = pattern.match(line.argument)
        if found:
            why = line.words(found.end()).strip(_EDGES)
            return orders.ChangeWay(way, why) if why else Fault.REASONLESS
    return Fault.UNCLEAR if line.argument.strip(_EDGES) else Fault.EMPTY


def find_codes(text: str) -> tuple[str, ...]:
    """Return what in `text` looks like a code, in capitals and without its gap."""
    return tuple((match[1] + match[2]).upper() for match in _CODE.finditer(text))


def _approve(line: _Line, _: Setting) -> Wanted | Fault:
    argument = line.argument.strip(_EDGES)
    code = next(iter(find_codes(argument)), "")
    return Fault.UNCLEAR if argument and not code else Approve(code)


_Reader = Callable[[_Line, Setting], Wanted | Fault]

_READ: Mapping[Word, _Reader] = {
    Word.ANSWER: _text(orders.Reply),
    Word.FORWARD: _forward,
    Word.RETURN: _reason(orders.Return, needed=True),
    Word.ASK: _text(orders.Ask),
    Word.EXTEND: _extend,
    Word.NOTE: _text(orders.Note),
    Word.CLOSE: _reason(orders.Close, needed=False),
    Word.DECLINE: _reason(orders.Decline, needed=False),
    Word.NOT_COMPLAINT: _reason(orders.NotComplaint, needed=False),
    Word.CLAIM: _bare(orders.Claim),
    Word.CALLED: _called(Way.PHONE),
    Word.TEXTED: _called(Way.SMS),
    Word.POSTED: _called(Way.POST),
    Word.VISITED: _called(Way.VISIT),
    Word.NOT_REACHED: _not_reached,
    Word.WAY: _way,
    Word.HAND_BACK: _reason(orders.HandBack, needed=False),
    Word.REOPEN: _reason(orders.Reopen, needed=True),
    Word.REMIND: _bare(orders.Remind),
    Word.RECEIVED: _bare(orders.Confirm),
    Word.UNDO: _undo,
    Word.CONFIRM: _approve,
    Word.SEND: _bare(Release),
    Word.HELP: _bare(Help),
}
