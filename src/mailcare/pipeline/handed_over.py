"""Dispatches to us: of another mailcare by its part, of people to a designated unit.

Known is who dispatches: the address in From is the dispatch address, or the mailbox, of a unit or
department of the config. A dispatch opens one case, however often it arrives.
"""

from dataclasses import replace

from mailcare.casework import taking_in
from mailcare.casework.outcome import Opening
from mailcare.casework.peer import HandOver, PartKind, PeerPart
from mailcare.casework.policy import Role
from mailcare.casework.staff.lines import own_words
from mailcare.casework.staff.machines import is_machine
from mailcare.casework.taking_in import Origin
from mailcare.casework.threading import ThreadKind
from mailcare.casework.tokens import find_numbers
from mailcare.config import Config
from mailcare.model.case import Case, CaseTexts
from mailcare.model.judgement import Decision
from mailcare.model.letter import Address
from mailcare.pipeline.deciding import Commit, Step
from mailcare.pipeline.ledger import append, open_in_store
from mailcare.pipeline.other_side import find_part, is_of, sender_of
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx


def take_in(parts: Parts, step: Step) -> tuple[Commit, str] | None:
    """Decide what T2 writes for a dispatch to us, or a later letter about one; None: it is none."""
    if step.found.thread.kind is ThreadKind.ORIGIN:
        return _later(step)
    name = origin_of(step.settings.config, step.desk.policy.unit, sender_of(step))
    if name is None or step.found.thread.kind not in {ThreadKind.NONE, ThreadKind.CASE}:
        return None
    part = find_part(parts, step)
    if part is not None and part.kind is PartKind.DISPATCH and part.hand_over is not None:
        return _dispatched(step, name, part, part.hand_over)
    known = step.found.thread.kind is ThreadKind.CASE and step.found.thread.certain
    return None if known else _by_people(step, name)


def origin_of(config: Config, unit: str, sender: str) -> str | None:
    """Return who dispatches from this address: none of ours would write so to its own mailbox."""
    boxes = {box.address.casefold(): box.unit for box in config.mailboxes.values()}
    places = {name: unit.dispatch_address for name, unit in config.units.items()}
    places |= {name: other.dispatch_address for name, other in config.departments.items()}
    known = {place.casefold(): name for name, place in places.items() if place}
    found = (boxes | known).get(sender) if sender else None
    return None if found == unit else found


def _dispatched(step: Step, name: str, part: PeerPart, over: HandOver) -> tuple[Commit, str]:
    """Open the case of another mailcare's dispatch; known already, it is a reminder."""
    origin = Origin(
        name=name,
        number=part.number,
        token=part.token,
        serial=part.serial,
        message_id=step.message.message_id,
        answer_by=over.answer_by,
        due=over.due,
        owner=over.owner,
        special=over.special_demand,
        by_phone=over.reply_by_phone,
        category=over.category,
        language=over.language,
    )
    texts = CaseTexts(over.user, over.subject, over.message_id, (), over.elements, ())
    return _opening(step, origin, texts)


def _by_people(step: Step, name: str) -> tuple[Commit, str] | None:
    """Open the case of a hand-over that people wrote to a designated unit, to be judged by staff.

    What they pass on is the user's; the elements are those read from the letter.
    """
    judgement = step.judgement
    machine = is_machine(step.message, judgement, is_command=False)
    designated = step.desk.policy.role is Role.DESIGNATED
    if machine or not designated or judgement.decision is Decision.NONE:
        return None
    numbers = find_numbers(f"{step.message.subject}\n{step.message.text}")
    origin = Origin(
        name=name,
        number=numbers[0] if numbers else "",
        token="",
        message_id=step.message.message_id,
        owner=judgement.unit or "",
        by_phone=judgement.reply_by_phone,
        special=judgement.special_demand.kind.value if judgement.special_demand else "",
        category=judgement.category,
        language=judgement.language,
    )
    texts = CaseTexts(
        Address(""), step.message.subject, "", (), judgement.elements, judgement.reasons
    )
    return _opening(step, replace(origin, token=f"letter-{step.letter.id}"), texts)


def _opening(step: Step, origin: Origin, texts: CaseTexts) -> tuple[Commit, str]:
    opening = taking_in.take_in(step.arrival, origin, texts, step.desk.policy, step.now)

    def commit(tx: Tx) -> str:
        known = tx.cases.by_origin(origin.key)
        if known is not None:
            return _join(tx, step, known, "origin_reminded").number
        return _open(tx, step, opening).number

    return commit, "handed_over"


def _open(tx: Tx, step: Step, opening: Opening) -> Case:
    zone = step.settings.config.organisation.timezone
    case = open_in_store(tx, step.desk.id, step.letter, opening, zone=zone, now=step.now)
    tx.letters.mark_handled(step.letter.id, case.id, step.judgement)
    return case


def _later(step: Step) -> tuple[Commit, str]:
    """Record a letter that answers what we wrote to the unit that dispatched the case to us."""

    def commit(tx: Tx) -> str:
        case = tx.cases.by_id(step.found.thread.id)
        return _join(tx, step, case, _event(step, case)).number

    return commit, "joined"


def _event(step: Step, case: Case) -> str | None:
    """Return what staff are told; None: a machine wrote, or nobody of the other side did."""
    if is_machine(step.message, step.judgement, is_command=False):
        return None
    name = str(case.events[0].facts.get("origin") or "")
    known = is_of(step.settings.config, name, sender_of(step))
    told = bool(own_words(step.message).strip() or step.message.attachments)
    return "origin_wrote" if known and told else "dispatch_stranger"


def _join(tx: Tx, step: Step, case: Case, event: str | None) -> Case:
    policy = step.settings.desk_for(case.mailbox_id).policy
    outcome = taking_in.origin_wrote(case, step.arrival, policy, step.now, event)
    case = append(tx, case, outcome, step.letter.id, step.now)
    tx.letters.mark_handled(step.letter.id, case.id, step.judgement)
    return case
