"""What the pipeline works with; made by wiring, the settings anew at each reload."""

from collections.abc import Mapping
from dataclasses import dataclass

from mailcare.casework.policy import Policy
from mailcare.casework.tokens import TokenKeys
from mailcare.clock import Clock
from mailcare.config import Config, Mailbox
from mailcare.correspondence.write import Writing
from mailcare.errors import NotFoundError
from mailcare.intake.readers import ReaderPool
from mailcare.pipeline.sharing import Sharing
from mailcare.store import Store
from mailcare.triage.rules import Rules
from mailcare.vault import Vault
from mailcare.wire.deadlines import DeadlineKeeper


@dataclass(frozen=True, slots=True)
class Desk:
    """A mailbox with all that is needed to work on its letters."""

    id: int
    name: str
    mailbox: Mailbox
    rules: Rules
    policy: Policy


@dataclass(frozen=True, slots=True)
class Settings:
    """What a reload replaces, as one immutable value."""

    config: Config
    desks: Mapping[int, Desk]
    """By the store's mailbox id."""
    writing: Writing

    def desk(self, name: str) -> Desk:
        """Return the desk of the mailbox called `name` in the config.

        Raises:
            NotFoundError: the config has none of this name.
        """
        for desk in self.desks.values():
            if desk.name == name:
                return desk
        known = ", ".join(desk.name for desk in self.desks.values())
        raise NotFoundError(f"No mailbox {name!r}; the config has: {known}")

    def desk_for(self, mailbox_id: int) -> Desk:
        """Return the desk of a stored mailbox.

        Raises:
            NotFoundError: the mailbox has been taken out of the config.
        """
        if mailbox_id not in self.desks:
            raise NotFoundError(
                f"Mailbox {mailbox_id} of the store is no longer in the config; put it back, "
                "or see `mailcare mailbox list`"
            )
        return self.desks[mailbox_id]


@dataclass(slots=True)
class Parts:
    """The parts of a running mailcare."""

    clock: Clock
    store: Store
    vault: Vault
    readers: ReaderPool
    keeper: DeadlineKeeper
    tokens: TokenKeys
    owner: str
    """Who we are in claims: host, process and start."""
    settings: Settings
    """Replaced as a whole by a reload; take it once per step."""
    sharing: Sharing
    """What of the work is ours, where several daemons share the database."""
    calendar_seen: str = ""
    """Config and day for which due times and known years were last looked at."""
    refused_templates: set[str] | None = None
    """Files refused when last looked; None before the first look, when old alarms may stand."""
