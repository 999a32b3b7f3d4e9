"""Answers to an alarm: a person who was told of it sees to it; filed whatever they say, no case.

The token in the alarm is bound to its recipient, as good as the code that goes back for commands:
who answers with it from that address has read the mail. Where servers are to vouch for staff they
must do so here as well, and where staff give no commands by mail the answer is only filed.
"""

from mailcare.casework.staff.codes import member_id
from mailcare.casework.staff.machines import is_machine
from mailcare.casework.staff.proof import Method, is_proven
from mailcare.casework.threading import ThreadKind
from mailcare.errors import NotFoundError
from mailcare.model.trouble import Alarm
from mailcare.pipeline.deciding import Commit, Step
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.staff_rules import auth_for
from mailcare.store import Tx
from mailcare.supervision.telling import recipients_of


def take_in(parts: Parts, step: Step) -> tuple[Commit, str] | None:
    """Decide what T2 writes for an answer to an alarm; None: it is none."""
    if step.found.thread.kind is not ThreadKind.ALARM:
        return None
    sender = step.message.from_.address.casefold() if step.message.from_ else ""
    person = not is_machine(step.message, step.judgement, is_command=False)
    who = member_id(parts.tokens, sender) if person and sender else ""

    def commit(tx: Tx) -> str:
        tx.letters.mark_handled(step.letter.id, None, step.judgement)
        alarm = _alarm(tx, step.found.thread.id)
        if who and alarm is not None and _may(step, alarm, sender):
            tx.alarms.acknowledge(alarm.id, step.now, who)
        return ""

    return commit, "alarm"


def _alarm(tx: Tx, alarm_id: int) -> Alarm | None:
    """Return the alarm, if it stands."""
    try:
        alarm = tx.alarms.get(alarm_id)
    except NotFoundError:
        return None
    return alarm if alarm.cleared_at is None else None


def _may(step: Step, alarm: Alarm, sender: str) -> bool:
    """Say whether the sender is one of those told of the alarm, and known to be who they are."""
    config = step.settings.config
    told = {address.casefold() for address in recipients_of(config, alarm)}
    auth = auth_for(config, alarm.unit)
    if sender not in told or auth is None:
        return False
    return auth.method is Method.TOKEN_CONFIRM or is_proven(step.message, auth)
