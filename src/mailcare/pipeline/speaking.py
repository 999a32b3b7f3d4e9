"""Intents become outbox rows: composed outside any transaction, sealed, then written in one.

An intent that was being composed when the process died is simply composed again: its rows are
unique, and its Message-IDs depend on nothing but the intent and the recipient.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailcare.casework.after_sending import reply_impossible
from mailcare.casework.staff.lines import own_words
from mailcare.casework.templates import RESULT
from mailcare.config import Caps
from mailcare.correspondence.authors import Answering
from mailcare.correspondence.caps import STAFF, count, decide, room
from mailcare.correspondence.write import Written, write, write_system
from mailcare.errors import ClaimLostError, ComposeError, NotFoundError, StoreError
from mailcare.logs import describe_error, get_logger
from mailcare.model.case import Case, CaseTexts, Fact, Note
from mailcare.model.judgement import Elements
from mailcare.model.letter import Address
from mailcare.model.place import Letter
from mailcare.model.post import MailClass, OutboxMail
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline import local_hand_over
from mailcare.pipeline.holding_back import hold_back
from mailcare.pipeline.ledger import append
from mailcare.pipeline.parts import Parts, Settings
from mailcare.store import NewMail, PendingIntent, Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.supervision.digest import digest_tellings
from mailcare.supervision.enclosing import enclose
from mailcare.supervision.telling import Telling, alarm_telling

log = get_logger("pipeline")

BATCH = 20
_DOUBLINGS = 6
_LONGEST_WAIT = timedelta(minutes=1)
_WITH_ORIGINAL = frozenset({MailClass.NOTICE, MailClass.DISPATCH})


class NotYetError(Exception):
    """The mail that must go first has not been composed."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the rows of one intent have in common."""

    key_id: str
    case_id: int | None
    mailbox_id: int
    after_id: int | None
    number: str = ""
    """Of the case."""
    total: int = 0
    """Of the case, too."""


@dataclass(frozen=True, slots=True)
class _Composed:
    """A mail whose bytes are sealed, and what it was sealed from."""

    written: Written
    mail: NewMail


def speak(parts: Parts, now: datetime) -> int:
    """Compose the intents that wait, at most `BATCH`; return how many became mails."""
    part = parts.sharing.part
    pending = parts.store.read(lambda tx: tx.intents.pending(BATCH, part))
    return sum(_speak(parts, intent, now) for intent in pending if _is_due(intent, now))


def _is_due(pending: PendingIntent, now: datetime) -> bool:
    """Say whether to try again: after 1, 2, 4 … seconds, at last once a minute.

    What was wanted a moment after `now` waits for the next time, so that no mail is older than
    what brought it about; what a clock put ahead had wanted doesn't wait for that hour.
    """
    quick = min(pending.attempts, _DOUBLINGS)
    waits = timedelta(seconds=2**quick - 1) + (pending.attempts - quick) * _LONGEST_WAIT
    waited = now - pending.created_at
    return waited >= waits or waited < -_LONGEST_WAIT


def _speak(parts: Parts, pending: PendingIntent, now: datetime) -> bool:
    settings = parts.settings
    try:
        if local_hand_over.is_local(parts, pending):
            return local_hand_over.deliver(parts, pending, now)
        mails = _compose(parts, settings, pending, now)
    except NotYetError:
        return False
    except ComposeError as error:
        _give_up(parts, pending, describe_error(error), now)
        return False
    except (StoreError, ClaimLostError):
        raise
    except Exception as error:  # noqa: BLE001 - one mail must not hold up those behind it
        _failed(parts, pending, describe_error(error), now)
        return False
    caps = settings.config.caps
    written = parts.store.run(lambda tx: _write(tx, pending, mails, caps, now))
    log.info(
        "intent.composed",
        intent=pending.id,
        template=pending.intent.template,
        mails=[mail.id for mail in written],
        states=[mail.state.value for mail in written],
    )
    return True


def _compose(
    parts: Parts, settings: Settings, pending: PendingIntent, now: datetime
) -> list[_Composed]:
    if pending.case_id is None and pending.letter_id is None:
        return _compose_system(parts, settings, pending, now)
    case_id = pending.case_id
    case = None if case_id is None else parts.store.read(lambda tx: tx.cases.by_id(case_id))
    return _compose_for_case(parts, settings, pending, case, now)


