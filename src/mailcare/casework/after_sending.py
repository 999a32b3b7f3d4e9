"""What the life of our mails does to their case: sent, failed, reported on."""

from collections.abc import Callable
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.facts import Pen, iso
from mailcare.casework.folding import fold
from mailcare.casework.ledger import replay
from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.casework.ways import mail_suffices
from mailcare.model.case import Case, EventKind, Fact
from mailcare.model.letter import Report
from mailcare.model.post import Intent, MailClass, OutboxMail


def mail_sent(case: Case, mail: OutboxMail, policy: Policy, now: datetime) -> Outcome:
    """Record that the server took `mail` at `now`; told twice, it is recorded once."""
    pen = Pen(case, now)
    if mail.template in templates.DISPATCHES - {templates.FAX}:
        _dispatch_sent(pen, mail)
    elif mail.template == templates.RESULT:
        _told_origin(pen, mail)
    elif mail.mail_class is MailClass.REPLY:
        record = _REPLY_SENT.get(mail.template, _acknowledged)
        beside = mail.template in _BESIDE and not mail_suffices(replay(pen.events), policy)
        (_acknowledged if beside else record)(pen, mail)
    return Outcome(pen.written, fold(pen.events, policy))


def told_origin(case: Case, policy: Policy, now: datetime) -> Outcome:
    """Record that the unit of ours that dispatched the case to us knows what came of it."""
    pen = Pen(case, now)
    if replay(pen.events).answered_at is None:
        pen.write(EventKind.ANSWERED, by="origin", template=templates.RESULT)
    return Outcome(pen.written, fold(pen.events, policy))


def mail_failed(case: Case, mail: OutboxMail, policy: Policy, now: datetime) -> Outcome:
    """Record that `mail` can't be sent; replies and dispatches become a task for staff.

    A failed notice is only recorded: telling the same people by mail again would not help.
    """
    return _failed(Pen(case, now), mail, policy, status=None)


def mail_dropped(
    case: Case, mail: OutboxMail, policy: Policy, now: datetime, actor: str
) -> Outcome:
    """Record that `actor` does not want `mail` sent, where the case waits for it."""
    pen = Pen(case, now, actor)
    what = templates.DISPATCH if mail.template in templates.DISPATCHES else mail.template
    if what in replay(pen.events).waiting:
        pen.write(EventKind.TAKEN_BACK, what=what, mail_id=mail.id)
    return Outcome(pen.written, fold(pen.events, policy))


def reply_impossible(case: Case, template: str, policy: Policy, now: datetime) -> Outcome:
    """Record that a reply can't even be written, such as to an odd address: a task for staff."""
    pen = Pen(case, now)
    pen.write(EventKind.REPLY_FAILED, template=template, status="not_written")
    standing = replay(pen.events)
    task = intents.notice(standing, policy, templates.TASK, {"event": "reply_failed"})
    return Outcome(pen.written, fold(pen.events, policy), (task,))


def report_arrived(
    case: Case, mail: OutboxMail, report: Report, policy: Policy, now: datetime
) -> Outcome:
    """Record what a delivery status notification says of `mail`; an MDN changes nothing.

    Neither is ever a confirmation: a machine says that it has the mail, not that somebody read it.
    """
    pen = Pen(case, now)
    told: tuple[Intent, ...] = ()
    if report.kind == "dsn" and report.action == "failed":
        return _failed(pen, mail, policy, status=report.status or None)
    if report.kind == "dsn" and report.action == "delivered":
        _delivered(pen, mail)
    elif report.kind == "dsn" and report.action in _ON_ITS_WAY:
        noted = _noted_once(pen, mail, report.action)
        if noted and report.action == "delayed" and _is_dispatch(pen, mail):
            told = (_task(pen, mail, policy, "dispatch_delayed"),)
    return Outcome(pen.written, fold(pen.events, policy), told)


def _dispatch_sent(pen: Pen, mail: OutboxMail) -> None:
    """Record the first of the mails that carry one dispatch: staff of a unit may be several."""
    if not replay(pen.events).dispatch.sent:
        _once(pen, EventKind.DISPATCH_SENT, mail)


def _told_origin(pen: Pen, mail: OutboxMail) -> None:
    """Where the dispatching side answers the user, telling it what to say is our answer."""
    if replay(pen.events).answered_at is None:
        _once(pen, EventKind.ANSWERED, mail, by="origin", template=mail.template)


def _question_sent(pen: Pen, mail: OutboxMail) -> None:
    _once(pen, EventKind.QUESTION_SENT, mail, template=mail.template)


