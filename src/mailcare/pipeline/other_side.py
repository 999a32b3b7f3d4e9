"""Letters about a dispatch: of the department that has it, of the unit that dispatched one to us.

The token or Message-ID proves the thread; who may speak for a department is known by the address to
which the dispatch went, its domain, or its people. What comes from anybody else changes nothing.
"""

from dataclasses import replace

from mailcare.casework import peer
from mailcare.casework.dispatching import OtherSide
from mailcare.casework.hearing import Heard, Saying, hear
from mailcare.casework.ledger import replay
from mailcare.casework.peer import PartKind, PeerPart
from mailcare.casework.policy import AnswerBy
from mailcare.casework.staff.lines import own_lines, own_words
from mailcare.casework.staff.machines import is_machine
from mailcare.casework.standing import Dispatch
from mailcare.casework.threading import Thread, ThreadKind
from mailcare.casework.tokens import TokenKind, read_token
from mailcare.config import Config
from mailcare.correspondence import directory
from mailcare.errors import NotFoundError
from mailcare.intake.reading.files import TooLargeError, attached_files
from mailcare.model.case import Case
from mailcare.pipeline.deciding import Commit, Step, decide
from mailcare.pipeline.parts import Parts
from mailcare.triage.rules import PUBLIC_PROVIDERS

_SAYS = {PartKind.RETURN: Saying.RETURNED, PartKind.ANSWER: Saying.ANSWERED}


def take_in(parts: Parts, step: Step) -> tuple[Commit, str]:
    """Decide what T2 writes for a letter in the thread of a dispatch."""
    try:
        case = parts.store.read(lambda tx: tx.cases.by_id(step.found.thread.id))
    except NotFoundError:
        return decide(parts.store, step)
    sender = sender_of(step)
    user = parts.store.read(lambda tx: tx.cases.texts(case)).user.address.casefold()
    if sender and sender == user and step.message.report is None:
        thread = Thread(ThreadKind.CASE, case.id, certain=True)
        return decide(parts.store, replace(step, found=replace(step.found, thread=thread)))
    return decide(parts.store, replace(step, other_side=_other_side(parts, step, case, sender)))


def _other_side(parts: Parts, step: Step, case: Case, sender: str) -> OtherSide:
    dispatch = replay(case.events).dispatch
    known = is_of(step.settings.config, dispatch.target, sender)
    part = find_part(parts, step)
    if part is not None and _is_ours(parts, part, case):
        return _from_mailcare(step, case, part, dispatch, known=known)
    own = own_lines(own_words(step.message))
    heard = hear(f"{own.first}\n{own.rest}")
    returns = heard.saying is Saying.RETURNED
    machine = is_machine(step.message, step.judgement, is_command=returns)
    return OtherSide(heard, machine=machine, known=known, current=_is_current(step, dispatch))


def _is_ours(parts: Parts, part: PeerPart, case: Case) -> bool:
    """Say whether a part answers a dispatch of this case: it bears the token that we made."""
    token = read_token(parts.tokens, part.token)
    proven = token is not None and token.kind is TokenKind.DISPATCH and token.row_id == case.id
    return proven and part.kind is not PartKind.DISPATCH


def _from_mailcare(
    step: Step, case: Case, part: PeerPart, dispatch: Dispatch, *, known: bool
) -> OtherSide:
    policy = step.settings.desk_for(case.mailbox_id).policy
    target = policy.targets.get(dispatch.target or "")
    theirs = target is not None and target.answer_by is AnswerBy.DEPARTMENT
    return OtherSide(
        Heard(_SAYS.get(part.kind, Saying.RECEIVED), part.text),
        known=known,
        current=part.serial == dispatch.serial,
        confirms=part.kind is PartKind.CONFIRMATION,
        answered=part.kind is PartKind.ANSWER and part.answered and theirs,
    )


def _is_current(step: Step, dispatch: Dispatch) -> bool:
    """Say whether the letter answers the dispatch that stands, as far as its thread tells."""
    mail = step.found.mail
    if mail is None or dispatch.queued_at is None:
        return True
    follows = bool(dispatch.mail_id) and mail.id >= dispatch.mail_id  # even if the clock went back
    return follows or mail.created_at >= dispatch.queued_at


def is_of(config: Config, name: str | None, sender: str) -> bool:
    """Say whether an address belongs to the unit or department called `name`."""
    entry = directory.entry(config, name)
    if entry is None or not sender:
        return False
    people = {
        *((entry.dispatch_address or "").casefold().split()),
        *(one.casefold() for one in getattr(entry, "people", ())),
    }
    domain = (entry.dispatch_address or "").casefold().rpartition("@")[2]
    same = bool(domain) and domain not in PUBLIC_PROVIDERS and sender.endswith("@" + domain)
    return sender in people or same


def sender_of(step: Step) -> str:
    """Return the address in From, casefolded."""
    return step.message.from_.address.casefold() if step.message.from_ else ""


def find_part(parts: Parts, step: Step) -> PeerPart | None:
    """Return the machine-readable part of a letter; None where it has none that can be read."""
    named = any(one.filename == peer.FILE for one in step.message.attachments)
    if not named or step.letter.truncated:
        return None
    try:
        files = attached_files(parts.vault.open(step.letter.blob))
    except TooLargeError:
        return None
    found = next((one for one in files if one.name == peer.FILE), None)
    return None if found is None else peer.load(found.data)
