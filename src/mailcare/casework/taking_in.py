"""A case that another unit dispatched to us: opened in our name, confirmed to them (R7).

It keeps where it came from, and who answers the user. Its user never gets automatic mail from us:
they wrote to the other side. A designated unit judges first (a person decides: answer, pass on,
give back); another unit is taken at the dispatch's word.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.facts import Pen, iso, names
from mailcare.casework.folding import fold
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.outcome import Arrival, Opening, Outcome
from mailcare.casework.policy import Policy, Role
from mailcare.casework.restraint import HANDED_OVER, mode_of
from mailcare.model.case import Case, CaseTexts, EventKind, Fact
from mailcare.model.judgement import (
    Category,
    Decision,
    DemandKind,
    Kind,
    Language,
    Scope,
)
from mailcare.model.place import Mode
from mailcare.model.post import Intent

LETTER = "origin_letter"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who dispatched a case to us, and what they said of it."""

    name: str
    """The unit or department, as our config calls it."""
    number: str = ""
    """The case's number there."""
    token: str = ""
    """Theirs; our answers carry it back."""
    serial: int = 0
    message_id: str = ""
    """Of the dispatch."""
    answer_by: str = "origin"
    due: datetime | None = None
    """By when the user must have the answer."""
    owner: str = ""
    """Whose business they think it is."""
    special: str = ""
    by_phone: bool = False
    category: Category | None = None
    language: Language = Language.ZH
    case_id: int | None = None
    """Their case, where it lies in the same database."""

    @property
    def key(self) -> str:
        """What the dispatch is known by."""
        return f"{self.name}:{self.number}:{self.token}:{self.serial}"[:255]


def take_in(
    arrival: Arrival, origin: Origin, texts: CaseTexts, policy: Policy, now: datetime
) -> Opening:
    """Open a case for a dispatch to us; the unit that sent it hears that we have it, once."""
    pen = Pen(None, now)
    pen.write(EventKind.OPENED, **_facts(arrival, origin, texts, policy))
    case = replay(pen.events)
    mails = () if case.mode is Mode.SHADOW else tuple(_mails(case, origin, policy))
    view = fold(pen.events, policy)
    return Opening(pen.written, view, texts, mails, origin.key)


def _facts(arrival: Arrival, origin: Origin, texts: CaseTexts, policy: Policy) -> dict[str, Fact]:
    decision, suggested, owner = _judged(origin, policy)
    return {
        "letter_id": arrival.letter_id,
        "received_at": iso(arrival.received_at),
        "unit": policy.unit,
        "mode": mode_of(arrival, policy),
        "decision": decision,
        "suggested": suggested,
        "scope": Scope.IN_SCOPE if owner == policy.unit else Scope.OTHER_UNIT,
        "owner": owner,
        "kind": Kind.COMPLAINT,
        "category": origin.category,
        "language": origin.language,
        "needed": "",
        "missing": names(texts.elements.missing),
        "quiet": HANDED_OVER,
        "why": "dispatched_to_us",
        "special_demand": _demand(origin.special),
        "reply_by_phone": origin.by_phone or None,
        "origin": origin.name,
        "origin_number": origin.number or None,
        "origin_token": origin.token or None,
        "origin_serial": origin.serial or None,
        "origin_message_id": origin.message_id or None,
        "origin_case": origin.case_id,
        "answer_by": origin.answer_by,
        "due_by_origin": iso(origin.due)
        if origin.due and origin.due > arrival.received_at
        else None,
    }


def _judged(origin: Origin, policy: Policy) -> tuple[Decision, Decision, str]:
    """Return decision, suggestion and owner."""
    if policy.role is not Role.DESIGNATED:
        return Decision.IN_SCOPE, Decision.IN_SCOPE, policy.unit
    known = origin.owner in policy.targets and origin.owner not in {policy.unit, origin.name}
    if known:
        return Decision.REVIEW, Decision.FORWARDED, origin.owner
    return Decision.REVIEW, Decision.IN_SCOPE, policy.unit


def _demand(word: str) -> str | None:
    if not word:
        return None
    return word if word in set(DemandKind) else DemandKind.OTHER.value


def _mails(case: Standing, origin: Origin, policy: Policy) -> Iterator[Intent]:
    template = templates.REVIEW if case.decision is Decision.REVIEW else templates.NEW_CASE
    if origin.case_id is None:
        yield intents.notice(case, policy, template, {"event": "dispatched_to_us"})
        yield intents.to_origin(case, templates.CONFIRMATION)


def origin_wrote(
    case: Case, arrival: Arrival, policy: Policy, now: datetime, event: str | None
) -> Outcome:
    """Record a letter of the unit that dispatched the case; without an `event` a machine's."""
    pen = Pen(case, now)
    pen.write(
        EventKind.LETTER_JOINED,
        letter_id=arrival.letter_id,
        follow_up=LETTER,
        received_at=iso(arrival.received_at),
        resumes=False,
    )
    standing = replay(pen.events)
    told: tuple[Intent, ...] = ()
    if event and standing.mode is not Mode.SHADOW:
        facts: dict[str, Fact] = {"event": event, "letter_id": arrival.letter_id}
        told = (intents.notice(standing, policy, templates.FOLLOW_UP, facts),)
    return Outcome(pen.written, fold(pen.events, policy), told)
