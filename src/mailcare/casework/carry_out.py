"""Once a decision stands in the ledger: what is promised, suppressed, dispatched and written."""

from collections.abc import Iterator
from dataclasses import replace

from mailcare.casework import intents, templates
from mailcare.casework.clocks import answer_due
from mailcare.casework.facts import Pen, iso
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.policy import Policy
from mailcare.casework.restraint import Restraint
from mailcare.model.case import EventKind
from mailcare.model.judgement import Decision
from mailcare.model.post import Intent


def carry_out(pen: Pen, policy: Policy, restraint: Restraint) -> tuple[Intent, ...]:
    """Write what follows from the decision that `pen` wrote last; return the mails it asks for.

    Nothing where a person's answer is on its way: it says more than we could.
    """
    if templates.ANSWER in replay(pen.events).waiting:
        return ()
    case = _offer_due(pen, policy)
    if restraint.reason:
        template = intents.reply_template(case) or templates.REVIEW_ACK
        pen.write(EventKind.REPLY_SUPPRESSED, template=template, reason=restraint.reason)
    if restraint.silent:
        return ()
    return tuple(_mails(pen, case, policy, restraint))


def _offer_due(pen: Pen, policy: Policy) -> Standing:
    """Fix the time that the reply tells the user; it is promised once the reply is sent."""
    case = replay(pen.events)
    due = answer_due(case, policy)
    if intents.reply_template(case) != templates.ACCEPTED or due is None:
        return case
    pen.amend(offered_due=iso(due))
    return replay(pen.events)


def _mails(pen: Pen, case: Standing, policy: Policy, restraint: Restraint) -> Iterator[Intent]:
    if case.decision is Decision.FORWARDED and not restraint.hands_off:
        for intent in intents.dispatch(case, policy, draft=restraint.late):
            pen.write(
                EventKind.DISPATCH_QUEUED,
                target=intent.facts["target"],
                local=intent.template == templates.HANDOVER,
                draft=intent.draft,
                paper=intent.template == templates.FAX or None,
            )
            yield replace(
                intent, facts={**intent.facts, "serial": replay(pen.events).dispatch.serial}
            )
    if not restraint.reason and not _told_later(replay(pen.events)):
        yield from intents.reply(case, policy)


def _told_later(case: Standing) -> bool:
    """Say whether the user knows of the hand-over, or hears of it once people have made it."""
    if case.decision is not Decision.FORWARDED:
        return False
    return templates.FORWARDED in case.told_user or case.dispatch.paper
