"""The application's sentences and tables, as texts; no layout."""

import re
from collections.abc import Iterator
from datetime import datetime

from mailcare.supervision.application.figures import Figures
from mailcare.supervision.forecast import Basis, Forecast
from mailcare.supervision.room_words import (
    amount_words,
    forecast_words,
    interval_words,
    moment_words,
    paces_differ,
    size_words,
)

Row = tuple[str, str]

TITLE = "关于扩大申诉信箱容量的申请"
REGISTERED = "一、渠道登记情况"
GROWTH = "二、使用与增长情况"
CHART = "三、增长与预测图"
DONE = "四、已采取的措施"
ASKED = "五、申请事项"
CAPTION = (
    "图中实线为实际已用{what},横虚线为信箱总容量,竖线为制表时间;"
    "斜虚线为预计的增长,浅色区域为预计的范围(约八成可能)。"
)
BASIS = {
    Basis.NONE: "采样不足一小时,尚不能预测",
    Basis.HOURS: "不足一天的采样,仅供参考",
    Basis.DAYS: "不足一周的采样",
    Basis.WEEKS: "一周以上的采样,已区分工作日与休息日",
}
SIGNATURES = ("经办人", "单位负责人(签字、盖章)", "日期")
OPINION = ("上级管理部门意见", "负责人(签字、盖章)", "日期")
_LONG = 24
"""Months from which nobody counts them."""
_BRACKETS = re.compile(r"\(([^()]*[^\x00-\x7f][^()]*)\)")
_MARK = re.compile(r"(?<=[^\x00-\x7f])[,:;]|[,:;](?=[^\x00-\x7f])")
_FULL = str.maketrans(",:;", "，：；")


def formal(text: str) -> str:
    """Return Chinese text with full-width punctuation; numbers, times and English keep theirs."""
    while (changed := _BRACKETS.sub(r"（\1）", text)) != text:
        text = changed
    return _MARK.sub(lambda found: found.group().translate(_FULL), text)


def opening(figures: Figures) -> str:
    """Return how full the mailbox is and when it will be full."""
    full = figures.full
    state = f"已用 {size_words(full.used)}(总容量 {size_words(full.limit)}),"
    state += f"信件 {full.messages:,} 封"
    if full.message_limit:
        state += f"(至多 {full.message_limit:,} 封)"
    told = forecast_sentence(figures)
    box = f"我单位受理用户申诉的电子信箱 {figures.box.address} "
    return f"{box}目前{state},占用 {full.percent}%。{told}"


def forecast_sentence(figures: Figures) -> str:
    """Return when it will be full; empty where nobody knows."""
    outlook = figures.outlook
    return forecast_words(outlook.forecast, figures.now, figures.zone, by_count=outlook.by_count)


def reason() -> str:
    """Return why it is asked: the regulation's own words (附件三 7.5.4)."""
    return (
        "为避免信箱的容量大小无法满足用户的需求,根据《网上服务渠道管理规定》7.5.4"
        "“严禁出现用户申诉信件无法正常到达各单位 EMAIL 信箱的情况”"
        "“如需上级管理部门协助处理应以书面形式提交申请”的要求,特申请协助处理。"
    )


def registered(figures: Figures) -> Iterator[Row]:
    """Yield the registration of the channel (网上申诉渠道登记表, R14)."""
    box, register = figures.box, figures.box.register
    yield "登记单位", register.registered_by or figures.unit
    yield "信箱地址", box.address
    yield "实现方式", register.method or "-"
    yield "登记容量", size_words(box.capacity) + _letters(box.capacity_messages)
    yield "服务时间", register.service_time or "-"
    yield "处理人员配备", register.staffing or "-"
    yield "联系人", register.contact or "-"


def _letters(most: int | None) -> str:
    return f",至多 {most:,} 封" if most else ""


