"""An intent → mails, final to the byte: who writes, to whom, in which words, in which state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from mailcare.casework import templates
from mailcare.casework.staff.recording import MEMBER
from mailcare.casework.tokens import TokenKeys, TokenKind, make_token, message_id, subject_tag
from mailcare.config import Config, Mailbox
from mailcare.correspondence import directory, labels
from mailcare.correspondence.authors import Answering, author_values
from mailcare.correspondence.compose import Outgoing, Part, check_address, compose, original_part
from mailcare.correspondence.compose.bundle import File, unpack
from mailcare.correspondence.compose.mail import AutoSubmitted
from mailcare.correspondence.compose.parts import file_part
from mailcare.correspondence.elements import problem_language
from mailcare.correspondence.machine import answer_part, dispatch_part
from mailcare.correspondence.shown import fill, sheet, shown_reply
from mailcare.correspondence.slots import Matter
from mailcare.correspondence.states import entry_state
from mailcare.correspondence.templates import Html, Rendered, TemplateBook
from mailcare.errors import ComposeError
from mailcare.model.case import Case, CaseTexts
from mailcare.model.judgement import Language
from mailcare.model.letter import Address
from mailcare.model.post import Intent, MailClass, OutboxState

_LONGEST_ID = 250
_TOKEN_KINDS = {
    MailClass.REPLY: TokenKind.CASE,
    MailClass.NOTICE: TokenKind.NOTICE,
    MailClass.DISPATCH: TokenKind.DISPATCH,
}
_TO_AUTHORS = frozenset(
    {
        templates.PREVIEW,
        templates.DONE,
        templates.REFUSED,
        templates.HELP,
        templates.CODE,
        templates.URGED,
    }
)
"""They answer a letter of staff."""
_WITHOUT_ORIGINAL = frozenset({"notice.task", "notice.overdue"}) | _TO_AUTHORS | templates.TO_ORIGIN
"""They come after the letter was read; the first notice carried it."""
_NO_MACHINES = (("X-Auto-Response-Suppress", "All"),)
"""Asks Exchange for neither out-of-office nor delivery or read receipts to automatic mail."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What writing needs of its surroundings; no clock, no store."""

    config: Config
    book: TemplateBook
    keys: TokenKeys
    staff_language: Language = Language.ZH
    """Of notices, dispatches, digests and alarms; replies follow the user."""


@dataclass(frozen=True, slots=True)
class Written:
    """One mail to one recipient: bytes to be sealed, and what its outbox row says."""

    recipient: str
    mail_class: MailClass
    template: str
    data: bytes
    message_id: str
    state: OutboxState
    """``draft``, ``queued``, ``held`` or ``suppressed``; caps may still hold it."""
    reason: str = ""
    not_before: datetime | None = None
    reverse_path: str = ""
    """Envelope sender; empty: the null reverse-path."""
    after: str | None = None
    """As in the intent."""
    template_file: str = ""
    template_digest: str = ""


@dataclass(frozen=True, slots=True)
class _Letterhead:
    """What all mails of one intent share."""

    mailbox: Mailbox
    rendered: Rendered
    token: str
    tag: str
    language: Language
    state: OutboxState
    attachments: tuple[Part, ...] = ()
    reference: labels.Words = labels.REFERENCE
    """What the tag in the last line is called."""


def write(
    intent_id: int,
    intent: Intent,
    case: Case | None,
    texts: CaseTexts,
    *,
    mailbox: str,
    world: Writing,
    now: datetime,
    original: bytes | None = None,
    siblings: Sequence[Intent] = (),
    notes: Mapping[int, str] = MappingProxyType({}),
    files: bytes | None = None,
    answering: Answering | None = None,
) -> list[Written]:
    """Return the mails of `intent`, one per recipient, sent from `mailbox` (name in the config).

    The bytes depend on nothing but the arguments. `siblings` are the other intents of the same
    step: a notice shows the reply among them. `notes` are what people wrote about the case, `files`
    what goes along with it (`compose.bundle`), `answering` the letter of staff that is answered.
    Without a `case` only notices can be written.

    Raises:
        TemplateError: no usable template, or a value that it needs is absent.
        ComposeError: the user's address is odd, or nobody stands in the role.
    """
    box = world.config.mailboxes[mailbox]
    matter = _matter(intent, case, texts, box=box, world=world, now=now)
    matter = replace(matter, notes=notes)
    not_before = matter.when("hold_until")
    mode = case.view.mode if case else box.mode
    state, reason = entry_state(intent, mode, world.config, not_before, now)
    sent = shown_reply(matter, world.book, siblings)
    named = {"sent": sent}
    if answering is not None:
        named |= author_values(matter, world.keys, answering)
    head = _letterhead(matter, box, world, state=state, original=original, named=named)
    if files is not None:
        head = replace(head, attachments=(*head.attachments, *unpack(files)))
    recipients = _recipients(matter, world.keys)
    return [
        replace(
            _mail(matter, head, recipient, f"{intent_id}.{index}", answering),
            reason=reason,
            not_before=not_before if state is OutboxState.HELD else None,
        )
        for index, recipient in enumerate(recipients)
    ]


