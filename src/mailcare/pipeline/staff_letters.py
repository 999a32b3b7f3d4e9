"""Letters that answer a notice: a command of staff, a note, or for a person to look at.

Only people of the case's unit give commands, only from an address to which a notice of the case
was sent, and only as the unit's `staff_auth` proves. Everything else changes nothing.
"""

from dataclasses import replace

from mailcare.casework import intents, templates
from mailcare.casework.commands import orders
from mailcare.casework.ledger import replay
from mailcare.casework.restraint import is_doubtful
from mailcare.casework.staff.lines import own_words
from mailcare.casework.staff.machines import is_machine
from mailcare.casework.staff.parsing import Approve, Help, Parsed, parse
from mailcare.casework.staff.proof import Method, is_proven
from mailcare.casework.staff.waiting import known_member
from mailcare.casework.threading import Thread, ThreadKind
from mailcare.errors import NotFoundError
from mailcare.model.case import Case, Fact
from mailcare.model.place import Mode
from mailcare.model.post import MailClass
from mailcare.pipeline.deciding import Commit, Step, decide
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.staff_commands import Work, act, approve, explain, hold, joined, order
from mailcare.pipeline.staff_rules import StaffRules, rules_for
from mailcare.store import Tx


def take_in(parts: Parts, step: Step) -> tuple[Commit, str]:
    """Decide what T2 writes for any letter; those in the thread of a notice are staff's."""
    thread = step.found.thread
    case = _case_of(parts, step) if thread.kind is ThreadKind.NOTICE else None
    rules = None if case is None else rules_for(step.settings.config, case.view.unit)
    if case is None or rules is None:
        return decide(parts.store, step)
    parsed = parse(own_words(step.message), rules.setting(step.letter.received_at))
    is_command = parsed.command is not None or parsed.fault is not None
    if is_machine(step.message, step.judgement, is_command=is_command):
        return decide(parts.store, step)
    step = replace(step, judgement=replace(step.judgement, automatic=None))
    return _from_person(parts, step, case, rules, parsed)


def _case_of(parts: Parts, step: Step) -> Case | None:
    try:
        return parts.store.read(lambda tx: tx.cases.by_id(step.found.thread.id))
    except NotFoundError:
        return None


def _from_person(
    parts: Parts, step: Step, case: Case, rules: StaffRules, parsed: Parsed
) -> tuple[Commit, str]:
    sender = step.message.from_.address.casefold() if step.message.from_ else ""
    if is_doubtful(step.letter.received_at, step.desk.policy):
        return _for_a_person(step, "restored"), "joined"  # it may have been carried out already
    if sender in rules.people and parts.store.read(lambda tx: _was_notified(tx, case, sender)):
        proven = rules.auth is not None and is_proven(step.message, rules.auth)
        member = known_member(parts.tokens, case.events, sender)
        return _from_staff(Work(parts, step, case, rules, member, proven), parsed), "staff"
    user = parts.store.read(lambda tx: tx.cases.texts(case)).user.address.casefold()
    if sender and sender == user:
        return decide(parts.store, _as_users(step, case))
    return _for_a_person(step, "stranger"), "joined"


def _was_notified(tx: Tx, case: Case, sender: str) -> bool:
    """Say whether a notice of the case, or of its hand-over to us, went to that very address."""
    origin = case.events[0].facts.get("origin_case")
    ids = [case.id, *([origin] if isinstance(origin, int) else [])]
    return any(
        mail.mail_class is MailClass.NOTICE and mail.recipient.casefold() == sender
        for case_id in ids
        for mail in tx.outbox.list(case_id=case_id)
    )


def _as_users(step: Step, case: Case) -> Step:
    """A notice that was passed on to the user, who answers it: their letter like any other."""
    thread = Thread(ThreadKind.CASE, case.id, certain=True)
    return replace(step, found=replace(step.found, thread=thread))


def _from_staff(work: Work, parsed: Parsed) -> Commit:
    """Return what is written for a letter of somebody of the unit."""
    command = parsed.command
    if parsed.fault is not None or isinstance(command, Help):
        return explain(work, templates.HELP, parsed.fault and parsed.fault.value)
    doubt = _doubt(work)
    if doubt == "unproven":
        return _for_a_person(work.step, doubt)
    if command is None:
        return _plain(work, parsed)
    if isinstance(command, orders.Note):
        return act(work, parsed, command)
    if doubt:
        return _for_a_person(work.step, doubt)
    return approve(work, command) if isinstance(command, Approve) else order(work, parsed, command)


def _doubt(work: Work) -> str:
    """Return why the author can't give commands by mail; empty: they can, with a code at least."""
    if work.rules.auth is None:
        return "staff_off"
    by_code = work.rules.auth.method is Method.TOKEN_CONFIRM
    return "" if work.proven or by_code else "unproven"


def _plain(work: Work, parsed: Parsed) -> Commit:
    """A letter without a command: a note, or an answer that waits to be confirmed."""
    if not parsed.text:
        return explain(work, templates.HELP)
    if not work.rules.plain_is_answer or work.rules.auth is None:
        return act(work, parsed, orders.Note(parsed.text), "plain")
    return hold(work)


def _for_a_person(step: Step, event: str) -> Commit:
    """Record the letter, act on nothing, and have staff look at it."""

    def then(tx: Tx, case: Case) -> None:
        policy = step.settings.desk_for(case.mailbox_id).policy
        facts: dict[str, Fact] = {"event": event, "letter_id": step.letter.id}
        told = intents.notice(replay(case.events), policy, templates.UNHEEDED, facts)
        if case.view.mode is not Mode.SHADOW:
            tx.intents.add(case.id, step.letter.id, (told,), step.now)

    return joined(step, then)
