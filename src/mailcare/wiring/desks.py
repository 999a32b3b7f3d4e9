"""Mailboxes of the config as those who work on their letters need them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import MappingProxyType

from mailcare.casework.policy import AnswerBy, Check, Policy, Role, Target
from mailcare.config import Config, Mailbox, Need
from mailcare.errors import NotFoundError
from mailcare.model.judgement import Kind
from mailcare.model.place import MailboxKey
from mailcare.pipeline.parts import Desk
from mailcare.store import Store, StoredMailbox
from mailcare.supervision.hours import make_calendar
from mailcare.triage.rules import compile_rules


def all_desks(config: Config, store: Store) -> list[Desk]:
    """Return the desks of all mailboxes that both config and store know."""
    known = {one.key: one for one in store.read(lambda tx: tx.mailboxes.all())}
    named = ((name, known.get(mailbox_key(box))) for name, box in config.mailboxes.items())
    return [make_desk(config, name, one) for name, one in named if one is not None]


def make_desk(config: Config, name: str, stored: StoredMailbox) -> Desk:
    """Return what is needed to work on the letters of the mailbox called `name`."""
    return Desk(
        id=stored.id,
        name=name,
        mailbox=config.mailboxes[name],
        rules=compile_rules(config, name),
        policy=make_policy(config, name, stored),
    )


def find_desk(config: Config, store: Store, mailbox_id: int) -> Desk:
    """Return the desk of a stored mailbox, for commands that work beside the daemon.

    Raises:
        NotFoundError: the mailbox is no longer in the config.
    """
    stored = next(one for one in store.read(lambda tx: tx.mailboxes.all()) if one.id == mailbox_id)
    for name, box in config.mailboxes.items():
        if mailbox_key(box) == stored.key:
            return make_desk(config, name, stored)
    raise NotFoundError(f"the mailbox {stored.name} is no longer in the config; put it back")


def mailbox_key(box: Mailbox) -> MailboxKey:
    """Return what the store knows a mailbox by."""
    return MailboxKey(box.imap.host.lower(), box.imap.user)


def make_policy(config: Config, name: str, stored: StoredMailbox) -> Policy:
    """Return what casework must know about the mailbox called `name`."""
    unit_name = config.mailboxes[name].unit
    unit = config.units[unit_name]
    triage, clocks = config.triage, unit.clocks
    return Policy(
        unit=unit_name,
        calendar=make_calendar(config, unit),
        mode=stored.mode,
        mode_since=_answering_since(stored),
        restored_at=stored.restored.at if stored.restored else None,
        role=Role(unit.role),
        limits=unit.limits,
        needs={Kind(need): names for need, names in triage.needs.items() if need != Need.FORWARD},
        dispatch_via=unit.dispatch_via,
        dispatch_check=Check(unit.dispatch_check),
        targets=MappingProxyType(dict(_targets(config))),
        auto_not_accepted=triage.auto_not_accepted,
        max_auto_age=triage.max_auto_age,
        review_ack_after=triage.review_ack_after,
        registered_within=clocks.registered,
        review_within=clocks.review,
        dispatch_within=clocks.dispatch,
        special_dispatch_within=clocks.special_dispatch,
        special_reminders=clocks.special_reminders,
        remind_again_after=clocks.remind_again,
        escalation_within=clocks.escalation,
        unclaimed_after=clocks.unclaimed,
        unclaimed_again=clocks.unclaimed_again,
        has_second=bool(unit.second),
        reopen_within=clocks.reopen,
        same_within=unit.follow_ups.same_complaint,
        remind_user_after=unit.follow_ups.remind_user,
        user_reminders=unit.follow_ups.user_reminders,
        law_days=clocks.law_days,
        law_staff_day=clocks.law_staff_day,
        law_supervisors_day=clocks.law_supervisors_day,
        subaddressing=config.mailboxes[name].subaddressing,
    )


def _answering_since(stored: StoredMailbox) -> datetime:
    """Return from when letters may be answered: INTERNALDATE counts whole seconds.

    In a mailbox whose mode never changed, what came before the first poll is history anyway, and
    a letter that was long on its way still needs a case that is told to staff.
    """
    if stored.mode_since == stored.created_at:
        return datetime.min.replace(tzinfo=UTC)
    return stored.mode_since.replace(microsecond=0)


def _targets(config: Config) -> Iterator[tuple[str, Target]]:
    served = {box.unit for box in config.mailboxes.values()}
    for name, unit in config.units.items():
        yield name, Target(name, local=name in served, answer_by=AnswerBy(unit.answer_by))
    for name, department in config.departments.items():
        yield name, Target(name, paper=department.dispatch_address is None)
