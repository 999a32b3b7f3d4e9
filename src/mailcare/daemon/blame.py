"""Whose fault it is that an account can't send: one alarm for one fact.

A login that both servers share and SMTP refuses is most likely refused by IMAP too, which has an
alarm of its own, with the breaker behind it. So IMAP is asked first; what only SMTP refuses is told
at the next try, a minute later.
"""

from collections.abc import Callable
from datetime import datetime

from mailcare.config import Mailbox
from mailcare.correspondence.deliver import SendReport
from mailcare.model.case import Fact
from mailcare.model.post import OutboxState
from mailcare.model.refusal import RefusalKind
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm


class Blame:
    """Raises and ends `send_failed`; used by the worker that sends.

    Args:
        parts: of the running mailcare.
        doubt: has the IMAP server of a mailbox try its login anew; None: nobody can.
    """

    def __init__(self, parts: Parts, doubt: Callable[[str], None] | None) -> None:
        self._parts = parts
        self._doubt = doubt
        self._doubted: set[str] = set()

    def heed(self, report: SendReport, name: str, now: datetime) -> None:
        """Take up what a try to send over the account of the mailbox `name` came to."""
        store = self._parts.store
        if report.unreachable:
            box = self._parts.settings.config.mailboxes[name]
            if not (report.login_refused and self._is_told_elsewhere(report, name, box)):
                store.run(lambda tx: _raise(tx, report, name, box.unit, now))
        elif report.state is OutboxState.SENT:
            self._doubted.discard(name)
            store.run(lambda tx: clear_alarm(tx, AlarmKind.SEND_FAILED, name, now))

    def _is_told_elsewhere(self, report: SendReport, name: str, box: Mailbox) -> bool:
        """Say whether polling, or who looks after tokens, tells or will tell of the refusal."""
        if report.kind == RefusalKind.TOKEN:
            return True
        if not box.shares_login or report.kind == RefusalKind.SWITCHED_OFF:
            return False
        if self._parts.store.read(lambda tx: _is_refused(tx, name)):
            return True
        if self._doubt is None or name in self._doubted:
            return False
        self._doubted.add(name)
        self._doubt(name)
        return True


def _is_refused(tx: Tx, name: str) -> bool:
    """Say whether IMAP refuses the login, told already or to be told when it is no slip."""
    polls = tx.mailboxes.polls()
    refusing = any(
        box.name == name and box.id in polls and polls[box.id].error == "login_refused"
        for box in tx.mailboxes.all()
    )
    return refusing or tx.alarms.find(AlarmKind.LOGIN_REFUSED, name) is not None


def _raise(tx: Tx, report: SendReport, name: str, unit: str, now: datetime) -> None:
    facts: dict[str, Fact] = {"error": report.reason}
    facts |= {"reason": f"refused.{report.kind}"} if report.kind else {}
    raise_alarm(tx, AlarmKind.SEND_FAILED, name, facts, now, unit=unit)