def _compose_for_case(
    parts: Parts, settings: Settings, pending: PendingIntent, case: Case | None, now: datetime
) -> list[_Composed]:
    letter = _letter(parts, pending)
    if case is not None:
        mailbox_id, key_id = case.mailbox_id, case.key_id
        texts = parts.store.read(lambda tx: tx.cases.texts(case))
    elif letter is not None:
        mailbox_id, key_id = letter.mailbox_id, letter.key_id
        texts = _texts_of_letter(parts, letter)
    else:
        raise NotFoundError("an intent that belongs to nothing")
    attached = letter is not None and pending.intent.mail_class in _WITH_ORIGINAL
    notes = [] if case is None else parts.store.read(lambda tx: tx.notes.of(case))
    written = write(
        pending.id,
        pending.intent,
        case,
        texts,
        mailbox=settings.desk_for(mailbox_id).name,
        world=settings.writing,
        now=now,
        original=parts.vault.open(letter.blob) if letter and attached else None,
        siblings=parts.store.read(lambda tx: tx.intents.siblings(pending)),
        notes={note.seq: note.text for note in notes},
        files=_files(parts, pending, notes),
        answering=_answering(parts, pending),
    )
    after_id = None if case is None else _after(parts, pending, case)
    number, total = (case.number, case.total) if case else ("", 0)
    frame = _Frame(key_id, pending.case_id, mailbox_id, after_id, number, total)
    return [_sealed(parts, one, frame) for one in written]


def _files(parts: Parts, pending: PendingIntent, notes: Sequence[Note]) -> bytes | None:
    """Return what goes along with a person's words to the user, or to who answers them."""
    intent = pending.intent
    if intent.mail_class is not MailClass.REPLY and intent.template != RESULT:
        return None
    beside = [one.attachments for one in notes if one.seq == intent.facts.get("note")]
    return parts.vault.open(beside[0]) if beside and beside[0] else None


def _answering(parts: Parts, pending: PendingIntent) -> Answering | None:
    """Return the letter of staff that is answered, read once more from its bytes."""
    letter_id = pending.intent.facts.get("answers")
    if not isinstance(letter_id, int):
        return None
    letter = parts.store.read(lambda tx: tx.letters.get(letter_id))
    message = parts.readers.read(parts.vault.open(letter.blob))
    references = message.references or message.in_reply_to
    files = tuple(one.filename for one in message.attachments if one.filename)
    return Answering(message.message_id, references, own_words(message), files)


def _letter(parts: Parts, pending: PendingIntent) -> Letter | None:
    letter_id = pending.letter_id
    return None if letter_id is None else parts.store.read(lambda tx: tx.letters.get(letter_id))


def _texts_of_letter(parts: Parts, letter: Letter) -> CaseTexts:
    """Return what a notice about a filed letter tells, read once more from its bytes."""
    message = parts.readers.read(parts.vault.open(letter.blob))
    judgement = parts.store.read(lambda tx: tx.letters.judgement(letter.id))
    return CaseTexts(
        user=message.from_ or Address(""),
        subject=message.subject,
        message_id=message.message_id,
        references=message.references,
        elements=judgement.elements if judgement else Elements(),
        reasons=judgement.reasons if judgement else (),
    )


def _after(parts: Parts, pending: PendingIntent, case: Case) -> int | None:
    """Return the mail that must have left first."""
    template = pending.intent.after
    if template is None:
        return None
    mails = parts.store.read(lambda tx: tx.outbox.list(case_id=case.id))
    first = [mail.id for mail in mails if mail.template == template]
    if not first:
        raise NotYetError
    return max(first)


def _compose_system(
    parts: Parts, settings: Settings, pending: PendingIntent, now: datetime
) -> list[_Composed]:
    """Compose an alarm or a digest: about the system or a period, not about one case."""
    config = settings.config
    mailbox_id = settings.desk(config.alarms.mailbox).id
    frame = _Frame(parts.vault.system_key(), None, mailbox_id, None)
    sealed: list[_Composed] = []
    for number, telling in enumerate(_tellings(parts, settings, pending, now)):
        written = write_system(
            pending.intent.mail_class,
            pending.intent.template,
            telling.values,
            telling.recipients,
            unique=f"{pending.id}.{number}",
            world=settings.writing,
            now=now,
            lines=telling.lines,
            alarm_id=telling.alarm_id,
            files=telling.files,
        )
        sealed += [_sealed(parts, one, frame) for one in written]
    return sealed


