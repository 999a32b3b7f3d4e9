"""What else waits for a person: mails that did not leave, letters set aside, mailboxes."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.correspondence.duties import DUTIES
from mailcare.model.place import Mode
from mailcare.model.post import OutboxState
from mailcare.model.trouble import Aside
from mailcare.store import Poll, Silenced, StoredMailbox, StuckMail, Tx
from mailcare.supervision.digest.phrases import when
from mailcare.supervision.digest.sections import Line
from mailcare.supervision.tuning import count_kept
from mailcare.supervision.words import UNSENT_STATES, UNSENT_WHY

Units = tuple[str, ...] | None


def mail_lines(
    tx: Tx, config: Config, units: Units, silenced: Iterable[Silenced]
) -> tuple[Line, ...]:
    """Return the mails that wait for a person, the uncertain first, and the replies not written."""
    names = {box.id: box.name for box in tx.mailboxes.all()}
    stuck = [one for one in tx.figures.stuck() if _concerns(config, units, one, names)]
    stuck.sort(key=lambda one: one.state is not OutboxState.UNCERTAIN)
    written = (_stuck_line(one, names) for one in stuck)
    unwritten = (
        Line(one.number, f"自动回复未发:{_why(one.reason)}", case_id=one.case_id)
        for one in silenced
    )
    return (*written, *unwritten)


def aside_lines(tx: Tx, config: Config, units: Units, now: datetime) -> tuple[Line, ...]:
    """Return how many letters are set aside in each mailbox, and since when."""
    zone = ZoneInfo(config.organisation.timezone)
    found: dict[int, list[Aside]] = {}
    for one in tx.letters.list_aside():
        found.setdefault(one.mailbox_id, []).append(one)
    lines = []
    for box in tx.mailboxes.all():
        if box.id in found and _is_of(config, units, box.name):
            first = min(one.at for one in found[box.id])
            count = len(found[box.id])
            detail = f"最早 {when(first, zone, now)} · 请管理员运行 mailcare aside list"
            about = f"{count} 封来信搁置,未能自动处理"
            lines.append(Line(f"信箱 {box.name}", about, detail, weight=count))
    return tuple(lines)


def box_lines(
    tx: Tx, config: Config, units: Units, since: datetime, now: datetime
) -> tuple[Line, ...]:
    """Return the mailboxes not polled, those polled less than registered, those in shadow mode."""
    polls = tx.mailboxes.polls()
    boxes = [box for box in tx.mailboxes.all() if _is_of(config, units, box.name)]
    silent = (_silent(config, box, polls.get(box.id), now) for box in boxes)
    shadow = (
        Line(f"信箱 {box.name}", "观察模式(shadow):只记录,不对外发信")
        for box in boxes
        if box.mode is Mode.SHADOW
    )
    late = _broken_promises(tx, config, units, since, now)
    return (*(line for line in silent if line), *late, *shadow)


def _broken_promises(
    tx: Tx, config: Config, units: Units, since: datetime, now: datetime
) -> Iterator[Line]:
    """Yield the mailboxes whose registered service time was not kept (R11)."""
    day = min(since, now - timedelta(days=1))
    for name, (kept, slots) in count_kept(tx, config, day, now).items():
        if kept < slots and _is_of(config, units, name):
            promise = config.mailboxes[name].register.service_time
            about = f"{slots - kept} 个服务时段没有收信(登记:{promise})"
            detail = "mailcare mailbox advise"
            yield Line(f"信箱 {name}", about, detail, urgent=True, weight=slots - kept)


def _silent(config: Config, box: StoredMailbox, poll: Poll | None, now: datetime) -> Line | None:
    last = poll.last_success_at if poll else None
    if now - (last or box.created_at) < config.alarms.unreachable_after:
        return None
    zone = ZoneInfo(config.organisation.timezone)
    detail = f"最近一次收信 {when(last, zone, now)}" if last else "从未成功"
    return Line(f"信箱 {box.name}", "收不到信", detail, urgent=True)


def _stuck_line(mail: StuckMail, names: dict[int, str]) -> Line:
    name = names.get(mail.mailbox_id or 0, "")
    what = DUTIES[mail.template].zh_name if mail.template in DUTIES else mail.template
    why = f":{_why(mail.reason)}" if mail.reason else ""
    return Line(
        head=mail.number or f"信箱 {name}",
        about=f"{what} {UNSENT_STATES[mail.state]}{why}",
        detail=f"待发箱 {mail.id} 号 · mailcare outbox show {mail.id}",
        urgent=mail.state is OutboxState.UNCERTAIN,
    )


def _why(reason: str) -> str:
    return UNSENT_WHY.get(reason, reason)


def _concerns(config: Config, units: Units, mail: StuckMail, names: dict[int, str]) -> bool:
    """Say whether a mail is of the units: by its case, else by the mailbox that sends it."""
    if mail.unit is not None:
        return units is None or mail.unit in units
    return units is None or _is_of(config, units, names.get(mail.mailbox_id or 0, ""))


def _is_of(config: Config, units: Units, name: str) -> bool:
    """Say whether the mailbox called `name` is in the config and belongs to the units."""
    box = config.mailboxes.get(name)
    return box is not None and (units is None or box.unit in units)
