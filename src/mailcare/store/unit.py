"""One transaction: every repository over the same connection."""

from sqlalchemy import Connection

from mailcare.store.repositories.alarms import Alarms
from mailcare.store.repositories.cases import Cases
from mailcare.store.repositories.claims import Claims
from mailcare.store.repositories.counts import Counts
from mailcare.store.repositories.figures import Figures
from mailcare.store.repositories.folders import Folders
from mailcare.store.repositories.intents import Intents
from mailcare.store.repositories.jobs import Jobs
from mailcare.store.repositories.letters import Letters
from mailcare.store.repositories.locks import Locks
from mailcare.store.repositories.mailboxes import Mailboxes
from mailcare.store.repositories.members import Members
from mailcare.store.repositories.notes import Notes
from mailcare.store.repositories.outbox import Outbox
from mailcare.store.repositories.overrides import Overrides
from mailcare.store.repositories.poll_hours import PollHours
from mailcare.store.repositories.receipts import Receipts
from mailcare.store.repositories.restoring import Restoring
from mailcare.store.repositories.running import Heartbeats, Meta
from mailcare.store.repositories.samples import Samples, Tallies
from mailcare.store.repositories.sealed import Sealed
from mailcare.store.repositories.sent_copies import SentCopies
from mailcare.store.repositories.tellings import Tellings
from mailcare.store.repositories.templates import Templates
from mailcare.store.sealing import Sealer


class Tx:
    """What a unit of work is given: it lives no longer than the function it was given to."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.mailboxes = Mailboxes(connection, sealer)
        self.folders = Folders(connection, sealer)
        self.receipts = Receipts(connection, sealer)
        self.samples = Samples(connection, sealer)
        self.tallies = Tallies(connection, sealer)
        self.letters = Letters(connection, sealer)
        self.cases = Cases(connection, sealer)
        self.notes = Notes(connection, sealer)
        self.intents = Intents(connection, sealer)
        self.outbox = Outbox(connection, sealer)
        self.sent_copies = SentCopies(connection, sealer)
        self.alarms = Alarms(connection, sealer)
        self.tellings = Tellings(connection, sealer)
        self.templates = Templates(connection, sealer)
        self.jobs = Jobs(connection, sealer)
        self.claims = Claims(connection, sealer)
        self.members = Members(connection, sealer)
        self.locks = Locks(connection, sealer)
        self.meta = Meta(connection, sealer)
        self.heartbeats = Heartbeats(connection, sealer)
        self.restoring = Restoring(connection, sealer)
        self.sealed = Sealed(connection, sealer)
        self.counts = Counts(connection, sealer)
        self.figures = Figures(connection, sealer)
        self.overrides = Overrides(connection, sealer)
        self.poll_hours = PollHours(connection, sealer)
