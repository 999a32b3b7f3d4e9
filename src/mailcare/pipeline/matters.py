"""A letter that answers no mail of ours, from somebody whose case we have: is it the same matter?

The same complaint sent again, from another client, to another of our mailboxes, or by the same
person from another address, joins its case instead of a second acknowledgement. What is in doubt
becomes a case that names the other, and a person decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mailcare.casework.policy import Policy
from mailcare.errors import NotFoundError, VaultError
from mailcare.model.case import Case, CaseTexts, State
from mailcare.model.follow_up import Stance
from mailcare.model.judgement import Elements, Judgement
from mailcare.model.letter import Message
from mailcare.model.place import Mode
from mailcare.pipeline.parts import Desk, Settings
from mailcare.store import Tx
from mailcare.triage import is_marked_forged
from mailcare.triage.follow_up import hear
from mailcare.triage.matter import Likeness, compare, notions

_ENDED = frozenset({State.ANSWERED, State.CLOSED, State.NOT_ACCEPTED, State.WITHDRAWN})
A_FEW_NOTIONS = 8
"""What says no more than this tells no problem of its own."""
_AGAIN = frozenset({Stance.URGING, Stance.DISSATISFIED})
"""Said without a thread, they may be about a case that has ended."""


@dataclass(frozen=True, slots=True)
class Query:
    """A letter without a thread, as far as it takes to find its case."""

    settings: Settings
    desk: Desk
    judgement: Judgement
    message: Message
    received_at: datetime

    @property
    def policy(self) -> Policy:
        """The rules of the mailbox where it arrived."""
        return self.desk.policy

    @property
    def address(self) -> str:
        """Whose letter it is."""
        return self.judgement.user.address if self.judgement.user else ""

    @property
    def problem(self) -> str:
        """What it complains about; empty where it tells no problem."""
        found = self.judgement.elements.problem
        return found.value if found else ""


@dataclass(frozen=True, slots=True)
class Matter:
    """The case that a letter without a thread belongs to, or may belong to."""

    case_id: int
    number: str
    sure: bool
    repeated: bool = False
    """It tells the problem of the case again."""


def find_matter(tx: Tx, query: Query) -> Matter | None:
    """Look for the case of a letter that answers none of our mails; None: it is a new matter."""
    judgement = query.judgement
    if judgement.automatic or judgement.official or judgement.colleague or judgement.copy_only:
        return None
    if is_marked_forged(judgement):
        return None
    stance, _ = hear(query.message)
    known = [one for one in _candidates(tx, query) if _is_comparable(one[0], query)]
    if not query.problem or stance is not Stance.NEUTRAL:
        bare = _bare(known, query, stance)
        if bare or not query.problem:
            return bare
    found = [(case, _likeness(case, texts, query)) for case, texts in known]
    for case, likeness in found:
        if likeness is Likeness.SAME:
            return Matter(case.id, case.number, sure=True, repeated=True)
    for case, likeness in found:
        if likeness is Likeness.UNSURE:
            return Matter(case.id, case.number, sure=False)
    return None


def _candidates(tx: Tx, query: Query) -> Iterator[tuple[Case, CaseTexts]]:
    """Yield the person's cases within the window, newest first; one that was destroyed is none."""
    elements = query.judgement.elements
    numbers = [one.value for one in (elements.phone, elements.device_number) if one]
    since = query.received_at - query.policy.same_within
    for case in tx.cases.of_person(query.address, numbers, since):
        try:
            yield case, tx.cases.texts(case)
        except (NotFoundError, VaultError):
            continue


def _is_comparable(case: Case, query: Query) -> bool:
    """Leave out what was kept in shadow mode from what is answered, and the other way round.

    A case that a unit of ours has by a hand-over goes on at the unit that the user wrote to.
    """
    if "origin_case" in case.events[0].facts:
        return False
    policy = query.policy
    live = policy.mode is not Mode.SHADOW and query.received_at >= policy.mode_since
    return case.mailbox_id in query.settings.desks and live == (case.view.mode is not Mode.SHADOW)


def _bare(known: list[tuple[Case, CaseTexts]], query: Query, stance: Stance) -> Matter | None:
    """Return the one case that somebody means who tells no problem, or presses for an answer."""
    own = [(case, texts) for case, texts in known if _is_same_user(texts, query)]
    running = [pair for pair in own if pair[0].view.state not in _ENDED]
    meant = running or (own if stance in _AGAIN else [])
    if not meant or (stance is Stance.NEUTRAL and query.judgement.elements == Elements()):
        return None
    case, texts = meant[0]
    if len(notions(query.problem)) <= A_FEW_NOTIONS:
        return Matter(case.id, case.number, sure=len(meant) == 1)
    likeness = _likeness(case, texts, query)
    if likeness is Likeness.DIFFERENT:
        return None
    return Matter(case.id, case.number, sure=len(meant) == 1 and likeness is Likeness.SAME)


def _likeness(case: Case, texts: CaseTexts, query: Query) -> Likeness:
    likeness = compare(query.problem, _problem(texts))
    elsewhere = query.judgement.unit != case.view.owner
    return Likeness.DIFFERENT if likeness is Likeness.UNSURE and elsewhere else likeness


def _problem(texts: CaseTexts) -> str:
    return texts.elements.problem.value if texts.elements.problem else texts.subject


def _is_same_user(texts: CaseTexts, query: Query) -> bool:
    return texts.user.address.casefold() == query.address.casefold()
