"""Which of our cases or mails a letter belongs to, from what the store knows."""

from contextlib import suppress
from dataclasses import dataclass

from mailcare.casework.templates import TO_ORIGIN, TO_OTHER_SIDE
from mailcare.casework.threading import Hit, NumberHit, Thread, ThreadKind, which_case
from mailcare.casework.tokens import Token, TokenKeys, TokenKind, find_numbers, find_tokens
from mailcare.errors import NotFoundError
from mailcare.model.letter import Message, Report
from mailcare.model.post import MailClass, OutboxMail
from mailcare.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Found:
    """What a letter continues, and the mail of ours that it answers or reports on."""

    thread: Thread
    mail: OutboxMail | None


def find_thread(store: Store, keys: TokenKeys, message: Message, sender: str) -> Found:
    """Look a letter up: our Message-ID, then token, then number and same sender."""
    tokens = tuple(find_tokens(keys, message))
    numbers = find_numbers(f"{message.subject}\n{message.text}")[:5]

    def look(tx: Tx) -> Found:
        mail = _answered_mail(tx, message)
        hits = () if _proves_alarm(tokens) else _hits(mail)
        number_hits = () if hits or tokens else _number_hits(tx, numbers, sender)
        return Found(which_case(hits, tokens, number_hits), mail)

    return store.read(look)


def _answered_mail(tx: Tx, message: Message) -> OutboxMail | None:
    reported = _reported(message.report) if message.report else ()
    for message_id in (*reported, *message.in_reply_to, *reversed(message.references)):
        mail = tx.outbox.by_message_id(message_id) if message_id else None
        if mail is not None:
            return mail
    return None


def _reported(report: Report) -> tuple[str, ...]:
    """Return what a report is about: the Message-ID it quotes, or the one that we gave as ENVID."""
    known = f"<{report.envelope_id}>" if report.envelope_id else ""
    return (report.original_message_id, known)


def _proves_alarm(tokens: tuple[Token, ...]) -> bool:
    """Say whether the letter answers an alarm that its writer was sent."""
    return any(token.kind is TokenKind.ALARM for token in tokens[:1])


def _hits(mail: OutboxMail | None) -> tuple[Hit, ...]:
    if mail is not None and mail.mail_class is MailClass.ALARM:
        return (Hit(ThreadKind.ALARM, 0),)
    if mail is None or mail.case_id is None:
        return ()
    return (Hit(_kind(mail), mail.case_id),)


def _kind(mail: OutboxMail) -> ThreadKind:
    if mail.template in TO_ORIGIN:
        return ThreadKind.ORIGIN
    if mail.template in TO_OTHER_SIDE:
        return ThreadKind.DISPATCH
    return ThreadKind.NOTICE if mail.mail_class is MailClass.NOTICE else ThreadKind.CASE


def _number_hits(tx: Tx, numbers: tuple[str, ...], sender: str) -> tuple[NumberHit, ...]:
    hits = []
    for number in numbers:
        with suppress(NotFoundError):
            case = tx.cases.get(number)
            user = tx.cases.texts(case).user.address
            hits.append(NumberHit(case.id, same_sender=user.casefold() == sender.casefold()))
    return tuple(hits)
