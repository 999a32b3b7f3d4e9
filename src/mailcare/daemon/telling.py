"""The teller: news of alarms to the channels; what fails is tried again, and is an alarm itself."""

import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from mailcare.casework.tokens import TokenKind, make_token
from mailcare.config.channels import Form
from mailcare.correspondence.write import alarm_tag
from mailcare.daemon.watch import Watch
from mailcare.logs import get_logger
from mailcare.model.trouble import Alarm, AlarmKind, Happening, TellingRow
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, facts_of, raise_alarm
from mailcare.supervision.channels import ChannelError, Message, deliver
from mailcare.supervision.spreading import spread_news
from mailcare.supervision.telling import alarm_message, several

log = get_logger("daemon")

FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(minutes=15)
ALARM_FROM: Final = 3
"""Failures in a row of one message after which the channel itself is an alarm."""
STALE: Final = timedelta(days=1)
"""What could not be told for so long is no news."""
CHATS: Final = {Form.WECOM, Form.DINGTALK, Form.FEISHU}
"""Read by people, and patient: one message tells much news."""
PACE: Final = 3.0
"""Seconds between messages to a robot: they take 20 a minute, then none for minutes."""
TOGETHER: Final = 4
"""So much news at once is one message of a line each."""


class Teller:
    """One step tells what is due; used by one worker."""

    def __init__(self, parts: Parts, watch: Watch) -> None:
        self._parts = parts
        self._watch = watch
        self._quiet_until: dict[str, float] = {}

    def step(self, now: datetime) -> bool:
        """Spread news, and tell each channel what is due."""
        parts = self._parts
        if not parts.sharing.leads:
            return False
        spread_news(parts.store, parts.settings.config, now)
        due: dict[str, list[TellingRow]] = {}
        for row in parts.store.read(lambda tx: tx.tellings.due(now)):
            due.setdefault(row.channel, []).append(row)
        told = [self._tell(channel, rows) for channel, rows in due.items()]
        return any(told)

    def _tell(self, channel: str, rows: Sequence[TellingRow]) -> bool:
        """Tell what is due over a channel; say whether that was tried."""
        store, now = self._parts.store, self._parts.clock.now()
        known = self._parts.settings.config.alarms.channels.get(channel)
        stale = [row for row in rows if known is None or now - row.created_at >= STALE]
        if known is None or stale:
            store.run(lambda tx: _give_up(tx, stale, now))
            return True
        if known.form not in CHATS:
            self._deliver(channel, rows[:1])
            return True
        moment = self._parts.clock.monotonic()
        if moment < self._quiet_until.get(channel, moment):
            return False
        self._quiet_until[channel] = moment + PACE
        self._deliver(channel, rows if len(rows) >= TOGETHER else rows[:1])
        return True

    def _deliver(self, channel: str, rows: Sequence[TellingRow]) -> None:
        """Have the channel take one message about all of `rows`."""
        parts, config = self._parts, self._parts.settings.config
        ids = [row.alarm_id for row in rows]
        alarms = parts.store.read(lambda tx: [tx.alarms.get(one) for one in ids])
        news = [self._message(alarm, row) for alarm, row in zip(alarms, rows, strict=True)]
        message = news[0] if len(news) == 1 else several(news)
        try:
            taken = deliver(config, channel, message, keeper=parts.keeper, now=parts.clock.now())
        except ChannelError as error:
            word = error.word
            log.warning("channel.failed", channel=channel, error=word)
            parts.store.run(lambda tx: _failed(tx, rows, word, parts.clock.now()))
            return
        self._watch.hear_clock(taken.date, parts.clock.now())
        parts.store.run(lambda tx: _done(tx, rows, parts.clock.now()))
        for row in rows:
            told = {"alarm": row.alarm_id, "occasion": row.occasion.value}
            log.info("alarm.told", channel=channel, **told)

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


def _done(tx: Tx, rows: Sequence[TellingRow], now: datetime) -> None:
    for row in rows:
        tx.tellings.done(row.id, now)
        tx.alarms.note(row.alarm_id, Happening.REACHED, now, row.channel)
        clear_alarm(tx, AlarmKind.CHANNEL, row.channel, now)


def _failed(tx: Tx, rows: Sequence[TellingRow], word: str, now: datetime) -> None:
    for row in rows:
        wait = min(FIRST_WAIT * float(2 ** min(row.attempts, 10)), LONGEST_WAIT)
        tx.tellings.put_off(row.id, word, now + wait)
        if row.attempts + 1 >= ALARM_FROM:
            raise_alarm(tx, AlarmKind.CHANNEL, row.channel, {"error": word}, now)


def _give_up(tx: Tx, rows: Sequence[TellingRow], now: datetime) -> None:
    for row in rows:
        tx.tellings.give_up(row.id, row.error, now)
        tx.alarms.note(row.alarm_id, Happening.MISSED, now, row.channel)
