"""Commands of staff that came by letter: held for their code, carried out, refused, told about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from mailcare.casework import templates
from mailcare.casework.commands import RefusedError, orders
from mailcare.casework.facts import iso
from mailcare.casework.ledger import replay
from mailcare.casework.staff import codes
from mailcare.casework.staff.lines import own_words
from mailcare.casework.staff.parsing import Approve, Help, Parsed, Release, find_codes, parse
from mailcare.casework.staff.recording import carried_out, dropped, held, tell
from mailcare.casework.staff.waiting import Held, waiting, written
from mailcare.correspondence.compose.bundle import File, pack
from mailcare.intake.reading.files import TooLargeError, attached_files
from mailcare.model.case import Case, Fact
from mailcare.model.place import Letter
from mailcare.model.post import OutboxState
from mailcare.pipeline.deciding import Commit, Step, join_case
from mailcare.pipeline.ledger import append
from mailcare.pipeline.obeying import obey
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.staff_rules import StaffRules
from mailcare.store import Tx

_DID: Mapping[type, str] = {
    orders.Reply: "answered",
    orders.Ask: "asked",
    orders.Extend: "extended",
    orders.Decline: "declined",
    orders.Dispatch: "dispatched",
    orders.Remind: "reminded",
    orders.Confirm: "confirmed",
    orders.Return: "returned",
    orders.Close: "closed",
    orders.NotComplaint: "not_complaint",
    orders.Claim: "claimed",
    orders.Called: "called",
    orders.CallFailed: "call_failed",
    orders.ChangeWay: "way_changed",
    orders.HandBack: "handed_back",
    orders.Reopen: "reopened",
    orders.Note: "noted",
    orders.Takeback: "taken_back",
    Release: "released",
}
_PREVIEWED = (orders.Reply, orders.Ask, orders.Extend, orders.Decline, orders.Dispatch)
"""What others get to read: it can be taken back for a while."""


class _UnusableError(Exception):
    """A command that can't be carried out for the sake of its letter; holds the stable word."""


@dataclass(frozen=True, slots=True)
class Work:
    """A letter of somebody of the case's unit, who answers a notice that they were sent."""

    parts: Parts
    step: Step
    case: Case
    """As it was before the letter."""
    rules: StaffRules
    member: str
    """The author, as the ledger names people."""
    proven: bool
    """Servers of ours vouch for the author."""

    @property
    def codes(self) -> tuple[str, ...]:
        """What looks like a code in subject and quoted mail: answers carry it along."""
        message = self.step.message
        return (*find_codes(message.subject), *find_codes(message.text))


@dataclass(frozen=True, slots=True)
class Ready:
    """A command with the letter in which it stands, ready to be carried out."""

    command: orders.Command | Release
    letter_id: int
    files: int = 0
    did: str = ""
    """What its author is told was done, where the command alone does not say."""


def joined(step: Step, then: Callable[[Tx, Case], None]) -> Commit:
    """Return what records the letter in its case, and then does more."""

    def commit(tx: Tx) -> str:
        case = join_case(tx, step)
        then(tx, case)
        return case.number

    return commit


def explain(work: Work, template: str, refusal: str | None = None) -> Commit:
    """Return what answers the author, and changes nothing."""
    return joined(work.step, lambda tx, case: _tell(tx, work, case, template, refusal=refusal))


def order(work: Work, parsed: Parsed, command: orders.Command | Release) -> Commit:
    """Carry a command out, or let it wait for its code."""
    if not (work.proven or (isinstance(command, orders.Takeback) and _may_undo(work))):
        return hold(work)
    return act(work, parsed, command)


def act(work: Work, parsed: Parsed, command: orders.Command | Release, did: str = "") -> Commit:
    """Carry a command out."""
    try:
        ready = _ready(work, work.step.letter, command, with_files=parsed.attachments)
    except _UnusableError as error:
        return explain(work, templates.REFUSED, str(error))
    ready = replace(ready, did=did)
    return joined(work.step, lambda tx, case: _carry_out(tx, work, case, ready))


def hold(work: Work) -> Commit:
    """Let the command wait, and send its author the code."""
    letter_id, now = work.step.letter.id, work.step.now

    def then(tx: Tx, case: Case) -> None:
        policy = work.step.settings.desk_for(case.mailbox_id).policy
        append(tx, case, held(case, letter_id, work.member, policy, now), letter_id, now)

    return joined(work.step, then)


def approve(work: Work, command: Approve) -> Commit:
    """Carry out the command that waits for this code, read once more from its letter."""
    mine = _waiting(work, work.case)
    target = _confirmed(work, mine, command.code)
    if target is None:
        return explain(work, templates.REFUSED, "wrong_code" if mine else "nothing_waits")
    try:
        ready = _waiting_order(work, target.letter_id)
    except _UnusableError as error:
        return explain(work, templates.REFUSED, str(error))

    def then(tx: Tx, case: Case) -> None:
        if target in _waiting(work, case):
            _carry_out(tx, work, case, ready)
        else:
            _tell(tx, work, case, templates.REFUSED, refusal="nothing_waits")

    return joined(work.step, then)


def _waiting(work: Work, case: Case) -> tuple[Held, ...]:
    policy = work.step.settings.desk_for(case.mailbox_id).policy
    return waiting(case.events, work.member, policy.calendar, work.step.now)


