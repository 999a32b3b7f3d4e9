"""What alarms say: figures as the flat texts that templates take."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mailcare.config import Config
from mailcare.correspondence.templates import Html
from mailcare.model.case import Fact
from mailcare.model.post import Intent
from mailcare.model.trouble import AlarmKind
from mailcare.supervision.words import ALARMS, URGENT

_MEGABYTE = 1_000_000
_LABELS = {
    "since": "开始时间",
    "error": "错误",
    "template": "模板",
    "line": "行",
    "what": "问题",
    "mend": "改法",
    "attempts": "次数",
    "letter": "来信",
    "reason": "原因",
    "mail": "待发箱",
    "mail_class": "邮件类别",
    "state": "状态",
    "messages": "信件数",
    "failures": "连续失败",
    "free": "剩余字节",
    "year": "年度",
    "forecast": "预计用满",
    "growth": "每日增长",
    "promise": "登记的收信频次",
    "late": "已延误",
    "interval": "收信间隔",
    "file": "文件",
    "problem": "错误位置",
    "expires": "失效时间",
    "oldest": "最早一封的时间",
    "due": "应恢复时间",
    "seconds": "秒数",
    "direction": "方向",
    "expected": "通常数量",
    "counted": "实际数量",
    "cause": "起因",
    "starts": "启动次数",
    "worker": "循环",
    "channel": "渠道",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """To whom something about the system is told, and the values for its template."""

    recipients: tuple[str, ...]
    values: dict[str, str]
    lines: Mapping[str, Html] = field(default_factory=dict)
    """The lists of a mail that is also HTML, by variable."""


def alarm_telling(config: Config, intent: Intent) -> Telling:
    """Return recipients and values of an alarm."""
    return Telling(_recipients(config, intent), _alarm_values(intent))


def _alarm_values(intent: Intent) -> dict[str, str]:
    kind = AlarmKind(str(intent.facts["kind"]))
    subject = str(intent.facts["subject"])
    words = URGENT[kind] if intent.facts.get("urgent") and kind in URGENT else ALARMS[kind]
    values = {
        "title": words.title.format(subject=subject),
        "details": _details(intent.facts),
        "todo": words.todo,
    }
    if kind is AlarmKind.CAPACITY:
        values |= _capacity_values(subject, intent.facts)
    return values


def _capacity_values(subject: str, figures: Mapping[str, Fact]) -> dict[str, str]:
    return {
        "mailbox": subject,
        "used": _megabytes(int(figures.get("used") or 0)),
        "limit": _megabytes(int(figures.get("limit") or 0)),
        "percent": str(figures.get("percent", "")),
    }


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB"


def _details(facts: Mapping[str, Fact]) -> str:
    lines = [f"{_LABELS[key]}: {value}" for key, value in facts.items() if key in _LABELS]
    return "\n".join(lines) or "-"


def _recipients(config: Config, intent: Intent) -> tuple[str, ...]:
    found: list[str] = []
    roles = intent.recipient_role.split("+")
    if "admins" in roles:
        found += config.alarms.admins
    if "supervisors" in roles:
        units = [config.units[intent.unit]] if intent.unit else list(config.units.values())
        found += [address for unit in units for address in unit.supervisors]
    return tuple(dict.fromkeys(found))
