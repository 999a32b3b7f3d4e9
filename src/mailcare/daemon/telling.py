"""The teller: news of alarms to the channels; what fails is tried again, and is an alarm itself."""

import socket
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from mailcare.casework.tokens import TokenKind, make_token
from mailcare.correspondence.write import alarm_tag
from mailcare.daemon.watch import Watch
from mailcare.logs import get_logger
from mailcare.model.trouble import Alarm, AlarmKind, Happening, TellingRow
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, facts_of, raise_alarm
from mailcare.supervision.channels import ChannelError, Message, deliver
from mailcare.supervision.spreading import spread_news
from mailcare.supervision.telling import alarm_message

log = get_logger("daemon")

FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(minutes=15)
ALARM_FROM: Final = 3
"""Failures in a row of one message after which the channel itself is an alarm."""
STALE: Final = timedelta(days=1)
"""What could not be told for so long is no news."""


class Teller:
    """One step tells what is due; used by one worker."""

    def __init__(self, parts: Parts, watch: Watch) -> None:
        self._parts = parts
        self._watch = watch

    def step(self, now: datetime) -> bool:
        """Spread news, and tell each channel the oldest of what is due."""
        parts = self._parts
        if not parts.sharing.leads:
            return False
        spread_news(parts.store, parts.settings.config, now)
        due = parts.store.read(lambda tx: tx.tellings.due(now))
        for row in {one.channel: one for one in reversed(due)}.values():
            self._tell(row, parts.clock.now())
        return bool(due)

    def _tell(self, row: TellingRow, now: datetime) -> None:
        parts = self._parts
        config = parts.settings.config
        if row.channel not in config.alarms.channels or now - row.created_at >= STALE:
            parts.store.run(lambda tx: _give_up(tx, row, now))
            return
        alarm = parts.store.read(lambda tx: tx.alarms.get(row.alarm_id))
        try:
            taken = deliver(
                config, row.channel, self._message(alarm, row), keeper=parts.keeper, now=now
            )
        except ChannelError as error:
            word = error.word
            log.warning("channel.failed", channel=row.channel, error=word)
            parts.store.run(lambda tx: _failed(tx, row, word, parts.clock.now()))
            return
        self._watch.hear_clock(taken.date, parts.clock.now())
        parts.store.run(lambda tx: _done(tx, row, parts.clock.now()))
        log.info("alarm.told", alarm=alarm.id, channel=row.channel, occasion=row.occasion.value)

    def _message(self, alarm: Alarm, row: TellingRow) -> Message:
        facts = facts_of(alarm)
        if row.occasion is Happening.CLEARED and alarm.cleared_at is not None:
            facts["ended"] = alarm.cleared_at.isoformat()
        config = self._parts.settings.config
        message = alarm_message(
            alarm.kind,
            alarm.subject,
            facts,
            row.occasion,
            config=config,
            since=alarm.raised_at,
            host=socket.gethostname(),
            alarm_id=alarm.id,
        )
        return message.answerable(
            config.mailboxes[config.alarms.mailbox].address, partial(self._tag, alarm.id)
        )

    def _tag(self, alarm_id: int, recipient: str) -> str:
        token = make_token(self._parts.tokens, TokenKind.ALARM, alarm_id, recipient)
        return alarm_tag(alarm_id, token)


def _done(tx: Tx, row: TellingRow, now: datetime) -> None:
    tx.tellings.done(row.id, now)
    tx.alarms.note(row.alarm_id, Happening.REACHED, now, row.channel)
    clear_alarm(tx, AlarmKind.CHANNEL, row.channel, now)


def _failed(tx: Tx, row: TellingRow, word: str, now: datetime) -> None:
    wait = min(FIRST_WAIT * float(2 ** min(row.attempts, 10)), LONGEST_WAIT)
    tx.tellings.put_off(row.id, word, now + wait)
    if row.attempts + 1 >= ALARM_FROM:
        raise_alarm(tx, AlarmKind.CHANNEL, row.channel, {"error": word}, now)


def _give_up(tx: Tx, row: TellingRow, now: datetime) -> None:
    tx.tellings.give_up(row.id, row.error, now)
    tx.alarms.note(row.alarm_id, Happening.MISSED, now, row.channel)
