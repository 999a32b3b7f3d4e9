"""What T2 writes for a letter: a new case, one more event of a known case, or that it is filed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mailcare.casework import dispatching
from mailcare.casework.after_sending import mail_sent, report_arrived
from mailcare.casework.dispatching import OtherSide
from mailcare.casework.follow_up import is_another, join, opens_anew
from mailcare.casework.joining import Letter as Joining
from mailcare.casework.ledger import replay
from mailcare.casework.opening import open_case
from mailcare.casework.outcome import Arrival, Filed, Opening, Outcome
from mailcare.casework.threading import Thread, ThreadKind
from mailcare.casework.tokens import unmarked
from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.case import Case, CaseTexts
from mailcare.model.follow_up import Asked, Listened, Stance
from mailcare.model.judgement import ElementName, Elements, Judgement
from mailcare.model.letter import Message
from mailcare.model.place import Letter
from mailcare.model.post import OutboxState
from mailcare.pipeline.ledger import append, open_in_store
from mailcare.pipeline.matters import Matter, Query, find_matter
from mailcare.pipeline.parts import Desk, Settings
from mailcare.pipeline.threads import Found
from mailcare.store import Store, Tx
from mailcare.triage.follow_up_answers import listen

Commit = Callable[[Tx], str]
"""What T2 writes; returns the case's number, or an empty text."""


@dataclass(frozen=True, slots=True)
class Step:
    """A letter read, judged and looked up, ready to be decided."""

    settings: Settings
    desk: Desk
    letter: Letter
    message: Message
    judgement: Judgement
    found: Found
    now: datetime
    other_side: OtherSide | None = None
    """What the letter says of a dispatch of ours that it answers."""
    listened: Listened | None = None
    """How it was heard as a later letter of the case; None: it is no user's."""
    matter: Matter | None = None
    """The case that it belongs to by sender and matter, or may belong to."""

    @property
    def arrival(self) -> Arrival:
        """What casework must know of the letter beside its content."""
        return Arrival(
            letter_id=self.letter.id,
            received_at=self.letter.received_at,
            first_seen=self.letter.first_seen,
            answered_by_hand=self.letter.answered_by_hand,
            truncated=self.letter.truncated,
        )

    @property
    def joining(self) -> Joining:
        """The letter as casework joins it to a case."""
        plain = Listened(Stance.NEUTRAL, self.judgement.elements)
        return Joining(
            self.arrival,
            self.message,
            self.judgement,
            self.listened or plain,
            self.found.thread.kind,
            by_matter=self.matter is not None,
            repeated=self.matter is not None and self.matter.repeated,
        )

    @property
    def query(self) -> Query:
        """What the store is asked for the case of the letter, where it answers no mail of ours."""
        received = self.letter.received_at
        return Query(self.settings, self.desk, self.judgement, self.message, received)


def decide(store: Store, step: Step) -> tuple[Commit, str]:
    """Return what is to be written, and in a word what that is."""
    case = _known_case(store, step.found)
    if case is not None:
        return _follow(store, step, case)
    thread = step.found.thread
    if thread.kind is not ThreadKind.NONE:
        return _decide_new(step, related=_quoted(store, thread))
    matter = store.read(lambda tx: find_matter(tx, step.query))
    if matter is None or not matter.sure:
        return _decide_new(replace(step, matter=matter), related=matter, why="resembles")
    case = store.read(lambda tx: tx.cases.by_id(matter.case_id))
    found = replace(step.found, thread=Thread(ThreadKind.CASE, case.id, certain=True))
    return _follow(store, replace(step, found=found, matter=matter), case)


def _known_case(store: Store, found: Found) -> Case | None:
    if found.thread.kind is ThreadKind.NONE or not found.thread.certain:
        return None
    return _case(store, found.thread.id)


def _case(store: Store, case_id: int) -> Case | None:
    try:
        return store.read(lambda tx: tx.cases.by_id(case_id))
    except NotFoundError:
        return None


def _quoted(store: Store, thread: Thread) -> Matter | None:
    """Return the case whose number a stranger quotes."""
    case = _case(store, thread.id) if thread.kind is ThreadKind.CASE else None
    return None if case is None else Matter(case.id, case.number, sure=False)


def _follow(store: Store, step: Step, case: Case) -> tuple[Commit, str]:
    """Decide on a letter in a known thread: it joins; or opens a case, too or instead."""
    is_users = step.found.thread.kind is ThreadKind.CASE and step.message.report is None
    if not is_users:
        return lambda tx: join_case(tx, step).number, "joined"
    texts = store.read(lambda tx: tx.cases.texts(case))
    step = replace(step, listened=_listen(step, case, texts))
    policy = step.settings.desk_for(case.mailbox_id).policy
    if opens_anew(case, texts, step.joining, policy=policy, now=step.now):
        old = Matter(case.id, case.number, sure=False)
        known = replace(step, judgement=_with_elements(step, texts))
        return _decide_new(known, related=old, why="ended_long_ago")
    if is_another(case, texts, step.joining, policy):
        return lambda tx: _open_second(tx, step, case), "opened"
    return lambda tx: join_case(tx, step).number, "joined"


