"""Over which ways alarms are told, beside the mail of `alarms.mailbox`; what outside may watch."""

from enum import StrEnum

from pydantic import Field

from mailcare.config.base import Section
from mailcare.config.kinds import (
    Duration,
    EmailAddress,
    FilePath,
    Line,
    RequiredLine,
    Whole,
    parse_duration,
)
from mailcare.config.mailbox import SmtpAccountConfig
from mailcare.model.trouble import AlarmKind


class Form(StrEnum):
    """What a channel is."""

    MAIL = "mail"
    """Over an SMTP account of its own, not over the outbox."""
    COMMAND = "command"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    JSON = "json"
    """A webhook of one's own: the alarm as JSON."""


WEBHOOKS = frozenset({Form.WECOM, Form.DINGTALK, Form.FEISHU, Form.JSON})


class ChannelConfig(Section):
    """A way over which alarms are told; which keys it needs follows from its form."""

    form: Form
    kinds: tuple[AlarmKind, ...] = ()
    """Empty: every kind."""
    timeout: Duration = Field(
        default=parse_duration("20s"), ge=parse_duration("1s"), le=parse_duration("2m")
    )
    command: tuple[RequiredLine, ...] = ()
    url_file: FilePath | None = None
    url_credential: Line | None = None
    url_env: Line | None = None
    secret_file: FilePath | None = None
    secret_credential: Line | None = None
    secret_env: Line | None = None
    ca_file: FilePath | None = None
    sender: EmailAddress | None = None
    to: tuple[EmailAddress, ...] = ()
    """Empty: `alarms.admins`."""
    smtp: SmtpAccountConfig | None = None


class Monitoring(Section):
    """What others may watch from outside: a heartbeat, and figures for Prometheus."""

    heartbeat_file: FilePath | None = None
    heartbeat_url_file: FilePath | None = None
    heartbeat_url_credential: Line | None = None
    heartbeat_url_env: Line | None = None
    heartbeat_every: Duration = Field(
        default=parse_duration("1m"), ge=parse_duration("1s"), le=parse_duration("1h")
    )
    metrics_file: FilePath | None = None
    metrics_port: Whole = Field(default=0, ge=0, le=65535)
    """On the loopback address alone; 0: none."""
    ca_file: FilePath | None = None

    @property
    def has_heartbeat_url(self) -> bool:
        """Whether a URL is to be called."""
        places = (self.heartbeat_url_file, self.heartbeat_url_credential, self.heartbeat_url_env)
        return any(place is not None for place in places)
