"""``mailcare case why-due`` and ``extend``: how a due time comes about, and a later one."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from getpass import getuser
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailcare.casework.calendar import WorkingCalendar
from mailcare.casework.explaining import Account, Stretch, explain
from mailcare.casework.standing import SUPERVISORS
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import local, write_json, write_table
from mailcare.clock import SystemClock
from mailcare.model.case import ClockName, ClockReading
from mailcare.pipeline.commanding import extend_case
from mailcare.supervision.words import CLOCKS
from mailcare.wiring import find_desk, open_store

_MINUTE = timedelta(minutes=1)
_WHY = {
    "received": "收到来信",
    "question_sent": "已请用户补充,等待来信",
    "supplement_arrived": "用户来信补充",
}


@click.command("why-due", epilog=examples("mailcare case why-due VAS-202611-0042"))
@config_option
@json_option
@click.argument("number")
def why_due(config_path: Path, *, as_json: bool, number: str) -> None:
    """Show how the due time of the case NUMBER comes about.

    Every stretch that counted or paused, in local time, with its working time and the running sum;
    then what was promised, and the other clocks. 暂按 marks a time in a year whose working days
    are not announced yet.
    """
    config = read_config(config_path)
    now = SystemClock().now()
    with open_store(config) as (store, _vault):
        case = store.read(lambda tx: tx.cases.get(number.upper()))
        desk = find_desk(config, store, case.mailbox_id)
    account = explain(case.events, desk.policy, now)
    if as_json:
        write_json({"number": case.number, **_record(account)})
    else:
        _write(case.number, account, desk.policy.calendar)


@click.command(
    epilog=examples(
        "mailcare case extend VAS-202611-0042 2026-12-04 --reason 等待线路修复",
        "mailcare case extend VAS-202611-0042 '2026-12-04 15:00' --reason … --told",
    )
)
@config_option
@click.option("--reason", required=True, metavar="TEXT", help="Why; kept with the case, sealed.")
@click.option("--told", is_flag=True, help="The user knows already, as from a call: no letter.")
@click.argument("number")
@click.argument("until", metavar="DATE")
def extend(config_path: Path, number: str, until: str, reason: str, *, told: bool) -> None:
    """Answer the case NUMBER by DATE instead: the user gets a letter that says so.

    DATE is a working day, up to the end of its office hours, or a day and a time. The new time
    holds once the letter was sent. TEXT is for colleagues: the letter doesn't quote it.
    """
    config = read_config(config_path)
    now = SystemClock().now()
    zone = config.organisation.timezone
    with open_store(config) as (store, _vault):
        before = store.read(lambda tx: tx.cases.get(number.upper()))
        policy = find_desk(config, store, before.mailbox_id).policy
        due = _moment(until, policy.calendar)
        case = extend_case(
            store, before.number, due, reason,
            policy=policy, now=now, actor=f"cli:{getuser()}", told=told,
        )  # fmt: skip
    holds = "the user knows" if told else "once the letter to the user was sent"
    click.echo(f"{case.number}: to be answered by {local(due, zone)}, {holds}.")
    law = next((one.due for one in case.view.clocks if one.name is ClockName.LAW), None)
    if law is not None and due > law:
        click.echo(f"That is later than the law's limit, {local(law, zone)}.", err=True)


def _moment(text: str, calendar: WorkingCalendar) -> datetime:
    """Read a day (the end of its office hours) or a day and a time of the organisation."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("a date, such as 2026-12-04 or '2026-12-04 15:00'") from None
    if len(text) > len(date.min.isoformat()):
        return given.replace(tzinfo=given.tzinfo or ZoneInfo(calendar.hours.timezone))
    closing = calendar.closing(given.date())
    if closing is None:
        raise click.BadParameter(f"{text} is no working day; name one, or a time of day too")
    return closing


def _record(account: Account) -> dict[str, object]:
    return {
        "at": account.at,
        "intervals": [
            {
                "start": one.interval.start,
                "end": one.interval.end,
                "counted": one.interval.counted,
                "why": one.interval.why,
                "minutes": one.worked // _MINUTE,
                "sum": one.total // _MINUTE,
            }
            for one in account.stretches
        ],
        "limit_minutes": account.limit // _MINUTE,
        "computed": account.computed,
        "promised": account.promised,
        "extended": account.extended,
        "asked": account.asked,
        "due": account.answer.due,
        "provisional": account.answer.provisional,
        "ended_at": account.answer.ended_at,
        "calendar_version": account.view.calendar_version,
        "level": account.view.level,
        "level_owner": account.view.level_owner,
        "clocks": [
            {"name": one.name, "due": one.due, "ended_at": one.ended_at,
             "provisional": one.provisional}
            for one in account.view.clocks
        ],
    }  # fmt: skip


def _write(number: str, account: Account, calendar: WorkingCalendar) -> None:
    zone = calendar.hours.timezone
    click.secho(f"{number}  答复时限:{_due(account.answer, zone)}", bold=True)
    rows = [_row(one, zone) for one in account.stretches]
    write_table(("起", "止", "计时", "原因", "计入", "累计"), rows)
    click.echo()
    for label, text in _sums(account, calendar):
        click.echo(f"  {label}:{text}")
    click.secho("\n各项时限", bold=True)
    clocks = [
        (CLOCKS[one.name], _due(one, zone), local(one.ended_at, zone))
        for one in account.view.clocks
    ]
    write_table(("时限", "应于", "结束"), clocks)


def _row(stretch: Stretch, zone: str) -> tuple[object, ...]:
    interval = stretch.interval
    end = local(interval.end, zone) if interval.end else "至今"
    counted = "计时" if interval.counted else "暂停"
    worked = _length(stretch.worked) if interval.counted else "–"
    why = _WHY.get(interval.why, interval.why)
    return (local(interval.start, zone), end, counted, why, worked, _length(stretch.total))


def _sums(account: Account, calendar: WorkingCalendar) -> Iterator[tuple[str, str]]:
    zone, day = calendar.hours.timezone, calendar.hours.day_length
    yield "答复时限", f"{account.limit / day:g} 个工作日,共 {_length(account.limit)}"
    yield "推算应于", local(account.computed, zone) if account.computed else "暂停中,恢复后推算"
    yield "已向用户承诺", local(account.promised, zone)
    if account.extended:
        yield "已延期至", local(account.extended, zone)
    if account.asked:
        yield "拟延期至", f"{local(account.asked, zone)}(告知用户的信发出后生效)"
    if account.view.level:
        taken = account.view.level_owner != SUPERVISORS
        yield "升级", "主管已认领" if taken else "在主管处,待认领或交回"
    yield "办公时间", _hours(calendar)
    yield "日历与时限版本", account.view.calendar_version
    if any(one.provisional for one in account.view.clocks):
        yield "暂按", "下一年度放假安排尚未公布,跨年时限按周一至周五推算,公布后重算"


def _due(reading: ClockReading, zone: str) -> str:
    if reading.due is None:
        return "暂停中"
    return local(reading.due, zone) + ("(暂按)" if reading.provisional else "")


def _hours(calendar: WorkingCalendar) -> str:
    windows = " ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in calendar.hours.windows)
    return f"{windows or '全天'}({calendar.hours.timezone})"


def _length(time: timedelta) -> str:
    hours, minutes = divmod(time // _MINUTE, 60)
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分"
