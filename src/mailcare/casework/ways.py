"""Answers otherwise than by mail (R13): who wishes one, the task, when mail will do after all.

A user who asked for a call, a text message, a letter by post or a visit has their answer once
somebody says so, with time and outcome. A mail may be sent before: it stands beside, and counts
only after `ATTEMPTS` failed attempts on `DAYS` different days, or once the user agreed to mail.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.casework import intents, templates
from mailcare.casework.facts import Pen, iso
from mailcare.casework.policy import AnswerBy, Policy
from mailcare.casework.standing import Standing
from mailcare.model.case import EventKind, Fact
from mailcare.model.judgement import Decision, ElementName, Judgement, Way
from mailcare.model.place import Mode
from mailcare.model.post import Intent

ATTEMPTS, DAYS = 3, 2
"""Failed attempts, and on how many days of the unit's calendar, after which a mail will do."""
TASK_NOTE = "call_back"
"""Note that staff were given the task."""
BY_NUMBER = frozenset({Way.PHONE, Way.SMS})
"""Ways for which a number is needed."""
MAY_MAIL = "call_in_vain"


def wished_way(judgement: Judgement) -> Way | None:
    """Return how else than by mail a letter's writer wishes to be answered."""
    if judgement.wish is not None:
        return judgement.wish.way
    return Way.PHONE if judgement.reply_by_phone else None


def asks_number(judgement: Judgement) -> bool:
    """Say whether the user must be asked for the number on which they wish to be answered."""
    ours = judgement.decision in {Decision.IN_SCOPE, Decision.NEED_INFO}
    missing = ElementName.PHONE in judgement.elements.missing
    return ours and missing and wished_way(judgement) in BY_NUMBER


def mail_suffices(case: Standing, policy: Policy) -> bool:
    """Say whether an answer by mail is the user's answer."""
    return case.way in {None, Way.MAIL} or tried_enough(case, policy)


def tried_enough(case: Standing, policy: Policy) -> bool:
    """Say whether the user could not be reached often enough, on enough days."""
    zone = ZoneInfo(policy.calendar.hours.timezone)
    days = {at.astimezone(zone).date() for at in case.failed_attempts}
    return len(case.failed_attempts) >= ATTEMPTS and len(days) >= DAYS


def count_mail(pen: Pen, case: Standing, policy: Policy) -> bool:
    """Write that the mail which the user has is their answer, if it now suffices; say whether."""
    sent = templates.ANSWER in case.told_user and not case.finished_at
    if not sent or not mail_suffices(case, policy):
        return False
    mail = case.mail_beside or None
    pen.write(EventKind.ANSWERED, by="mail", template=templates.ANSWER, mail_id=mail)
    return True


def task_due(case: Standing, policy: Policy) -> str | None:
    """Return what the task is known by that staff should have now; None: none, or they have it."""
    if case.way in {None, Way.MAIL} or case.finished_at or case.mode is Mode.SHADOW:
        return None
    since = f"{case.way}:{iso(case.answer_from)}"
    return since if _is_ours(case, policy) and (TASK_NOTE, since) not in case.noted_at else None


def give_task(pen: Pen, case: Standing, policy: Policy) -> Iterator[Intent]:
    """Give staff the task to answer the user in the way that they wish."""
    since = task_due(case, policy)
    if since is None:
        return
    pen.write(EventKind.NOTED, what=TASK_NOTE, since=since)
    facts: dict[str, Fact] = {"way": case.way, "note": case.result_note or None}
    yield intents.notice(case, policy, templates.CALL_BACK, facts)


def _is_ours(case: Standing, policy: Policy) -> bool:
    """Say whether it is for us to answer, and known what: else the other side calls."""
    if case.origin_answers:
        return False
    if case.decision is Decision.IN_SCOPE:
        return True
    target = policy.targets.get(case.dispatch.target or "")
    by_us = target is not None and target.answer_by is AnswerBy.ORIGIN
    return case.decision is Decision.FORWARDED and by_us and case.result_note > 0


def is_possible(case: Standing, at: datetime, now: datetime) -> bool:
    """Say whether somebody can have tried to reach the user at `at`."""
    return case.received_at <= at <= now