def _confirmed(work: Work, mine: tuple[Held, ...], code: str) -> Held | None:
    """Return which command the letter confirms: by its code, or for whom we know, the newest."""
    given = (code,) if code else work.codes
    for one in mine:
        if any(_is_code(work, word, codes.Purpose.CONFIRM, one.letter_id) for word in given):
            return one
    return mine[0] if mine and work.proven and not code else None


def _may_undo(work: Work) -> bool:
    """Say whether the letter carries the code of a preview: only its author was sent that."""
    letters = written(work.case.events, work.member)
    return any(
        _is_code(work, word, codes.Purpose.UNDO, letter)
        for word in work.codes
        for letter in letters
    )


def _is_code(work: Work, word: str, purpose: codes.Purpose, letter_id: int) -> bool:
    return codes.is_code(work.parts.tokens, word, purpose, letter_id, work.member)


def _waiting_order(work: Work, letter_id: int) -> Ready:
    parts = work.parts
    letter = parts.store.read(lambda tx: tx.letters.get(letter_id))
    message = parts.readers.read(parts.vault.open(letter.blob))
    parsed = parse(own_words(message), work.rules.setting(letter.received_at))
    command = parsed.command
    if command is None and work.rules.plain_is_answer and parsed.text:
        command = orders.Reply(parsed.text)
    if command is None or isinstance(command, Approve | Help):
        raise _UnusableError("nothing_waits")
    return _ready(work, letter, command, with_files=parsed.attachments)


def _ready(
    work: Work, letter: Letter, command: orders.Command | Release, *, with_files: bool
) -> Ready:
    """Take a letter's files apart, where they are to go along.

    Raises:
        _UnusableError: they can't.
    """
    if not with_files or not isinstance(command, orders.Reply):
        return Ready(command, letter.id)
    if letter.truncated:
        raise _UnusableError("files_lost")
    try:
        files = attached_files(work.parts.vault.open(letter.blob))
    except TooLargeError:
        raise _UnusableError("files_too_large") from None
    packed = pack([File(one.name, one.data, one.content_type) for one in files])
    blob = work.parts.vault.seal(packed, work.case.key_id) if files else ""
    return Ready(replace(command, attachments=blob), letter.id, len(files))


def _carry_out(tx: Tx, work: Work, case: Case, ready: Ready) -> None:
    """Do what the command says, or tell its author why not; its code is used up either way."""
    now, policy = work.step.now, work.step.settings.desk_for(case.mailbox_id).policy
    until = _hold_until(work, case, ready)
    try:
        after = _obey(tx, work, case, ready, until)
    except RefusedError as error:
        append(tx, case, dropped(case, ready.letter_id, work.member, policy, now), None, now)
        reasons = ",".join(reason.value for reason in error.reasons)
        _tell(tx, work, case, templates.REFUSED, refusal=reasons)
        return
    except _UnusableError as error:
        _tell(tx, work, case, templates.REFUSED, refusal=str(error))
        return
    append(tx, after, carried_out(after, ready.letter_id, work.member, policy, now), None, now)
    _tell(
        tx,
        work,
        case,
        templates.PREVIEW if until else templates.DONE,
        did=ready.did or _DID[type(ready.command)],
        send_at=iso(until) if until else None,
        letter=ready.letter_id,
        files=ready.files or None,
    )


def _obey(tx: Tx, work: Work, case: Case, ready: Ready, until: datetime | None) -> Case:
    if isinstance(ready.command, Release):
        return _release(tx, case, work.step.now)
    return obey(
        tx,
        case,
        _in_their_role(work, ready.command),
        policy=work.step.settings.desk_for(case.mailbox_id).policy,
        now=work.step.now,
        actor=work.member,
        hold_until=until,
    )


def _in_their_role(work: Work, command: orders.Command) -> orders.Command:
    """Return the command with what its author is in the unit, where that matters."""
    if not isinstance(command, orders.Claim | orders.HandBack):
        return command
    sender = work.step.message.from_.address.casefold() if work.step.message.from_ else ""
    return replace(command, supervisor=sender in work.rules.supervisors)


def _hold_until(work: Work, case: Case, ready: Ready) -> datetime | None:
    """Return until when the command can be taken back; a special demand goes at once (R6)."""
    at_once = isinstance(ready.command, orders.Dispatch) and replay(case.events).special
    if not isinstance(ready.command, _PREVIEWED) or at_once or not work.rules.undo_window:
        return None
    return work.step.now + work.rules.undo_window


def _release(tx: Tx, case: Case, now: datetime) -> Case:
    """Let the drafts of a case go, and what a cap holds."""
    waits = {OutboxState.DRAFT, OutboxState.HELD}
    mails = [one for one in tx.outbox.list(waits, case_id=case.id) if one.not_before is None]
    if not mails:
        raise _UnusableError("no_draft")
    for mail in mails:
        tx.outbox.release(mail.id, now)
    return case


def _tell(tx: Tx, work: Work, case: Case, template: str, **facts: Fact) -> None:
    """Answer the author; with the case's first letter, so that a preview finds what it shows."""
    letters = tx.letters.for_case(case.id)
    told = tell(case, template, work.member, work.step.letter.id, **facts)
    tx.intents.add(case.id, letters[0].id if letters else None, told, work.step.now)
