"""From an alarm's history to the people: over the outbox, and over every channel that takes it.

Mail leaves over the account of `alarms.mailbox`. What is wrong with that very account goes over
the channels alone, unless there is none. What was over before anybody could hear of it is not told.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from mailcare.config import Config
from mailcare.model.post import Intent, MailClass
from mailcare.model.trouble import Alarm, AlarmEvent, AlarmKind, Happening
from mailcare.store import Store, Tx
from mailcare.supervision.alarms import facts_of
from mailcare.supervision.kinds import RULES
from mailcare.supervision.telling import ROOM_KINDS

_TEMPLATES = dict.fromkeys(ROOM_KINDS, "alarm.capacity")
CLEARED = "alarm.cleared"


def spread_news(store: Store, config: Config, now: datetime) -> bool:
    """Send on its way what people have not heard of; say whether there was anything."""
    if not store.read(lambda tx: tx.alarms.unspread()):
        return False
    store.run(lambda tx: spread(tx, config, now))
    return True


def spread(tx: Tx, config: Config, now: datetime) -> None:
    """Write the intents and tellings of all news, each once."""
    news = tx.alarms.unspread()
    for event in news:
        tx.alarms.spread(event.id)
        alarm = tx.alarms.get(event.alarm_id)
        if not _is_stale(tx, alarm, event, news):
            _tell(tx, config, alarm, event.what, now)


def _is_stale(tx: Tx, alarm: Alarm, event: AlarmEvent, news: Sequence[AlarmEvent]) -> bool:
    """Say whether an alarm is over already, or its end is none: it stands again."""
    if alarm.cleared_at is None:
        return False
    if event.what is not Happening.CLEARED:
        return True
    raised = {one.alarm_id for one in news if one.what is Happening.RAISED}
    return alarm.id in raised or tx.alarms.find(alarm.kind, alarm.subject) is not None


def _tell(tx: Tx, config: Config, alarm: Alarm, occasion: Happening, now: datetime) -> None:
    channels = channels_for(config, alarm.kind, alarm.subject)
    for name in channels:
        tx.tellings.add(alarm.id, name, occasion, now)
    if goes_by_mail(config, alarm.kind, alarm.subject, occasion, channels):
        tx.intents.add(None, None, [_intent(alarm, occasion)], now)


def record_told(tx: Tx, config: Config, alarm: Alarm, told: Collection[str], now: datetime) -> None:
    """Note which channels told of an alarm while nothing could be written; the others follow."""
    raised = [one for one in tx.alarms.unspread() if one.alarm_id == alarm.id]
    if not raised:
        return
    for event in raised:
        tx.alarms.spread(event.id)
    _tell(tx, config, alarm, Happening.RAISED, now)
    for row in tx.tellings.of(alarm.id):
        if row.channel in told:
            tx.tellings.done(row.id, now)
            tx.alarms.note(alarm.id, Happening.REACHED, now, row.channel)


def channels_for(config: Config, kind: AlarmKind, subject: str) -> tuple[str, ...]:
    """Return the channels that take a kind of alarm; never the one that it is about."""
    return tuple(
        name
        for name, channel in config.alarms.channels.items()
        if (not channel.kinds or kind in channel.kinds)
        and not (kind is AlarmKind.CHANNEL and name == subject)
    )


def goes_by_mail(
    config: Config,
    kind: AlarmKind,
    subject: str,
    occasion: Happening,
    channels: Sequence[str],
) -> bool:
    """Say whether an alarm leaves over the outbox, too: not if that is what is broken.

    Nor does its end, which that mail leaves again shows.
    """
    broken = RULES[kind].stops_mail and subject == config.alarms.mailbox
    return not (broken and (channels or occasion is Happening.CLEARED))


def _intent(alarm: Alarm, occasion: Happening) -> Intent:
    facts = facts_of(alarm)
    template = _TEMPLATES.get(alarm.kind, "alarm.general")
    if occasion is Happening.CLEARED and alarm.cleared_at is not None:
        template, facts["ended"] = CLEARED, alarm.cleared_at.isoformat()
    facts |= {"alarm": alarm.id, "kind": alarm.kind.value, "subject": alarm.subject}
    return Intent(
        mail_class=MailClass.ALARM,
        template=template,
        recipient_role="admins+supervisors" if _concerns_unit(alarm) else "admins",
        unit=alarm.unit,
        facts={**facts, "occasion": occasion.value, "since": alarm.raised_at.isoformat()},
    )


def _concerns_unit(alarm: Alarm) -> bool:
    return alarm.unit is not None and RULES[alarm.kind].to_supervisors