def write_system(
    mail_class: MailClass,
    template: str,
    variables: Mapping[str, str],
    recipients: tuple[str, ...],
    *,
    unique: str,
    world: Writing,
    now: datetime,
    lines: Mapping[str, Html] | None = None,
    alarm_id: int | None = None,
    files: Sequence[File] = (),
) -> list[Written]:
    """Return alarms or digests from the alarms' mailbox; `unique` tells Message-IDs apart.

    `lines` are the lists of a mail that is also HTML, by variable. An answer of its recipient
    acknowledges the alarm with the id `alarm_id`. `files` are enclosed.

    Raises:
        TemplateError: no usable template, or a value that it needs is absent.
        ComposeError: an address is odd.
    """
    box = world.config.mailboxes[world.config.alarms.mailbox]
    language = world.staff_language
    named = {"organisation": directory.organisation(world.config, language), **variables}
    rendered = world.book.render(template, language, box.unit, named, lines)
    enclosed = tuple(file_part(one.content_type, one.name, one.data) for one in files)
    head = _Letterhead(box, rendered, "mailcare", "", language, OutboxState.QUEUED, enclosed)
    intent = Intent(mail_class, template, "admins")
    heads = [_answerable(head, world, alarm_id, recipient) for recipient in recipients]
    return [
        _written(one, intent, _outgoing(one, recipient, f"{unique}.{index}", now, world.config))
        for index, (one, recipient) in enumerate(zip(heads, recipients, strict=True))
    ]


def _answerable(
    head: _Letterhead, world: Writing, alarm_id: int | None, recipient: str
) -> _Letterhead:
    """Give an alarm the token by which its recipient, and nobody else, can acknowledge it."""
    if alarm_id is None:
        return head
    token = make_token(world.keys, TokenKind.ALARM, alarm_id, recipient)
    tag = alarm_tag(alarm_id, token)
    return replace(head, token=token, tag=tag, reference=labels.ALARM_REFERENCE)


def _matter(
    intent: Intent,
    case: Case | None,
    texts: CaseTexts,
    *,
    box: Mailbox,
    world: Writing,
    now: datetime,
) -> Matter:
    language = world.staff_language
    if intent.mail_class is MailClass.REPLY:
        given = case.view.language if case else Language.ZH
        language = problem_language(texts.elements, given)
    unit = case.view.unit if case else box.unit
    return Matter(intent, case, texts, unit, world.config, language, now)


def _letterhead(
    matter: Matter,
    box: Mailbox,
    world: Writing,
    *,
    state: OutboxState,
    original: bytes | None,
    named: Mapping[str, str],
) -> _Letterhead:
    token = _token(matter, world)
    attachments, note = _attachments(matter, original, token)
    attachments = (*_sheets(matter, world), *attachments)
    rendered = fill(world.book, matter, {**named, "original_note": note})
    tag = subject_tag(matter.case.number, token) if matter.case else ""
    return _Letterhead(box, rendered, token, tag, matter.language, state, attachments)


def _token(matter: Matter, world: Writing) -> str:
    """Each class has its own kind, so that a user's quote never passes for a staff answer."""
    if matter.case is None:
        return "mailcare"
    kind = _TOKEN_KINDS[matter.intent.mail_class]
    if matter.intent.template in templates.TO_ORIGIN:
        kind = TokenKind.ORIGIN
    return make_token(world.keys, kind, matter.case.id)


def _sheets(matter: Matter, world: Writing) -> tuple[Part, ...]:
    """Return the sheet for a department that takes no mail, or that mail did not reach."""
    fails = matter.intent.template == templates.TASK and matter.intent.facts.get("target")
    if matter.intent.template != templates.FAX and not fails:
        return ()
    name = f"dispatch-{matter.case.number}.html" if matter.case else "dispatch.html"
    page = sheet(world.book, matter)
    return (file_part("text/html; charset=utf-8", name, page),)


