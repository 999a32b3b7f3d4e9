"""The root of the config, and what can be asked of it."""

import hashlib
import json
from pathlib import Path
from typing import Self

from pydantic import Field, PrivateAttr

from mailcare.config.base import Section
from mailcare.config.channels import Monitoring
from mailcare.config.directory import Department, Organisation, Unit
from mailcare.config.kinds import Frozen, Name
from mailcare.config.mailbox import AccountConfig, Mailbox
from mailcare.config.secrets import read_secret
from mailcare.config.service import Alarms, Calendar, Caps, Daemon, Logs, Storage
from mailcare.config.triage import Triage


class Config(Section):
    """Everything the organisation decides, as one immutable value; made by `load`."""

    organisation: Organisation
    storage: Storage = Storage()
    daemon: Daemon = Daemon()
    logs: Logs = Logs()
    calendar: Calendar = Calendar()
    alarms: Alarms
    monitoring: Monitoring = Monitoring()
    triage: Triage = Triage()
    caps: Caps = Caps()
    units: Frozen[Name, Unit] = Field(min_length=1)
    departments: Frozen[Name, Department] = Field(default={})
    mailboxes: Frozen[Name, Mailbox] = Field(min_length=1)
    _path: Path = PrivateAttr(default=Path())
    _version: str = PrivateAttr(default="")

    @property
    def path(self: Self) -> Path:
        """The file it was read from."""
        return self._path

    @property
    def version(self: Self) -> str:
        """Hash of its content; equal for two files that say the same."""
        if not self._version:
            self._version = content_hash(self)
        return self._version

    def secret(self: Self, account: AccountConfig) -> str:
        """Read the account's password where the config says it lies; it is kept nowhere.

        Raises:
            ConfigError: it isn't there, is empty, or may not be read.
        """
        return read_secret(account)

    def place(self: Self, path: Path) -> Self:
        """Note the file that it was read from."""
        self._path = path
        return self


def content_hash(section: Section) -> str:
    """Hash what a section says, not how its file is laid out."""
    content = section.model_dump(mode="json", by_alias=True)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
