"""Waiting until mailcare has done what the demo is about to show."""

import threading
from collections.abc import Callable

from mailcare.clock import Clock
from mailcare.errors import MailcareError
from mailcare.model.place import LetterState
from mailcare.model.post import OutboxState
from mailcare.store import Tx

PATIENCE = 50.0
"""Seconds after which the demo says what it still waits for."""
_UNSETTLED = frozenset({OutboxState.QUEUED, OutboxState.SENDING, OutboxState.DEFERRED})


def wait_for(clock: Clock, what: str, done: Callable[[], bool]) -> None:
    """Return once `done` says so.

    Raises:
        MailcareError: it took too long; the text says `what` was waited for.
    """
    end = clock.monotonic() + PATIENCE
    while not done():
        if clock.monotonic() > end:
            raise MailcareError(f"the demo waited in vain for {what}; its log says why")
        clock.wait(threading.Event(), 0.2)


def is_settled(tx: Tx, letters: int) -> bool:
    """Say whether so many letters are through and no mail is about to leave."""
    counts = tx.letters.count()
    ended = counts.get(LetterState.HANDLED, 0) + counts.get(LetterState.SET_ASIDE, 0)
    waiting = tx.intents.pending(1) or tx.outbox.list(_UNSETTLED, limit=1)
    return ended >= letters and not waiting