def _attachments(
    matter: Matter, original: bytes | None, token: str
) -> tuple[tuple[Part, ...], str]:
    intent = matter.intent
    if intent.template in templates.TO_ORIGIN and matter.case:
        answer = answer_part(matter, matter.case)
        return ((answer,) if answer else ()), ""
    if intent.mail_class is MailClass.REPLY or intent.template in _WITHOUT_ORIGINAL:
        return (), ""
    parts: tuple[Part, ...] = ()
    if intent.mail_class is MailClass.DISPATCH and matter.case:
        parts = (dispatch_part(matter, matter.case, token),)
    if original is None:
        return parts, matter.say(labels.LOST_ORIGINAL)
    attached = original_part(original)
    return (attached.part, *parts), matter.say(labels.CUT) if attached.cut else ""


def _recipients(matter: Matter, keys: TokenKeys) -> tuple[str, ...]:
    role = matter.intent.recipient_role
    if role == MEMBER:
        return (directory.member(matter.config, matter.unit, keys, matter.word("member")),)
    if role != "user":
        return directory.recipients(matter.config, role, matter.intent.unit or matter.unit)
    if not matter.texts.user.address:
        raise ComposeError("the letter names no address to answer to")
    return (check_address(matter.texts.user.address),)


def _mail(
    matter: Matter, head: _Letterhead, recipient: str, part: str, answering: Answering | None
) -> Written:
    outgoing = _outgoing(head, recipient, part, matter.now, matter.config)
    outgoing = replace(outgoing, auto_submitted=_auto_submitted(matter.intent, head.state))
    if matter.intent.mail_class is MailClass.REPLY:
        outgoing = _in_thread(outgoing, matter.texts.message_id, matter.texts.references)
    elif answering is not None:
        outgoing = _in_thread(outgoing, answering.message_id, answering.references)
    elif matter.intent.template in templates.TO_ORIGIN:
        outgoing = _in_thread(outgoing, matter.word("origin_message_id")[:_LONGEST_ID], ())
    if outgoing.auto_submitted is None:
        outgoing = replace(outgoing, extra=())
    return _written(head, matter.intent, outgoing)


def _outgoing(
    head: _Letterhead, recipient: str, part: str, now: datetime, config: Config
) -> Outgoing:
    domain = head.mailbox.address.rpartition("@")[2].lower()
    footer = f"\n{labels.say(head.reference, head.language)}{head.tag}\n" if head.tag else ""
    return Outgoing(
        from_=directory.sender(config, head.mailbox, head.language),
        to=Address(recipient),
        subject=f"{head.rendered.subject} {head.tag}",
        text=head.rendered.text + footer,
        html=head.rendered.html,
        date=now.astimezone(ZoneInfo(config.organisation.timezone)),
        message_id=message_id(head.token, domain, part),
        auto_submitted="auto-generated",
        extra=_NO_MACHINES,
        attachments=head.attachments,
    )


def _auto_submitted(intent: Intent, state: OutboxState) -> AutoSubmitted | None:
    """RFC 3834 5: what a person writes or releases is no automatic mail."""
    if state is OutboxState.DRAFT or intent.facts.get("by_staff"):
        return None
    answers = intent.mail_class is MailClass.REPLY or intent.template in templates.TO_ORIGIN
    return "auto-replied" if answers else "auto-generated"


def _in_thread(outgoing: Outgoing, answered: str, references: tuple[str, ...]) -> Outgoing:
    """RFC 5322 3.6.4: the letter's own Message-ID ends the References."""
    earlier = tuple(i for i in references if i != answered)
    references = (*earlier, answered) if answered else earlier
    return replace(outgoing, in_reply_to=answered, references=references)


def _written(head: _Letterhead, intent: Intent, outgoing: Outgoing) -> Written:
    return Written(
        recipient=outgoing.to.address,
        mail_class=intent.mail_class,
        template=intent.template,
        data=compose(outgoing),
        message_id=outgoing.message_id,
        state=head.state,
        reverse_path=reverse_path(head.mailbox),
        after=intent.after,
        template_file=head.rendered.template_file,
        template_digest=head.rendered.digest,
    )


def alarm_tag(alarm_id: int, token: str) -> str:
    """Return the tag of an alarm for subject and last body line."""
    return subject_tag(f"ALARM-{alarm_id}", token)


def reverse_path(mailbox: Mailbox) -> str:
    """Return the envelope sender: the mailbox itself, whose bounces we want, or null."""
    return "" if mailbox.null_reverse_path else mailbox.address
