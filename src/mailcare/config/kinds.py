"""The kinds of values an option can have: durations, sizes, times of day, addresses, names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import pairwise
from pathlib import Path
from typing import Annotated, NoReturn, Self, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    PlainSerializer,
    Strict,
    StringConstraints,
    ValidationInfo,
)

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SIZES = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def parse_duration(value: object) -> timedelta:
    """Read ``60s``, ``5m``, ``1h`` or ``2d``."""
    if isinstance(value, timedelta):
        return value
    match = (
        re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)([smhd])", value)
        if isinstance(value, str)
        else None
    )
    if match is None:
        raise ValueError('a duration with its unit, such as "60s", "5m", "1h" or "2d"')
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])


def parse_size(value: object) -> int:
    """Read ``200MB`` (1 MB = 1024 × 1024 bytes) or a plain number of bytes."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    match = (
        re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?([KMGT]?B)", value.upper())
        if isinstance(value, str)
        else None
    )
    if match is None or not float(match[1]):
        raise ValueError('a size with its unit, such as "500KB", "200MB" or "2GB"')
    return int(float(match[1]) * _SIZES[match[2]])


def _parse_time(value: object) -> time:
    """Read ``08:30``."""
    if isinstance(value, time):
        return value
    match = (
        re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", value) if isinstance(value, str) else None
    )
    if match is None:
        raise ValueError('a time of day in 24 hours, such as "08:30"')
    return time(int(match[1]), int(match[2]))


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A stretch of office time within one day, in the organisation's time zone."""

    start: time
    end: time

    def __str__(self) -> str:
        """As it stands in the config file."""
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def _parse_window(value: object) -> Window:
    """Read ``09:00-12:00``."""
    if isinstance(value, Window):
        return value
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    try:
        window = Window(_parse_time(start.strip()), _parse_time(end.strip()))
    except ValueError:
        dash = ""
    if not dash or window.end <= window.start:
        raise ValueError('a window within one day that ends after it starts, such as "09:00-12:00"')
    return window


def _windows_in_order(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    for earlier, later in pairwise(windows):
        if later.start < earlier.end:
            raise ValueError("windows in the order of the day that don't overlap")
    return windows


def _parse_date(value: object) -> date:
    """Read a date as TOML or ISO writes it: 2026-11-21."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError("a date, year-month-day, such as 2026-11-21") from None


def _check_address(value: str) -> str:
    if not value.isascii() or not _ADDRESS.fullmatch(value):
        raise ValueError("a mail address without a display name, such as vas@telecom.example")
    return value


def _beside_config(value: object, info: ValidationInfo) -> Path:
    """Take relative paths from the config file's folder, whatever the working directory."""
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise ValueError("a path; a relative one starts at the config file's folder")
    folder = (info.context or {}).get("folder", Path())
    return Path(folder, value)


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Size = Annotated[int, BeforeValidator(parse_size)]


def _parse_network(value: object) -> IPv4Network | IPv6Network:
    """Read ``10.0.0.0/8``, or one address."""
    if isinstance(value, IPv4Network | IPv6Network):
        return value
    try:
        return ip_network(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError('a network such as "10.20.0.0/16", or one address') from None


Network = Annotated[
    IPv4Network | IPv6Network, BeforeValidator(_parse_network), PlainSerializer(str)
]
Flag = Annotated[bool, Strict()]
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
TimeOfDay = Annotated[time, BeforeValidator(_parse_time)]
Day = Annotated[date, BeforeValidator(_parse_date)]
OfficeWindow = Annotated[Window, BeforeValidator(_parse_window), PlainSerializer(str)]
OfficeHours = Annotated[tuple[OfficeWindow, ...], AfterValidator(_windows_in_order)]
EmailAddress = Annotated[str, AfterValidator(_check_address)]
Line = Annotated[str, StringConstraints(pattern=r"^[^\r\n\x00]*$", max_length=500)]
RequiredLine = Annotated[str, StringConstraints(pattern=r"^[^\r\n\x00]+$", max_length=500)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,15}$")]
FilePath = Annotated[Path, BeforeValidator(_beside_config)]

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A dict that can't be changed; copying it gives itself."""

    def _refuse(self, *_args: object, **_options: object) -> NoReturn:
        raise TypeError("the config is immutable; load a new one")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[dict[K, V]]]:
        return type(self), (dict(self),)


def _freeze(value: Mapping[K, V]) -> Mapping[K, V]:
    return FrozenDict(value)


Frozen = Annotated[Mapping[K, V], AfterValidator(_freeze)]
"""A table that can't be changed once read."""
