"""One pass: every mailbox polled, every letter handled, every mail sent that is due."""

import threading
from dataclasses import dataclass
from datetime import datetime

from mailcare.daemon.breaker import Breaker
from mailcare.daemon.desk_work import Handling, Sending, house_step, speak_step
from mailcare.daemon.membership import joined
from mailcare.daemon.polling import ELSEWHERE, Poller
from mailcare.daemon.sessions import Sessions
from mailcare.model.post import OutboxState
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.recovering import recover


@dataclass(slots=True)
class Pass:
    """What one pass did."""

    mailboxes: int = 0
    failed: int = 0
    """Mailboxes that could not be polled."""
    withheld: int = 0
    """Folders and letters that a server has and did not give."""
    received: int = 0
    handled: int = 0
    set_aside: int = 0
    sent: int = 0
    unsent: int = 0
    """Mails that were tried and did not leave."""

    @property
    def clean(self) -> bool:
        """Whether all went well."""
        return not (self.failed or self.withheld or self.set_aside or self.unsent)


def run_once(parts: Parts) -> Pass:
    """Do one pass: all the work, or beside running daemons on a shared database its part of it."""
    with joined(parts):
        return _run(parts)


def _run(parts: Parts) -> Pass:
    result = Pass()
    recover(parts, parts.clock.now())
    _poll(parts, result)
    handling = Handling(parts, lambda: None)
    before = _aside(parts)
    while handling.step(parts.clock.now()):
        result.handled += 1
    result.set_aside = _aside(parts) - before
    sending = Sending(parts, lambda: None)
    _write_and_send(parts, sending, result)
    house_step(parts, lambda: None)(parts.clock.now())
    _write_and_send(parts, sending, result)
    sending.deliverer.close()
    return result


def _poll(parts: Parts, result: Pass) -> None:
    breaker = Breaker(parts)
    sessions = Sessions(parts, breaker.check)
    poller = Poller(parts, sessions, lambda: True, breaker)
    for desk in parts.settings.desks.values():
        result.mailboxes += 1
        while True:
            polled = poller.poll(desk, parts.clock.now())
            if polled.put_off == "logins_per_minute":
                parts.clock.wait(threading.Event(), polled.wait.total_seconds())
                continue
            if polled.put_off == ELSEWHERE:
                break
            result.received += polled.received
            result.failed += not polled.ok
            result.withheld += polled.withheld
            if not polled.more:
                break
    sessions.close()


def _write_and_send(parts: Parts, sending: Sending, result: Pass) -> None:
    speak = speak_step(parts, lambda: None)
    while speak(parts.clock.now()) or _send(sending, parts.clock.now(), result):
        continue


def _send(sending: Sending, now: datetime, result: Pass) -> bool:
    report = sending.send(now)
    if report is None:
        return False
    if report.state is OutboxState.SENT:
        result.sent += 1
    else:
        result.unsent += 1
    return True


def _aside(parts: Parts) -> int:
    return len(parts.store.read(lambda tx: tx.letters.list_aside()))
