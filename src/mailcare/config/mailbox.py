"""A mailbox that is polled: its accounts, folders, capacity, web forms, registration."""

import ipaddress
import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo, field_validator

from mailcare.config.base import Section
from mailcare.config.drain import Drain
from mailcare.config.kinds import (
    Day,
    Duration,
    EmailAddress,
    FilePath,
    Flag,
    Frozen,
    Line,
    RequiredLine,
    Size,
    Whole,
    parse_duration,
)
from mailcare.config.oauth import OAuth
from mailcare.config.presets import Preset, preset
from mailcare.config.service_time import ServiceTime, parse_service_time
from mailcare.model.place import Mode


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class TlsVersion(StrEnum):
    """The oldest protocol version that an account accepts."""

    V1_0 = "1.0"
    V1_1 = "1.1"
    V1_2 = "1.2"
    V1_3 = "1.3"


def is_loopback(host: str) -> bool:
    """Say whether `host` can only be this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class AccountConfig(Section):
    """How to reach a server and who we are there; the password lies elsewhere."""

    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]+$", max_length=253)]
    security: Security = Security.TLS
    port: Whole = Field(ge=1, le=65535)
    user: Line
    """Empty: no login (SMTP only)."""
    password_file: FilePath | None = None
    password_credential: Line | None = None
    password_env: Line | None = None
    ca_file: FilePath | None = None
    tls_min_version: TlsVersion = TlsVersion.V1_2
    tls_ciphers: Line = ""

    @field_validator("security")
    @classmethod
    def _protected(cls, security: Security, info: ValidationInfo) -> Security:
        host = info.data.get("host")
        if security is Security.NONE and host is not None and not is_loopback(host):
            raise ValueError('"tls" or "starttls"; "none" only where host is this machine')
        return security

    @field_validator("password_credential")
    @classmethod
    def _credential_name(cls, name: str | None) -> str | None:
        if name is not None and (
            not re.fullmatch(r"[A-Za-z0-9_.@-]+", name) or name in {".", ".."}
        ):
            raise ValueError("the name of a systemd credential: letters, digits, _ . @ -")
        return name

    @field_validator("password_env")
    @classmethod
    def _variable_name(cls, name: str | None) -> str | None:
        if name is not None and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise ValueError("the name of an environment variable, not its value")
        return name


class ImapAccountConfig(AccountConfig):
    """The account from which letters are fetched."""

    user: RequiredLine


class SmtpAccountConfig(AccountConfig):
    """The account over which mail is sent."""

    helo: Line = ""
    """The name we greet with; empty: the machine's own."""


class FormField(StrEnum):
    """What a field of a web form can be for us."""

    PROBLEM = "problem"
    DEVICE_NUMBER = "device_number"
    PHONE = "phone"
    CONTACT = "contact"
    ADDRESS = "address"
    """The user's mail address: to whom replies go."""
    SUBJECT = "subject"


class FormSource(Section):
    """A web form whose mails are letters of the persons named in its fields."""

    sender: EmailAddress
    fields: Frozen[FormField, RequiredLine]
    """What a field is for us → its label in the mail."""


class Register(Section):
    """The registration form of the channel (网上申诉渠道登记表, R14)."""

    registered_by: Line = ""
    registered_on: Day | None = None
    method: Line = "电子邮箱"
    scope: Line = ""
    service_time: Line = ""
    staffing: Line = ""
    contact: Line = ""
    remark: Line = ""

    @field_validator("service_time")
    @classmethod
    def _understood(cls, text: str) -> str:
        parse_service_time(text)
        return text

    @property
    def promise(self: Self) -> ServiceTime | None:
        """What the service time promises (R11); None: nothing."""
        return parse_service_time(self.service_time)


class SentCopies(StrEnum):
    """Whether what leaves is put into the Sent folder by us."""

    AUTO = "auto"
    """Unless the provider does so itself."""
    ON = "on"
    OFF = "off"


def _parse_junk(value: object) -> object:
    """Read ``"auto"``, which stands for None, or a list of folders."""
    if value == "auto" or value is None:
        return None
    if isinstance(value, str):
        raise ValueError('"auto", or a list of folders; an empty list polls none of them')  # noqa: TRY004 - pydantic wants it
    return value


