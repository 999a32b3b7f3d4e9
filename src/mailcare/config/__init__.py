"""Config file → an immutable, versioned snapshot, or all its errors at once.

In: one TOML file. Out: `Config` (frozen values; secrets are read when asked for, never kept).
May touch: that file, and a secret's file when `Config.secret` is called. Only here pydantic.
"""

from mailcare.config.advice import advice, placeholders
from mailcare.config.changes import changes
from mailcare.config.directory import Clocks, Department, Organisation, Unit
from mailcare.config.drain import Drain, DrainAction
from mailcare.config.kinds import Window
from mailcare.config.loading import load, parse
from mailcare.config.mailbox import (
    AccountConfig,
    FormField,
    FormSource,
    ImapAccountConfig,
    Mailbox,
    Register,
    Security,
    SentCopies,
    SmtpAccountConfig,
)
from mailcare.config.oauth import Flow, OAuth
from mailcare.config.phrases import Phrase, PhraseField
from mailcare.config.presets import PRESETS, Preset
from mailcare.config.problems import InvalidConfigError
from mailcare.config.schema import Config
from mailcare.config.secrets import read_secret
from mailcare.config.service import Alarms, Calendar, Caps, Daemon, Logs, Storage
from mailcare.config.service_time import ServiceDays, ServiceTime
from mailcare.config.triage import Need, Outsider, Triage

__all__ = [
    "PRESETS",
    "AccountConfig",
    "Alarms",
    "Calendar",
    "Caps",
    "Clocks",
    "Config",
    "Daemon",
    "Department",
    "Drain",
    "DrainAction",
    "Flow",
    "FormField",
    "FormSource",
    "ImapAccountConfig",
    "InvalidConfigError",
    "Logs",
    "Mailbox",
    "Need",
    "OAuth",
    "Organisation",
    "Outsider",
    "Phrase",
    "PhraseField",
    "Preset",
    "Register",
    "Security",
    "SentCopies",
    "ServiceDays",
    "ServiceTime",
    "SmtpAccountConfig",
    "Storage",
    "Triage",
    "Unit",
    "Window",
    "advice",
    "changes",
    "load",
    "parse",
    "placeholders",
    "read_secret",
]
