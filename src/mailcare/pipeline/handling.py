"""Step two, *handle*: a received letter becomes a case, joins one, or is filed (T2).

Read and judged outside any transaction; then one transaction moves the letter from ``received``
to ``handled`` by compare-and-set and writes case, events and intents (invariants 2 and 3).
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from mailcare.casework.staff.proof import is_forged
from mailcare.casework.threading import doubted
from mailcare.casework.tokens import unmarked
from mailcare.errors import (
    ClaimLostError,
    ConflictError,
    ReadingError,
    StoreError,
)
from mailcare.logs import describe_error, get_logger
from mailcare.model.judgement import Judgement
from mailcare.model.letter import Message
from mailcare.model.place import Letter
from mailcare.model.trouble import AlarmKind, Aside, AsideKind
from mailcare.pipeline.deciding import Step
from mailcare.pipeline.fullness import heed_bounce
from mailcare.pipeline.parts import Desk, Parts, Settings
from mailcare.pipeline.routing import route
from mailcare.pipeline.threads import find_thread
from mailcare.store import Tx
from mailcare.supervision.alarms import raise_alarm
from mailcare.triage import found_forged, found_in_junk, is_marked_forged, judge

MAX_ATTEMPTS = 3
"""Tries at a letter before it is set aside, those counted over which the process died."""

log = get_logger("pipeline")


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of a letter."""

    letter_id: int
    result: str
    """``opened``, ``handed_over``, ``joined``, ``staff``, ``urged``, ``trial``, ``filed``,
    ``set_aside``, ``retry``."""
    number: str = ""


def handle(parts: Parts, letter: Letter, now: datetime) -> Handled:
    """Handle one received letter; whatever it is, the next one can be handled after it."""
    settings = parts.settings
    if letter.mailbox_id not in settings.desks:
        return _set_aside(parts, letter, AsideKind.FAILED, "the config lacks its mailbox", now)
    attempts = parts.store.run(lambda tx: tx.letters.begin_attempt(letter.id))
    if attempts > MAX_ATTEMPTS:
        return _set_aside(parts, letter, AsideKind.CRASHED, "the process died over it", now)
    try:
        return _handle(parts, settings, letter, now)
    except ReadingError as error:
        return _set_aside(parts, letter, AsideKind.UNREADABLE, describe_error(error), now)
    except (StoreError, ClaimLostError):
        _take_back_attempt(parts, letter)
        raise
    except Exception as error:  # noqa: BLE001 - a bad letter stops nobody (invariant 3)
        if attempts >= MAX_ATTEMPTS and not isinstance(error, ConflictError):
            return _set_aside(parts, letter, AsideKind.FAILED, describe_error(error), now)
        log.warning("letter.retry", letter=letter.id, error=describe_error(error))
        return Handled(letter.id, "retry")


def _take_back_attempt(parts: Parts, letter: Letter) -> None:
    """A full disk is no letter's fault: three failures of the store set nothing aside."""
    with suppress(StoreError):
        parts.store.run(lambda tx: tx.letters.take_back_attempt(letter.id))


def _handle(parts: Parts, settings: Settings, letter: Letter, now: datetime) -> Handled:
    message = parts.readers.read(parts.vault.open(letter.blob))
    heed_bounce(parts, letter, message, now)
    desk, judgement = _judge(parts, settings, letter, unmarked(message, settings.config.units))
    if letter.junk:
        judgement = found_in_junk(judgement)
    sender = judgement.user.address if judgement.user else ""
    if is_forged(message, settings.config.organisation.authserv_id.lower()):
        message, judgement, sender = replace(message, from_=None), found_forged(judgement), ""
    found = find_thread(parts.store, parts.tokens, message, sender)
    if is_marked_forged(judgement) and message.report is None:
        found = replace(found, thread=doubted(found.thread))
    step = Step(settings, desk, letter, message, judgement, found, now)
    commit, result = route(parts, step)
    number = parts.store.run(commit)
    log.info(
        "letter.handled",
        letter=letter.id,
        mailbox=desk.name,
        result=result,
        case=number,
        decision=judgement.decision.value,
        scope=judgement.scope.value,
        confidence=round(judgement.confidence, 2),
        rules=[reason.rule for reason in judgement.reasons],
        seconds=round((parts.clock.now() - now).total_seconds(), 3),
    )
    return Handled(letter.id, result, number)


def _judge(
    parts: Parts, settings: Settings, letter: Letter, message: Message
) -> tuple[Desk, Judgement]:
    """Judge at the desk of the unit in scope, where the letter went to several of our mailboxes."""
    desk = settings.desk_for(letter.mailbox_id)
    judgement = judge(message, desk.rules)
    receipts = parts.store.read(lambda tx: tx.receipts.for_letter(letter.id))
    held_by = {mailbox_id for _, mailbox_id in receipts}
    addressed = {one.address.casefold() for one in (*message.to, *message.cc)}
    for other in settings.desks.values():
        if other.id == desk.id or other.mailbox.unit != judgement.unit:
            continue
        if other.id in held_by or other.mailbox.address.casefold() in addressed:
            return other, judge(message, other.rules)
    return desk, judgement


def _set_aside(parts: Parts, letter: Letter, kind: AsideKind, error: str, now: datetime) -> Handled:
    desks = parts.settings.desks
    known = letter.mailbox_id in desks
    name = desks[letter.mailbox_id].name if known else f"mailbox {letter.mailbox_id}"

    def commit(tx: Tx) -> None:
        tx.letters.set_aside(Aside(letter.id, letter.mailbox_id, kind, error, now))
        facts = {"letter": letter.id, "reason": kind.value}
        raise_alarm(tx, AlarmKind.SET_ASIDE, name, facts, now)

    parts.store.run(commit)
    log.error("letter.set_aside", letter=letter.id, kind=kind.value, error=error)
    return Handled(letter.id, "set_aside")