def _tellings(
    parts: Parts, settings: Settings, pending: PendingIntent, now: datetime
) -> list[Telling]:
    intent = pending.intent
    if intent.mail_class is MailClass.DIGEST:
        return digest_tellings(parts.store, settings.writing, intent, now)
    telling = alarm_telling(settings.config, intent)
    return [enclose(parts.store, settings.config, telling, intent, now)]


def _sealed(parts: Parts, written: Written, frame: _Frame) -> _Composed:
    mail = NewMail(
        mail_class=written.mail_class,
        template=written.template,
        state=written.state,
        recipient=written.recipient,
        message_id=written.message_id,
        blob=parts.vault.seal(written.data, frame.key_id, _note(written, frame)),
        key_id=frame.key_id,
        case_id=frame.case_id,
        mailbox_id=frame.mailbox_id,
        not_before=written.not_before,
        reason=written.reason,
        after_id=frame.after_id,
    )
    return _Composed(written, mail)


def _note(written: Written, frame: _Frame) -> dict[str, str | int | bool | None]:
    """Return what tells the archive which case a mail belongs to, and to whom it went."""
    return {
        "kind": "mail",
        "case": frame.case_id,
        "number": frame.number,
        "total": frame.total,
        "template": written.template,
        "recipient": written.recipient,
        "message_id": written.message_id,
    }


def _write(
    tx: Tx, pending: PendingIntent, mails: list[_Composed], caps: Caps, now: datetime
) -> list[OutboxMail]:
    tx.locks.take("caps")
    capped = [_capped(tx, one, caps, now) for one in mails]
    clear_alarm(tx, AlarmKind.TEMPLATE, pending.intent.template, now)
    return tx.intents.done(pending.id, [hold_back(tx, pending, mail) for mail in capped], now)


def _capped(tx: Tx, composed: _Composed, caps: Caps, now: datetime) -> NewMail:
    written, mail = composed.written, composed.mail
    counts = count(tx, written, mail.case_id, now)
    state, reason = decide(written, counts, caps)
    if not reason:
        return mail
    facts: dict[str, Fact] = {"mail_class": mail.mail_class.value, "state": state.value}
    raise_alarm(tx, AlarmKind.CAP, reason, facts, now)
    waits = room(counts, caps, now) if reason == STAFF else None
    return replace(mail, state=state, reason=reason, not_before=waits)


def _failed(parts: Parts, pending: PendingIntent, error: str, now: datetime) -> None:
    """Leave the intent waiting, and say so: what is to be told must not vanish."""

    def work(tx: Tx) -> None:
        attempts = tx.intents.failed(pending.id, error)
        template = pending.intent.template
        facts: dict[str, Fact] = {"template": template, "attempts": attempts, "error": error}
        if pending.intent.mail_class is not MailClass.ALARM:
            raise_alarm(tx, AlarmKind.TEMPLATE, pending.intent.template, facts, now)

    parts.store.run(work)
    log.error("intent.failed", intent=pending.id, template=pending.intent.template, error=error)


def _give_up(parts: Parts, pending: PendingIntent, error: str, now: datetime) -> None:
    """End an intent that can never be written; staff get the task, or admins an alarm."""

    def work(tx: Tx) -> None:
        tx.intents.failed(pending.id, error, final=True)
        template = pending.intent.template
        if pending.case_id is None or pending.intent.mail_class is not MailClass.REPLY:
            facts: dict[str, Fact] = {"template": template, "error": error}
            raise_alarm(tx, AlarmKind.TEMPLATE, template, facts, now)
            return
        case = tx.cases.by_id(pending.case_id)
        policy = parts.settings.desk_for(case.mailbox_id).policy
        append(tx, case, reply_impossible(case, template, policy, now), pending.letter_id, now)

    parts.store.run(work)
    log.error("intent.given_up", intent=pending.id, template=pending.intent.template, error=error)