def _listen(step: Step, case: Case, texts: CaseTexts) -> Listened:
    problem = texts.elements.problem
    asked = Asked(
        missing=replay(case.events).missing,
        problem=problem.value if problem else "",
        owner=case.view.owner,
        known=texts.elements,
    )
    message = unmarked(step.message, step.settings.config.units)
    return listen(message, step.judgement, step.desk.rules, asked)


def _with_elements(step: Step, texts: CaseTexts) -> Judgement:
    """Return the judgement with what the old case knows, for the person who decides."""
    known = (step.judgement.elements.get(name) or texts.elements.get(name) for name in ElementName)
    return replace(step.judgement, elements=Elements(*known))


def _decide_new(
    step: Step, *, related: Matter | None = None, why: str = "related_case"
) -> tuple[Commit, str]:
    arrival = step.arrival
    if related is not None:
        arrival = replace(
            arrival, related_case=related.case_id, related_number=related.number, related_why=why
        )
    opening = open_case(arrival, step.message, step.judgement, step.desk.policy, step.now)
    if isinstance(opening, Filed):
        return lambda tx: _file(tx, step, opening), "filed"
    return lambda tx: _open(tx, step, opening), "opened"


def _open_second(tx: Tx, step: Step, case: Case) -> str:
    """Let the letter join the case that it answers, and open one for the other problem."""
    told = step.listened.another if step.listened else None
    if told is None:
        raise ValueError("a letter that tells no other problem")
    known = tx.cases.by_id(case.id)
    joined = append(tx, known, _outcome(tx, known, step), step.letter.id, step.now)
    arrival = replace(
        step.arrival, related_case=joined.id, related_number=joined.number, is_second=True
    )
    opening = open_case(arrival, step.message, told, step.desk.policy, step.now)
    if isinstance(opening, Filed):
        tx.letters.mark_handled(step.letter.id, joined.id, step.judgement)
        return joined.number
    return _open(tx, replace(step, judgement=told), opening)


def join_case(tx: Tx, step: Step) -> Case:
    """Write a letter into the case of its thread; return the case after it."""
    case = _settle(tx, tx.cases.by_id(step.found.thread.id), step)
    case = append(tx, case, _outcome(tx, case, step), step.letter.id, step.now)
    tx.letters.mark_handled(step.letter.id, case.id, step.judgement)
    return case


def _outcome(tx: Tx, case: Case, step: Step) -> Outcome:
    policy = step.settings.desk_for(case.mailbox_id).policy
    report, mail = step.message.report, step.found.mail
    if report is not None and mail is not None:
        return report_arrived(case, mail, report, policy, step.now)
    if step.other_side is not None:
        return dispatching.letter_arrived(case, step.arrival, step.other_side, policy, step.now)
    return join(case, tx.cases.texts(case), step.joining, policy=policy, now=step.now)


_CONCLUDED = {"failed": OutboxState.FAILED, "delivered": OutboxState.SENT}


def _settle(tx: Tx, case: Case, step: Step) -> Case:
    """Settle by a delivery report what was uncertain, or sent and came back (invariant 4).

    A case that waited to hear that its mail was sent hears it now.
    """
    report, mail = step.message.report, step.found.mail
    state = _CONCLUDED.get(report.action) if report and report.kind == "dsn" else None
    if report is None or mail is None or state is None or mail.state is state:
        return case
    try:
        mail = tx.outbox.conclude(mail.id, state, f"dsn {report.status}".strip(), step.now)
    except ConflictError:
        return case
    if state is not OutboxState.SENT:
        return case  # that it came back is told with the report
    policy = step.settings.desk_for(case.mailbox_id).policy
    return append(tx, case, mail_sent(case, mail, policy, step.now), None, step.now)


def _open(tx: Tx, step: Step, opening: Opening) -> str:
    """Open a case; not, if meanwhile another worker has opened one for the same matter.

    Raises:
        ConflictError: so it is; the letter is looked at again.
    """
    tx.locks.take("open")
    if step.found.thread.kind is ThreadKind.NONE and find_matter(tx, step.query) != step.matter:
        raise ConflictError("a case of the same matter was opened meanwhile")
    zone = step.settings.config.organisation.timezone
    case = open_in_store(tx, step.desk.id, step.letter, opening, zone=zone, now=step.now)
    tx.letters.mark_handled(step.letter.id, case.id, step.judgement)
    return case.number


def _file(tx: Tx, step: Step, filed: Filed) -> str:
    tx.intents.add(None, step.letter.id, filed.intents, step.now)
    tx.letters.mark_handled(step.letter.id, None, step.judgement)
    return ""
