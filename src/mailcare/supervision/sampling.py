"""Sampling how full mailboxes are, and telling when it is too much (R12)."""

from datetime import datetime, timedelta

from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.store import Store, Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.supervision.capacity import Level, Thresholds, level, share_used
from mailcare.wire.imap import Usage

EVERY = timedelta(minutes=10)
"""Counting sizes costs a slow server some seconds; a mailbox doesn't fill faster than that."""


def sample_is_due(store: Store, mailbox_id: int, now: datetime) -> bool:
    """Say whether the mailbox's newest sample is too old."""
    sample = store.read(lambda tx: tx.samples.latest(mailbox_id))
    return sample is None or now - sample.at >= EVERY


def record_usage(
    tx: Tx, config: Config, name: str, mailbox_id: int, usage: Usage, *, now: datetime
) -> Level:
    """Keep a sample of the mailbox called `name`; raise or clear its capacity alarm."""
    box = config.mailboxes[name]
    limit = min(box.capacity, usage.limit) if usage.limit else box.capacity
    counts = [most for most in (box.capacity_messages, usage.message_limit) if most]
    share = share_used(usage.used, limit, usage.messages, min(counts, default=None))
    before = _level_before(tx, name)
    thresholds = Thresholds(config.alarms.capacity_warning, config.alarms.capacity_critical)
    after = level(share, before, thresholds)
    tx.samples.add(
        mailbox_id,
        used_bytes=usage.used,
        messages=usage.messages,
        limit_bytes=limit,
        source=usage.source,
        now=now,
    )
    if after is Level.NORMAL:
        clear_alarm(tx, AlarmKind.CAPACITY, name, now)
    elif after is not before:
        facts: dict[str, Fact] = {
            "level": after.value,
            "used": usage.used,
            "limit": limit,
            "percent": round(share * 100),
            "messages": usage.messages,
        }
        clear_alarm(tx, AlarmKind.CAPACITY, name, now)
        raise_alarm(tx, AlarmKind.CAPACITY, name, facts, now, unit=box.unit)
    tx.meta.set(f"capacity.{name}", after.value)
    return after


def _level_before(tx: Tx, name: str) -> Level:
    value = tx.meta.get(f"capacity.{name}")
    return Level(value) if value else Level.NORMAL
