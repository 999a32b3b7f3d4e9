"""When a digest is written: once a period, on working days, by day, and only while it is fresh.

The row of the job is unique per period, the intents are written in the transaction that ends it,
and an outbox row is unique per intent and recipient: never two of a period. What could not leave
within `STALE` is taken back: tomorrow's covers it, since it begins where the last *sent* one ended.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailcare.casework.chinese import Days
from mailcare.config import Config
from mailcare.model.post import Intent, MailClass
from mailcare.store import Tx
from mailcare.supervision.digest.collect import collect
from mailcare.supervision.digest.groups import recipients

TEMPLATE = "digest.daily"
EARLIEST = time(6)
LATEST = time(18)
"""Of the day: a digest asked for then has left by night, or not at all."""
STALE = timedelta(hours=4)


def may_ask(days: Days, zone: ZoneInfo, now: datetime) -> bool:
    """Say whether `now` is a time of day and a day for a digest."""
    local = now.astimezone(zone)
    return (
        days.is_workday(local.date())
        and EARLIEST <= local.time().replace(second=0, microsecond=0) <= LATEST
    )


def wanted(tx: Tx, config: Config, now: datetime) -> list[str]:
    """Return the scopes of which a digest has anything to tell, or is to be told that it hasn't."""
    always = config.alarms.digest_when_empty == "line"
    return [
        scope
        for scope in recipients(config)
        if always or not collect(tx, config, scope, now).is_empty
    ]


def ask_for_digests(tx: Tx, scopes: list[str], now: datetime) -> None:
    """Write the intents of today's digests."""
    for scope in scopes:
        facts = {"asked": now.isoformat()}
        intent = Intent(MailClass.DIGEST, TEMPLATE, "supervisors", scope, facts)
        tx.intents.add(None, None, [intent], now)


def is_stale(intent: Intent, now: datetime) -> bool:
    """Say whether the digest was asked for too long ago to be told."""
    return now - datetime.fromisoformat(str(intent.facts["asked"])) > STALE


def withdraw_late(tx: Tx, now: datetime) -> int:
    """Take back the digests that could not leave in time; return how many."""
    late = tx.figures.unsent_digests(now - STALE)
    for mail_id in late:
        tx.outbox.supersede(mail_id, "outdated", now)
    return len(late)
