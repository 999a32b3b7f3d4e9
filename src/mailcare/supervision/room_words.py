"""Fullness and growth in words: sizes, lengths of time, and the sentence of a forecast."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mailcare.supervision.days import day
from mailcare.supervision.forecast import Basis, Forecast

_UNITS = ((1024**4, "TB"), (1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))
_TEN = 10
_DAY_FROM: Final = 48
"""Hours from which a time is told in days."""
_APART = timedelta(hours=6)
"""What the two ways of going on differ by at least to be told both."""


def size_words(size: float) -> str:
    """Return a size as ``1.7 GB``, ``850 MB``; 1 MB has 1024 × 1024 bytes, as in the config."""
    for unit, name in _UNITS:
        if abs(size) >= unit:
            value = size / unit
            text = f"{value:.0f}" if value >= _TEN else f"{value:.1f}".removesuffix(".0")
            return f"{text} {name}"
    return f"{size:.0f} B"


def amount_words(amount: float, *, by_count: bool) -> str:
    """Return an amount of letters or of bytes."""
    return f"{amount:,.0f} 封" if by_count else size_words(amount)


def left_words(hours: float) -> str:
    """Return ``约 31 小时``, ``约 6 天``."""
    if hours < 1:
        return "不到 1 小时"
    if hours < _DAY_FROM:
        return f"约 {hours:.0f} 小时"
    return f"约 {hours / 24:.0f} 天"


def interval_words(interval: timedelta) -> str:
    """Return ``2 小时``, ``5 分钟``, ``90 秒``."""
    for unit, name in ((timedelta(hours=1), "小时"), (timedelta(minutes=1), "分钟")):
        if interval >= unit and not interval % unit:
            return f"{interval // unit} {name}"
    return f"{interval.total_seconds():.0f} 秒"


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as ``11月23日(周一)15:00``."""
    local = moment.astimezone(zone)
    return f"{day(moment, zone)}{local:%H:%M}"


def paces_differ(found: Forecast) -> bool:
    """Say whether it makes a difference if the pace of the last hours goes on."""
    pace, full = found.at_this_pace, found.full_at
    return pace is not None and (full is None or full - pace > _APART)


def forecast_words(found: Forecast, now: datetime, zone: ZoneInfo, *, by_count: bool) -> str:
    """Return in a few sentences when the mailbox will be full; empty where nobody knows."""
    if found.full_at is not None and found.full_at <= now:
        return "信件数已达上限。" if by_count else "剩余空间已容不下一封平均大小的信件。"
    if found.basis is Basis.NONE:
        return ""
    texts = [_growth(found, by_count=by_count)]
    full, pace = found.full_at, found.at_this_pace
    if pace is not None and paces_differ(found):
        texts.append(f"按目前的速度,{_until(pace, now, zone)}用满。")
        calm = f"{_until(full, now, zone)}用满" if full else "90 天内不会用满"
        texts.append(f"如恢复平常的速度,预计{calm}。")
    elif full is not None:
        texts.append(f"按目前的增长,{_until(full, now, zone)}用满{_band(found, zone)}。")
    else:
        texts.append("按目前的增长,90 天内不会用满。")
    if found.basis is Basis.HOURS:
        texts.append("(采样不足一天,仅供参考。)")
    return "".join(texts)


def _growth(found: Forecast, *, by_count: bool) -> str:
    span = "开始采样以来" if found.basis is Basis.HOURS else "最近 24 小时"
    text = f"{span}新增 {amount_words(found.last_day, by_count=by_count)}"
    if found.burst:
        text += f"(平常约 {amount_words(found.usual_last_day, by_count=by_count)})"
    return text + "。"


def _band(found: Forecast, zone: ZoneInfo) -> str:
    if found.earliest is None:
        return ""
    until = moment_words(found.latest, zone) if found.latest else "90 天以后"
    return f"(可能在 {moment_words(found.earliest, zone)} 至 {until} 之间)"


def _until(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    hours = max(0.0, (moment - now) / timedelta(hours=1))
    return f"{left_words(hours)}后({moment_words(moment, zone)})"
