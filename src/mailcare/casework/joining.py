"""What a later letter is to its case, and what is known of the case with it."""

from dataclasses import dataclass

from mailcare.casework.courses import COURSES, Course, Deed
from mailcare.casework.ledger import WAITING, Standing, replay
from mailcare.casework.outcome import Arrival, FollowUp
from mailcare.casework.policy import Policy
from mailcare.casework.threading import ThreadKind
from mailcare.model.case import Case, CaseTexts, State
from mailcare.model.follow_up import Listened, Stance
from mailcare.model.judgement import Decision, Element, ElementName, Elements, Judgement, Kind
from mailcare.model.letter import Message

UNHEARD = frozenset({FollowUp.MACHINE, FollowUp.STAFF, FollowUp.SURVEY})
"""They move no element: machine mail, what staff write (read as commands later on), surveys."""
_OF_STAFF = frozenset({ThreadKind.NOTICE, ThreadKind.DRAFT, ThreadKind.URGE})
PRESSING = {
    Stance.URGING: FollowUp.URGING,
    Stance.DISSATISFIED: FollowUp.DISSATISFIED,
}
"""Stances that escalate a case, and what a letter of them is."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that joins a case, with how it was judged and heard."""

    arrival: Arrival
    message: Message
    judgement: Judgement
    listened: Listened
    thread: ThreadKind = ThreadKind.CASE
    by_matter: bool = False
    """It answers no mail of ours: sender and matter alone say where it belongs."""
    repeated: bool = False
    """It is the complaint of the case, sent again."""


@dataclass(frozen=True, slots=True)
class Joining:
    """A letter that joins, as far as it is understood."""

    letter: Letter
    kind: FollowUp
    elements: Elements
    """Of the case, this letter's added."""
    same_sender: bool
    before: Standing

    @property
    def course(self) -> Course:
        """What letters of its kind do."""
        return COURSES[self.kind]

    @property
    def reopens(self) -> bool:
        """The case had its answer or its end, and a person must look again."""
        again = self.course.reopens and self.before.finished_at is not None
        return again or self.course.deed is Deed.REOPENS


def understand(case: Case, texts: CaseTexts, letter: Letter, policy: Policy) -> Joining:
    """Return what the letter is to `case`, and what is known with it."""
    before = replay(case.events)
    merged = _merge(texts.elements, letter.listened.elements)
    same_sender = _same_sender(texts, letter.message, letter.judgement)
    kind = _kind(before, letter, merged, policy, same_sender=same_sender)
    heard = kind not in UNHEARD and (same_sender or before.decision in WAITING)
    return Joining(letter, kind, merged if heard else texts.elements, same_sender, before)


def _kind(
    case: Standing, letter: Letter, merged: Elements, policy: Policy, *, same_sender: bool
) -> FollowUp:
    """Return what the letter is; the first that applies."""
    stance = letter.listened.stance
    thanks = stance is Stance.THANKS or (
        stance is Stance.NEUTRAL and letter.judgement.kind is Kind.PRAISE
    )
    supplement = _supplement(case, merged, policy)
    pressing = PRESSING.get(stance)
    refused = case.state is State.NOT_ACCEPTED and not thanks
    return (
        _surely(letter)
        or _withdrawal(letter, same_sender=same_sender)
        or (FollowUp.OBJECTION if refused else None)
        or (None if pressing and supplement is not FollowUp.COMPLETING else supplement)
        or pressing
        or (FollowUp.ANOTHER if letter.listened.another else None)
        or (FollowUp.THANKS if thanks else None)
        or (FollowUp.REPEATED if letter.repeated else FollowUp.ADDITION)
    )


def _withdrawal(letter: Letter, *, same_sender: bool) -> FollowUp | None:
    """A withdrawal that may be somebody else's, or another case's, is for a person to read."""
    if letter.listened.stance is not Stance.WITHDRAWAL:
        return None
    proven = same_sender and not letter.by_matter
    return FollowUp.WITHDRAWAL if proven else FollowUp.ADDITION


def _surely(letter: Letter) -> FollowUp | None:
    """Return the kind of what is heard as nothing else, whatever it says."""
    if letter.judgement.automatic:
        return FollowUp.MACHINE
    if letter.judgement.colleague or letter.thread in _OF_STAFF:
        return FollowUp.STAFF
    if letter.listened.stance is Stance.SURVEY:
        return FollowUp.SURVEY
    return FollowUp.ADDITION if letter.judgement.official else None


def _supplement(case: Standing, merged: Elements, policy: Policy) -> FollowUp | None:
    """Say what the letter adds to what the case waits for; None: nothing, or it doesn't wait."""
    if case.decision not in WAITING or case.finished_at:
        return None
    wanted = [name for name in case.needed if name in case.missing]
    given = [name for name in wanted if merged.get(name)]
    if not given:
        return None
    firm = all(element and not element.probable for element in map(merged.get, wanted))
    stuck = case.decision is Decision.INSUFFICIENT and policy.target_for(case.owner) is None
    return FollowUp.COMPLETING if firm and not stuck else FollowUp.PARTIAL


def _same_sender(texts: CaseTexts, message: Message, judgement: Judgement) -> bool:
    writers = {one.address.casefold() for one in (judgement.user, message.from_) if one}
    return texts.user.address.casefold() in writers


def _merge(known: Elements, added: Elements) -> Elements:
    """Add up: what is known firmly stays, what was absent or only probable may be replaced."""
    return Elements(*(_firmer(known.get(name), added.get(name)) for name in ElementName))


def _firmer(known: Element | None, added: Element | None) -> Element | None:
    if known is None or (known.probable and added is not None and not added.probable):
        return added
    return known
