"""What alarms about room say beyond their figures: the forecast, what to do, and the application.

The application is written from the latest samples when the alarm is composed. If it can't be, the
alarm goes out without it: better a bare alarm than none.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from mailcare.config import Config, DrainAction
from mailcare.correspondence.compose.bundle import File
from mailcare.logs import get_logger
from mailcare.model.post import Intent
from mailcare.model.trouble import AlarmKind
from mailcare.store import Store, Tx
from mailcare.supervision.application import Figures, collect, write_application
from mailcare.supervision.application.wording import forecast_sentence
from mailcare.supervision.capacity import Hindrance, hindrance_note
from mailcare.supervision.room_words import interval_words
from mailcare.supervision.telling import ROOM_KINDS, Telling

log = get_logger("supervision")

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEMPLATE = "alarm.capacity"
_HINDRANCES = {
    Hindrance.NO_UIDPLUS: "邮件服务器不支持逐封删除(UIDPLUS),自动移出不能进行,请在网页邮箱中清理",
    Hindrance.SAME_ROOT: (
        "移入的文件夹与收件箱共用容量(或服务器未说明),自动移出没有进行,请改为 delete"
    ),
    Hindrance.TARGET_FULL: "移入的文件夹已满,自动移出没有进行",
}
_ENCLOSED = "3. 扩容:随信附书面申请(Word),数据与图表已填好,请核对、签字后提交上级管理部门。"
_NOT_ENCLOSED = (
    "3. 扩容:请书面申请上级管理部门协助;申请书可用 "
    "mailcare mailbox application {name} --out 申请.docx 生成。"
)


def enclose(
    store: Store, config: Config, telling: Telling, intent: Intent, now: datetime
) -> Telling:
    """Return `telling` with forecast, advice and application if it is about a mailbox's room."""
    name = str(intent.facts.get("subject"))
    if intent.template != _TEMPLATE or AlarmKind(str(intent.facts["kind"])) not in ROOM_KINDS:
        return telling
    if name not in config.mailboxes:
        return telling
    figures, hindrance = store.read(lambda tx: _look(tx, config, name, now))
    files = () if figures is None else _files(figures)
    last = _ENCLOSED if files else _NOT_ENCLOSED.format(name=name)
    interval = config.mailboxes[name].interval if figures is None else figures.interval
    todo = "\n".join([_faster(name, interval), _drain(config, name, hindrance), last])
    forecast = "" if figures is None else forecast_sentence(figures)
    return replace(
        telling, values={**telling.values, "todo": todo, "forecast": forecast}, files=files
    )


def _look(
    tx: Tx, config: Config, name: str, now: datetime
) -> tuple[Figures | None, Hindrance | None]:
    found = [one.id for one in tx.mailboxes.all() if one.name == name]
    if not found:
        return None, None
    word = tx.meta.get(hindrance_note(found[0]))
    return collect(tx, config, name, found[0], now), Hindrance(word) if word else None


def _files(figures: Figures) -> tuple[File, ...]:
    try:
        data = write_application(figures)
    except Exception as error:  # whatever it is, the alarm itself must go out
        log.exception("application.failed", mailbox=figures.name, exc_info=error)
        return ()
    return (File(file_name(figures), data, DOCX),)


def file_name(figures: Figures) -> str:
    """Return what the application's file is called."""
    return f"书面申请-{figures.name}-{figures.now.astimezone(figures.zone):%Y%m%d}.docx"


def _faster(name: str, interval: timedelta) -> str:
    return (
        f"1. 加快(加密)收信频率:现为每 {interval_words(interval)}收信一次,"
        f"可用 mailcare mailbox set-interval {name} 缩短;"
        "收信本身不腾出容量,须同时将已处理的信件移出服务器。"
    )


def _drain(config: Config, name: str, hindrance: Hindrance | None) -> str:
    drain = config.mailboxes[name].drain
    if drain.action is DrainAction.OFF:
        how = (
            f'目前没有自动移出;可配置 [mailboxes.{name}.drain] action = "delete",或在网页邮箱中清理'
        )
    elif hindrance is not None:
        how = _HINDRANCES[hindrance]
    else:
        how = f"处理完毕满 {drain.after.days} 天的已自动移出;可缩短 after,或在网页邮箱中清理"
    return f"2. 将已处理的信件移出服务器:{how}。"
