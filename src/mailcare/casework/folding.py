"""Ledger → view: the pure fold that the projected columns of a case must equal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailcare.casework.policy import Policy
from mailcare.model.case import CaseView, Event


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of the answer clock."""

    start: datetime
    end: datetime | None
    """None: it lasts."""
    counted: bool
    """False: paused, we waited for the user."""
    why: str
    """The kind of event that began it."""


def fold(events: Sequence[Event], policy: Policy) -> CaseView:
    """Return how a case stands, from its ledger and the unit's calendar alone."""
    raise NotImplementedError


def why_due(events: Sequence[Event], policy: Policy) -> list[Interval]:
    """Return the counted and paused intervals of the answer clock, in order."""
    raise NotImplementedError