def growth(figures: Figures) -> Iterator[Row]:
    """Yield what was measured and what is expected."""
    full, found = figures.full, figures.outlook.forecast
    yield "制表时间", moment_words(figures.now, figures.zone)
    yield "已用容量", f"{size_words(full.used)} / {size_words(full.limit)}"
    yield "信件数", f"{full.messages:,} 封{_letters(full.message_limit)}"
    yield "占用比例", f"{full.percent}%"
    if found.basis is Basis.NONE:
        yield "预测依据", BASIS[found.basis]
        return
    young = found.basis is Basis.HOURS
    yield "采样以来新增" if young else "最近 24 小时新增", _amount(figures, found.last_day)
    if not young:
        yield "平常工作日新增", f"约 {_amount(figures, found.per_workday)}"
        yield "平常休息日新增", f"约 {_amount(figures, found.per_day_off)}"
    if found.removed_per_day:
        yield "平均每日移出", f"约 {_amount(figures, found.removed_per_day)}"
    yield from _when_full(figures, found)
    yield "预测依据", BASIS[found.basis]


def _when_full(figures: Figures, found: Forecast) -> Iterator[Row]:
    if found.full_at is not None and found.full_at <= figures.now:
        yield "预计用满时间", "已用满"
        return
    yield "预计用满时间", _moment(figures, found.full_at)
    yield "可能的范围", f"{_moment(figures, found.earliest)} 至 {_moment(figures, found.latest)}"
    if paces_differ(found):
        yield "按目前速度用满", _moment(figures, found.at_this_pace)


def _amount(figures: Figures, amount: float) -> str:
    return amount_words(amount, by_count=figures.outlook.by_count)


def _moment(figures: Figures, moment: datetime | None) -> str:
    return "90 天以后" if moment is None else moment_words(moment, figures.zone)


def done(figures: Figures) -> Iterator[str]:
    """Yield what was done already, each as it is set or counted."""
    box = figures.box
    if box.adaptive and figures.interval == box.interval:
        least, most = interval_words(box.interval_min), interval_words(box.interval_max)
        yield f"收信频率:随来信量自动调整,每 {least}至 {most}收信一次。"
    else:
        yield f"收信频率:现每 {interval_words(figures.interval)}收信一次。"
    letters, size = figures.drained
    gone = f";最近 30 天移出 {letters:,} 封,{size_words(size)}" if letters else ""
    policy = (
        f"已设定处理完毕满 {box.drain.after.days} 天的信件自动移出服务器(原件已加密存档)"
        if figures.drains
        else "尚未设定自动移出"
    )
    yield f"移出已处理信件:{policy}{gone}。"


def asked(figures: Figures) -> Iterator[str]:
    """Yield what is asked for; who signs ticks what applies."""
    now = amount_words(figures.limit, by_count=figures.by_count)
    wanted = amount_words(figures.asked, by_count=figures.by_count)
    yield f"扩容:将信箱容量由 {now} 扩大至 {wanted}{_lasts(figures)}。"
    yield "加快收信频率:由服务器方放宽对该信箱收信频率的限制。"
    yield "将已处理的信件移出服务器:同意由系统在存档后定期移出,以腾出容量。"


def _lasts(figures: Figures) -> str:
    """Return for how long that will do, where the growth is known."""
    if figures.outlook.forecast.basis not in {Basis.DAYS, Basis.WEEKS} or not figures.per_week:
        return ""
    if figures.by_count is not figures.outlook.by_count:
        return ""
    months = (0.8 * figures.asked - figures.used) / figures.per_week / (52 / 12)
    if months < 1:
        return ""
    text = "两年以上" if months > _LONG else f"约 {months:.0f} 个月"
    return f"(按目前的增长,{text}内占用不超过八成)"


def footer(figures: Figures) -> str:
    """Return where the figures come from."""
    made = figures.now.astimezone(figures.zone)
    return (
        f"本申请由 mailcare 于 {made.year}年{made.month}月{made.day}日{made:%H:%M} "
        "根据信箱实测数据填写,签字前请核对。"
    )