JunkFolders = Annotated[
    tuple[RequiredLine, ...] | None,
    BeforeValidator(_parse_junk),
    PlainSerializer(lambda names: "auto" if names is None else names),
]
"""None: those that the server marks as such, or that are called so."""


_OFFICE_DAY = parse_duration("8h")
"""What a service time in office hours is held to before the unit's hours are known."""


class Mailbox(Section):
    """A complaint mailbox."""

    unit: Line
    address: EmailAddress
    provider: Line = ""
    """The name of a preset, or empty."""
    display_name: Line = ""
    imap: ImapAccountConfig
    smtp: SmtpAccountConfig
    oauth: OAuth | None = None
    folders: tuple[RequiredLine, ...] = Field(default=("INBOX",), min_length=1)
    junk_folders: JunkFolders = None
    interval: Duration = Field(
        default=parse_duration("60s"), ge=parse_duration("5s"), le=parse_duration("1d")
    )
    adaptive: Flag = False
    """The interval follows the volume within `interval_min` and `interval_max`."""
    interval_min: Duration = Field(
        default=parse_duration("30s"), ge=parse_duration("5s"), le=parse_duration("1d")
    )
    interval_max: Duration = Field(
        default=parse_duration("10m"), ge=parse_duration("5s"), le=parse_duration("1d")
    )
    mode: Mode = Mode.SHADOW
    capacity: Size
    capacity_messages: Whole | None = Field(default=None, ge=1)
    form_sources: tuple[FormSource, ...] = ()
    sent_copies: SentCopies = SentCopies.AUTO
    null_reverse_path: Flag = False
    subaddressing: Flag = False
    mark_handled: Flag = False
    move_handled_to: Line = ""
    drain: Drain = Drain()
    adopt_since: Day | None = None
    register_: Register = Field(default=Register(), alias="register")

    @field_validator("interval_max")
    @classmethod
    def _above_least(cls, most: timedelta, info: ValidationInfo) -> timedelta:
        if most < info.data.get("interval_min", most):
            raise ValueError("no less than interval_min")
        return most

    @field_validator("register_")
    @classmethod
    def _can_be_kept(cls, register: Register, info: ValidationInfo) -> Register:
        promise = register.promise
        longest = info.data.get("interval_max" if info.data.get("adaptive") else "interval")
        if promise and longest and longest > promise.slot(_OFFICE_DAY) / 2:
            raise ValueError("a service_time that can be kept: this one needs a shorter interval")
        return register

    @field_validator("folders")
    @classmethod
    def _distinct(cls, folders: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(folders)) < len(folders):
            raise ValueError("each folder once")
        return folders

    @field_validator("move_handled_to")
    @classmethod
    def _elsewhere(cls, target: str, info: ValidationInfo) -> str:
        if target and target in info.data.get("folders", ()):
            raise ValueError("a folder that isn't polled itself")
        return target

    @field_validator("drain")
    @classmethod
    def _out_of_sight(cls, drain: Drain, info: ValidationInfo) -> Drain:
        if drain.to and drain.to in info.data.get("folders", ()):
            raise ValueError("to: a folder that isn't polled itself")
        return drain

    @property
    def preset(self: Self) -> Preset:
        """What is known of its provider."""
        return preset(self.provider)

    @property
    def shares_login(self: Self) -> bool:
        """Whether both servers are shown the same user and secret: what one refuses, both do."""
        keys = ("user", "password_file", "password_credential", "password_env")
        same = all(getattr(self.imap, key) == getattr(self.smtp, key) for key in keys)
        return same or self.oauth is not None

    @property
    def wants_sent_copies(self: Self) -> bool:
        """Whether we put what leaves into the Sent folder, if it isn't there by itself."""
        if self.sent_copies is SentCopies.AUTO:
            return self.preset.keeps_sent is not True
        return self.sent_copies is SentCopies.ON

    @property
    def register(self: Self) -> Register:
        """The channel's registration form."""
        return self.register_