def _acknowledged(pen: Pen, mail: OutboxMail) -> None:
    _once(pen, EventKind.ACKNOWLEDGED, mail, template=mail.template)


def _accepted(pen: Pen, mail: OutboxMail) -> None:
    _acknowledged(pen, mail)
    due = replay(pen.events).offered_due
    if due:
        _once(pen, EventKind.PROMISED, mail, due=iso(due))


def _extended(pen: Pen, mail: OutboxMail) -> None:
    """Promise the later time now that the user knows of it (R25)."""
    due = replay(pen.events).asked_due
    if due:
        _once(pen, EventKind.PROMISED, mail, due=iso(due), extension=True)


def _answered(pen: Pen, mail: OutboxMail) -> None:
    _once(pen, EventKind.ANSWERED, mail, by="mail", template=mail.template)


_REPLY_SENT: dict[str, Callable[[Pen, OutboxMail], None]] = {
    **dict.fromkeys(templates.QUESTIONS, _question_sent),
    templates.ACCEPTED: _accepted,
    templates.EXTENDED: _extended,
    **dict.fromkeys(templates.ANSWERS, _answered),
}
"""The other replies tell the user something and end nothing."""
_BESIDE = frozenset({templates.ANSWER, templates.SUGGESTION})
"""They end nothing either while the user waits to be answered in another way (R13)."""


def _once(pen: Pen, kind: EventKind, mail: OutboxMail, **facts: Fact) -> bool:
    """Write an event about a mail unless the ledger has it; say whether it was written."""
    if (kind, mail.id) in replay(pen.events).mails:
        return False
    pen.write(kind, mail_id=mail.id, **facts)
    return True


_ON_ITS_WAY = frozenset({"delayed", "relayed", "expanded"})
"""What a report can say of a mail that neither arrived nor failed, as far as its server knows."""


def _noted_once(pen: Pen, mail: OutboxMail, what: str) -> bool:
    """Note what a report says, once; say whether it is new."""
    known = any(
        event.kind is EventKind.NOTED
        and event.facts.get("what") == what
        and event.facts.get("mail_id") == mail.id
        for event in pen.events
    )
    if not known:
        pen.write(EventKind.NOTED, what=what, mail_id=mail.id)
    return not known


def _is_dispatch(pen: Pen, mail: OutboxMail) -> bool:
    """Say whether the case waits for `mail` to be confirmed."""
    dispatch = replay(pen.events).dispatch
    return mail.template in templates.DISPATCHES and not dispatch.confirmed_at


def _delivered(pen: Pen, mail: OutboxMail) -> None:
    if mail.template in templates.DISPATCHES:
        _once(pen, EventKind.DISPATCH_DELIVERED, mail)
    else:
        _once(pen, EventKind.NOTED, mail, what="delivered")


def _failed(pen: Pen, mail: OutboxMail, policy: Policy, status: str | None) -> Outcome:
    told: tuple[Intent, ...] = ()
    supersedes: frozenset[str] = frozenset()
    if mail.template in templates.DISPATCHES and _carries_dispatch(pen, mail):
        if _once(pen, EventKind.DISPATCH_FAILED, mail, status=status):
            target = replay(pen.events).dispatch.target
            told = (
                _task(pen, mail, policy, "dispatch_failed", target=target),
                *intents.correction(replay(pen.events), policy),
            )
            supersedes = frozenset({templates.FORWARDED})
    elif mail.mail_class is MailClass.REPLY:
        if _once(pen, EventKind.REPLY_FAILED, mail, template=mail.template, status=status):
            told = (_task(pen, mail, policy, "reply_failed"),)
    else:
        _once(pen, EventKind.NOTED, mail, what="notice_failed", status=status)
    return Outcome(pen.written, fold(pen.events, policy), told, supersedes=supersedes)


def _carries_dispatch(pen: Pen, mail: OutboxMail) -> bool:
    """Say whether the dispatch stands or falls with `mail`: no other of its mails was sent."""
    dispatch = replay(pen.events).dispatch
    return not dispatch.sent or dispatch.mail_id == mail.id


def _task(
    pen: Pen, mail: OutboxMail, policy: Policy, event: str, target: str | None = None
) -> Intent:
    """Return a task; with a `target` staff get the sheet for handing over to it on paper."""
    facts: dict[str, Fact] = {"event": event, "mail_id": mail.id, "target": target}
    return intents.notice(replay(pen.events), policy, templates.TASK, facts)
