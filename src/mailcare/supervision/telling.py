"""What alarms say: figures as the flat texts that templates take, and as messages for channels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.correspondence.compose.bundle import File
from mailcare.correspondence.templates import Html
from mailcare.model.case import Fact
from mailcare.model.post import Intent
from mailcare.model.trouble import Alarm, AlarmKind, Happening
from mailcare.supervision.channels import Message
from mailcare.supervision.kinds import RULES
from mailcare.supervision.labels import LABELS, SIZES, TIMES, WORDS
from mailcare.supervision.room_words import size_words
from mailcare.supervision.words import ALARMS, URGENT, Words

ROOM_KINDS = frozenset({AlarmKind.CAPACITY, AlarmKind.GROWTH, AlarmKind.OVERQUOTA})
"""About the room of a mailbox."""
_IN_SENTENCES = frozenset({"used", "limit", "percent", "full_at", "at_this_pace"})
"""Figures that their template tells in sentences."""
_OCCASIONS = {
    Happening.RAISED: "【告警】",
    Happening.REPEATED: "【告警未消除】",
    Happening.URGENT: "【告警升级】",
    Happening.CLEARED: "【告警恢复】",
}


_AGAIN = {Happening.REPEATED.value: "(仍未消除)"}
"""What the title of a mail says of its occasion."""


@dataclass(frozen=True, slots=True)
class Telling:
    """To whom something about the system is told, and the values for its template."""

    recipients: tuple[str, ...]
    values: dict[str, str]
    lines: Mapping[str, Html] = field(default_factory=dict)
    """The lists of a mail that is also HTML, by variable."""
    alarm_id: int | None = None
    """Which alarm an answer to it acknowledges."""
    files: tuple[File, ...] = ()
    """What is enclosed."""


def alarm_telling(config: Config, intent: Intent) -> Telling:
    """Return recipients and values of an alarm."""
    values = _alarm_values(intent, config.organisation.timezone)
    supervisors = "supervisors" in intent.recipient_role.split("+")
    alarm_id = intent.facts.get("alarm")
    return Telling(
        _recipients(config, intent.unit, supervisors=supervisors),
        values,
        alarm_id=alarm_id if isinstance(alarm_id, int) else None,
    )


def recipients_of(config: Config, alarm: Alarm) -> tuple[str, ...]:
    """Return the addresses of those who are told of an alarm by mail."""
    supervisors = alarm.unit is not None and RULES[alarm.kind].to_supervisors
    return _recipients(config, alarm.unit, supervisors=supervisors)


def alarm_message(
    kind: AlarmKind,
    subject: str,
    facts: Mapping[str, Fact],
    occasion: Happening,
    *,
    config: Config,
    since: datetime,
    host: str,
    alarm_id: int = 0,
) -> Message:
    """Return what the channels say of an alarm; `alarm_id` 0: it stands in no store."""
    zone = config.organisation.timezone
    words = words_for(kind, facts)
    told = {**facts, "since": since.isoformat()}
    lines = [*details(told, zone)]
    if occasion is not Happening.CLEARED:
        lines = [words.means, *lines, f"建议:{words.todo.format(subject=subject)}"]
    return Message(
        alarm_id=alarm_id,
        kind=kind.value,
        subject=subject,
        occasion=occasion.value,
        since=since,
        title=_OCCASIONS[occasion] + words.title.format(subject=subject),
        lines=tuple(lines),
        organisation=config.organisation.name,
        host=host,
    )


def several(news: Sequence[Message]) -> Message:
    """Return one message for much news at once, a line each, what is urgent before the rest."""
    titles = sorted((one.title for one in news), key=lambda title: "紧急" not in title)
    first = min(news, key=lambda one: one.since)
    return replace(
        first,
        alarm_id=0,
        kind="several",
        subject="",
        title=f"【告警】共 {len(news)} 条消息",
        lines=(
            "建议:运行 mailcare status 与 mailcare alarm list 查看。",
            *titles,
        ),
    )


def words_for(kind: AlarmKind, facts: Mapping[str, Fact]) -> Words:
    """Return the Chinese words of an alarm, the stronger ones where it is urgent."""
    return URGENT[kind] if facts.get("urgent") and kind in URGENT else ALARMS[kind]


def _alarm_values(intent: Intent, zone: str) -> dict[str, str]:
    kind = AlarmKind(str(intent.facts["kind"]))
    subject = str(intent.facts["subject"])
    words, occasion = words_for(kind, intent.facts), intent.facts.get("occasion")
    values = {
        "title": words.title.format(subject=subject) + _AGAIN.get(str(occasion), ""),
        "means": words.means,
        "details": "\n".join(details(intent.facts, zone)) or "-",
        "todo": words.todo.format(subject=subject),
    }
    if kind in ROOM_KINDS:
        values |= _room_values(subject, intent.facts, zone)
    return values


def _room_values(subject: str, figures: Mapping[str, Fact], zone: str) -> dict[str, str]:
    """Return how full a mailbox is; a full one may never have been measured."""
    used = figures.get("used")
    others = {key: value for key, value in figures.items() if key not in _IN_SENTENCES}
    return {
        "mailbox": subject,
        "used": "-" if used is None else size_words(int(used)),
        "limit": size_words(int(figures.get("limit") or 0)),
        "percent": str(figures.get("percent", "-")),
        "details": "\n".join(details(others, zone)) or "-",
    }


def details(facts: Mapping[str, Fact], zone: str) -> list[str]:
    """Return the figures that have a label, a line each; times on the office's wall clock."""
    return [f"{LABELS[key]}: {_shown(key, facts[key], zone)}" for key in LABELS if key in facts]


def _shown(key: str, value: Fact, zone: str) -> str:
    if key in SIZES:
        return size_words(int(value or 0))
    if key in TIMES and isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
        except ValueError:
            return value
        return f"{moment:%Y-%m-%d %H:%M}"
    return WORDS.get(str(value), str(value))


def _recipients(config: Config, unit: str | None, *, supervisors: bool) -> tuple[str, ...]:
    found = list(config.alarms.admins)
    if supervisors and unit is not None and unit in config.units:
        found += config.units[unit].supervisors
    return tuple(dict.fromkeys(found))
