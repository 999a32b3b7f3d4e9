"""How the daemon itself runs: storage, workers, logs, alarms, caps."""

import re
from datetime import time
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator

from mailcare.config.base import Section
from mailcare.config.channels import ChannelConfig
from mailcare.config.kinds import (
    Day,
    Duration,
    EmailAddress,
    FilePath,
    Frozen,
    Line,
    Name,
    Number,
    Size,
    TimeOfDay,
    Whole,
    parse_duration,
    parse_size,
)

_duration = parse_duration


class Storage(Section):
    """Where mailcare keeps what it knows."""

    state_dir: FilePath = Path("/var/lib/mailcare")
    database: Line = ""
    """SQLAlchemy URL without a password; empty: an SQLite file in `state_dir`."""
    templates_dir: FilePath | None = None
    """Templates of the organisation's own; each replaces the shipped one of its name."""
    key_dir: FilePath | None = None
    """Where the keyring lies; None: in `state_dir`."""
    vault_dir: FilePath | None = None
    """Where letters lie, sealed; None: in `state_dir`."""

    @field_validator("database")
    @classmethod
    def _no_password(cls, url: str) -> str:
        if url and not re.match(r"(sqlite|postgresql\+psycopg)://", url):
            raise ValueError("empty, sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME")
        if re.search(r"//[^/@]*:[^/@]*@|[?&]password=", url):
            raise ValueError("a URL without a password; put that into libpq's password file")
        return url

    @property
    def keys(self: Self) -> Path:
        """The keyring's folder."""
        return self.key_dir or self.state_dir / "keys"

    @property
    def vault(self: Self) -> Path:
        """The vault's folder."""
        return self.vault_dir or self.state_dir / "vault"


class Daemon(Section):
    """How much at once, and how long at most."""

    poll_workers: Whole = Field(default=8, ge=1, le=128)
    polls_per_server: Whole = Field(default=4, ge=1, le=64)
    """At once; a server that answers slowly keeps no more workers from the others."""
    connections_per_server: Whole = Field(default=60, ge=1, le=1000)
    """Open at once, over all mailboxes there; the longest unused is closed for another."""
    logins_per_minute: Whole = Field(default=120, ge=1, le=6000)
    """On one server; polls on open connections are not counted."""
    handle_workers: Whole = Field(default=2, ge=1, le=32)
    reader_processes: Whole = Field(default=2, ge=1, le=32)
    reader_seconds: Number = Field(default=2.0, gt=0, le=60)
    reader_memory: Size = Field(default=parse_size("200MB"), ge=parse_size("64MB"))
    max_letter_bytes: Size = Field(default=parse_size("30MB"), ge=parse_size("64KB"))
    imap_timeout: Duration = Field(
        default=_duration("30s"), ge=_duration("1s"), le=_duration("10m")
    )
    smtp_timeout: Duration = Field(
        default=_duration("60s"), ge=_duration("1s"), le=_duration("10m")
    )
    poll_deadline: Duration = Field(default=_duration("5m"), ge=_duration("5s"), le=_duration("1h"))
    stuck_after: Duration = Field(default=_duration("2m"), ge=_duration("5s"), le=_duration("1h"))
    """A loop that finishes no step for so long, beyond its own deadline, stands still."""

    @field_validator("connections_per_server")
    @classmethod
    def _one_for_each_poll(cls, connections: int, info: ValidationInfo) -> int:
        if connections < info.data.get("polls_per_server", 1):
            raise ValueError("no less than polls_per_server: each poll needs one")
        return connections


class Calendar(Section):
    """Days that the published calendar doesn't know, or that this organisation keeps otherwise."""

    holidays: tuple[Day, ...] = ()
    workdays: tuple[Day, ...] = ()
    """Make-up working days at weekends."""

    @field_validator("workdays")
    @classmethod
    def _one_or_the_other(cls, workdays: tuple[Day, ...], info: ValidationInfo) -> tuple[Day, ...]:
        both = sorted(set(workdays) & set(info.data.get("holidays", ())))
        if both:
            named = ", ".join(map(str, both))
            raise ValueError(f"days that are not holidays as well: {named} stands in both lists")
        return workdays


class Logs(Section):
    """What the daemon writes to standard error."""

    format: Literal["json", "console"] = "json"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Alarms(Section):
    """Who is told that something is wrong with the system, over which account, and when."""

    mailbox: Line
    admins: tuple[EmailAddress, ...] = Field(min_length=1)
    digest_at: TimeOfDay = Field(default=time(8, 30), ge=time(6), le=time(18))
    """By day: what could not be sent within some hours is taken back before the night."""
    digest_to: tuple[EmailAddress, ...] = ()
    """Who gets one digest about all units; empty: the supervisors of the designated unit."""
    digest_when_empty: Literal["skip", "line"] = "skip"
    capacity_warning: Number = Field(default=0.8, gt=0, le=1)
    capacity_critical: Number = Field(default=0.95, gt=0, le=1)
    capacity_growth: Duration = Field(
        default=_duration("72h"), ge=_duration("1h"), le=_duration("60d")
    )
    """How long before a mailbox will be full that must be told: over a weekend, and to enlarge."""
    unreachable_after: Duration = Field(default=_duration("15m"), ge=_duration("10s"))
    repair_within: Duration = Field(default=_duration("1d"), ge=_duration("1h"))
    """The company's limit for a channel that is out of order (R15)."""
    unsent_after: Duration = Field(default=_duration("1h"), ge=_duration("1m"))
    disk_free: Size = Field(default=parse_size("200MB"), ge=parse_size("1MB"))
    clock_tolerance: Duration = Field(default=_duration("1m"), ge=_duration("5s"))
    database_after: Duration = Field(default=_duration("30s"), ge=_duration("10s"))
    volume_history: Duration = Field(default=_duration("42d"), ge=_duration("14d"))
    steady: Duration = Field(default=_duration("2m"), le=_duration("1h"))
    """How long a cause must be over before the alarm ends, where it could flap."""
    backup_after: Duration = Field(default=_duration("0s"), le=_duration("60d"))
    """How old the last good backup may be; 0s: nobody watches."""
    channels: Frozen[Name, ChannelConfig] = Field(default={})

    @field_validator("capacity_critical")
    @classmethod
    def _above_warning(cls, critical: float, info: ValidationInfo) -> float:
        if critical <= info.data.get("capacity_warning", 0):
            raise ValueError("a share above capacity_warning")
        return critical


class Caps(Section):
    """How much may be written at most before mail is held and an alarm raised (no storms)."""

    user_per_address_per_day: Whole = Field(default=5, ge=1)
    per_case_per_day: Whole = Field(default=3, ge=1)
    total_per_hour: Whole = Field(default=200, ge=1)
    staff_per_address_per_hour: Whole = Field(default=30, ge=1)
    alarm_repeat: Duration = Field(default=_duration("1h"), ge=_duration("5m"))
