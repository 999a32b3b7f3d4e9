"""Readers of the digest press for a case (催办) by the link in it, whoever they are.

The link's token is bound to the case and to the reader's address: it is no use for another case,
nor in a letter from another address, and it presses for the case and does nothing else. What else
such a letter says is for staff to read.
"""

from mailcare.casework import intents, templates
from mailcare.casework.commands import RefusedError, orders
from mailcare.casework.ledger import replay
from mailcare.casework.staff.lines import own_words
from mailcare.casework.staff.parsing import parse
from mailcare.casework.staff.recording import tell
from mailcare.casework.staff.waiting import known_member
from mailcare.casework.threading import ThreadKind
from mailcare.errors import NotFoundError
from mailcare.model.case import Case, Fact
from mailcare.model.place import Mode
from mailcare.pipeline.deciding import Commit, Step, decide
from mailcare.pipeline.obeying import obey
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.staff_commands import joined
from mailcare.pipeline.staff_rules import rules_for
from mailcare.store import Tx


def take_in(parts: Parts, step: Step) -> tuple[Commit, str] | None:
    """Decide what T2 writes for a letter with the token of a digest's link; None: it has none."""
    if step.found.thread.kind is not ThreadKind.URGE:
        return None
    try:
        case = parts.store.read(lambda tx: tx.cases.by_id(step.found.thread.id))
    except NotFoundError:
        return None
    if step.judgement.automatic is not None:
        return decide(parts.store, step)
    rules = rules_for(step.settings.config, case.view.unit)
    setting = rules.setting(step.letter.received_at) if rules else None
    command = parse(own_words(step.message), setting).command if setting else None
    presses = isinstance(command, orders.Remind)
    member = known_member(parts.tokens, case.events, _sender(step))
    return joined(step, lambda tx, case: _act(tx, step, case, member, presses=presses)), "urged"


def _sender(step: Step) -> str:
    return step.message.from_.address.casefold() if step.message.from_ else ""


def _act(tx: Tx, step: Step, case: Case, member: str, *, presses: bool) -> None:
    if not presses:
        _show_staff(tx, step, case)
        return
    policy = step.settings.desk_for(case.mailbox_id).policy
    facts: dict[str, Fact] = {"did": "urged"}
    try:
        obey(tx, case, orders.Remind(), policy=policy, now=step.now, actor=member)
    except RefusedError as error:
        facts = {"refusal": ",".join(reason.value for reason in error.reasons)}
    told = tell(case, templates.URGED, member, step.letter.id, **facts)
    tx.intents.add(case.id, None, told, step.now)


def _show_staff(tx: Tx, step: Step, case: Case) -> None:
    if case.view.mode is Mode.SHADOW:
        return
    policy = step.settings.desk_for(case.mailbox_id).policy
    facts: dict[str, Fact] = {"event": "urge_other", "letter_id": step.letter.id}
    told = intents.notice(replay(case.events), policy, templates.UNHEEDED, facts)
    tx.intents.add(case.id, step.letter.id, (told,), step.now)
