r"""Colleagues who answer from webmail after a letter was handled: recorded, for true figures.

Two signs: \\Answered on a letter of a case that still runs, and a mail in the Sent folder that
answers it and goes to its user. What mailcare sent itself lies in Sent too where providers keep it
there; it is known by its Message-ID, by Auto-Submitted, or where a provider writes a new Message-ID
by the time in its Date. Each poll looks at the letters of running cases alone, the newest ones.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from mailcare.casework.by_hand import answered_by_hand, users_letters
from mailcare.casework.ledger import replay
from mailcare.errors import ConflictError, WireError
from mailcare.intake.answered import SentFolder, SentMail
from mailcare.logs import get_logger
from mailcare.model.case import Case
from mailcare.model.post import MailClass
from mailcare.pipeline.concluding import settle_by_sent
from mailcare.pipeline.ledger import append
from mailcare.pipeline.parts import Desk, Parts
from mailcare.store import Place, Tx
from mailcare.wire.imap import ImapSession

log = get_logger("pipeline")

LETTERS = 200
"""Whose flags are looked at in one poll; the nightly one looks at `ALL`."""
ALL = 5_000
LOOK_BACK = timedelta(days=365)
_SAME = timedelta(seconds=5)
"""Between our composing a mail and the time that its Date tells."""


def notice_answers(
    parts: Parts,
    desk: Desk,
    session: ImapSession,
    sent: SentFolder,
    *,
    whole: bool,
    now: datetime,
) -> int:
    """Record the answers that colleagues gave by hand; return how many cases have changed.

    Raises:
        WireError: the connection is gone.
    """
    settle_by_sent(parts, desk, sent, now)
    found: dict[int, int | None] = {}
    places = parts.store.read(lambda tx: tx.receipts.of_running(desk.id, ALL if whole else LETTERS))
    for folder, there in groupby(sorted(places, key=_folder), key=_folder):
        for place in _answered(session, folder, list(there)):
            found[place.case_id] = place.letter_id
    fresh = sent.take_fresh()
    if fresh:
        answers = parts.store.read(lambda tx: list(_cases_answered(tx, desk, fresh, now)))
        found |= dict.fromkeys((one for one in answers if one not in found), None)
    return sum(_record(parts, desk, case_id, letter, now) for case_id, letter in found.items())


def _folder(place: Place) -> str:
    return place.folder


def _answered(session: ImapSession, folder: str, places: Sequence[Place]) -> Iterator[Place]:
    """Yield the places of the letters that bear the flag; a folder that fails waits."""
    try:
        status = session.select(folder)
        metas = session.meta([place.uid for place in places])
    except WireError:
        if not session.usable:
            raise
        return
    for place in places:
        meta = metas.get(place.uid)
        known = None in {status.uidvalidity, place.uidvalidity}
        same = known or status.uidvalidity == place.uidvalidity
        if meta is not None and same and meta.answered and meta.size == place.size:
            yield place


def _cases_answered(tx: Tx, desk: Desk, fresh: Sequence[SentMail], now: datetime) -> Iterator[int]:
    """Yield the cases whose user was written to in answer to their letter, or to ours."""
    for mail in fresh:
        if mail.automatic or not mail.answers or tx.outbox.by_message_id(mail.message_id):
            continue
        for address in mail.recipients:
            for case in tx.cases.of_person(address, (), now - LOOK_BACK):
                if case.mailbox_id == desk.id and _answers(tx, case, mail, address):
                    yield case.id


def _answers(tx: Tx, case: Case, mail: SentMail, address: str) -> bool:
    texts = tx.cases.texts(case)
    if texts.user.address.casefold() != address:
        return False
    ours = [one for one in tx.outbox.list(case_id=case.id) if one.mail_class is MailClass.REPLY]
    if mail.date and any(abs(one.created_at - mail.date) < _SAME for one in ours):
        return False
    began = replay(case.events).answer_from.replace(microsecond=0)
    known = {texts.message_id, *texts.references, *(one.message_id for one in ours)}
    return bool(known & set(mail.answers)) and (mail.date is None or mail.date >= began)


def _record(parts: Parts, desk: Desk, case_id: int, letter_id: int | None, now: datetime) -> bool:
    def work(tx: Tx) -> str:
        case = tx.cases.by_id(case_id)
        if letter_id is not None and not _is_of_now(tx, case, letter_id):
            return ""
        outcome = answered_by_hand(case, letter_id, desk.policy, now)
        if not outcome.events:
            return ""
        return append(tx, case, outcome, None, now).number

    try:
        number = parts.store.run(work)
    except ConflictError:
        return False  # somebody else worked on it; the flag still stands at the next poll
    if number:
        log.info("case.answered_by_hand", case=number, mailbox=desk.name)
    return bool(number)


def _is_of_now(tx: Tx, case: Case, letter_id: int) -> bool:
    """Say whether the letter is the user's, and none that was answered before a reopening."""
    letter = tx.letters.get(letter_id)
    began = replay(case.events).answer_from
    return letter_id in users_letters(case) and letter.received_at >= began
