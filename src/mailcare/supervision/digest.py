"""The daily digest of overdue cases, for supervisors: the longest overdue first."""

from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.model.case import Case
from mailcare.model.place import Mode
from mailcare.model.post import Intent, MailClass, OutboxState
from mailcare.store import Tx
from mailcare.supervision.words import CLOCKS

MOST = 200
"""Cases listed at most; the count tells how many there are."""


def ask_for_digests(tx: Tx, config: Config, now: datetime) -> int:
    """Write the intent of each unit's digest of today; return how many have anything to tell."""
    asked = 0
    for unit in config.units:
        if tx.cases.list(unit=unit, overdue_at=now, limit=1):
            facts = {"date": now.isoformat()}
            intent = Intent(MailClass.DIGEST, "digest.overdue", "supervisors", unit, facts)
            tx.intents.add(None, None, [intent], now)
            asked += 1
    return asked


def overdue_digest(tx: Tx, config: Config, unit: str | None, now: datetime) -> dict[str, str]:
    """Return the values of the digest's template as things stand at `now`."""
    zone = ZoneInfo(config.organisation.timezone)
    cases = tx.cases.list(unit=unit, overdue_at=now, limit=MOST)
    cases.sort(key=lambda case: case.view.next_due_at or now)
    return {
        "date": now.astimezone(zone).strftime("%Y年%m月%d日"),
        "count": str(len(cases)),
        "list": "\n".join(_line(config, case, zone) for case in cases) or "无",
        "notes": "\n".join(_notes(tx, config, unit)),
    }


def _line(config: Config, case: Case, zone: ZoneInfo) -> str:
    view = case.view
    due = view.next_due_at.astimezone(zone).strftime("%m月%d日%H:%M") if view.next_due_at else "-"
    due += "(暂按)" if view.is_provisional(view.next_due_at) else ""
    clock = CLOCKS[view.next_due_kind] if view.next_due_kind else ""
    unit = config.units[view.unit].title if view.unit in config.units else view.unit
    return f"{case.number}  应于{due}{clock}  {unit}"


def _notes(tx: Tx, config: Config, unit: str | None) -> list[str]:
    boxes = [
        name
        for name, box in config.mailboxes.items()
        if box.mode is Mode.SHADOW and unit in {None, box.unit}
    ]
    notes = [f"信箱 {name} 处于观察模式(shadow),不对外发信。" for name in boxes]
    held = tx.outbox.list({OutboxState.HELD, OutboxState.SUPPRESSED, OutboxState.UNCERTAIN})
    if held:
        notes.append(
            f"待发箱中有 {len(held)} 封邮件被暂存或未能确认发出,请查看 mailcare outbox list。"
        )
    return notes
