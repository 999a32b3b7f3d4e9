"""What daemons that died left in the outbox is settled: by the next start, or by the leader."""

from datetime import datetime

from mailcare.logs import get_logger
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.supervision.alarms import raise_alarm

log = get_logger("pipeline")


def recover(parts: Parts, now: datetime) -> None:
    """Free what the dead had claimed; mails whose body they had begun become uncertain."""
    live = parts.sharing.live_owners(now)

    def work(tx: Tx) -> list[int]:
        doubtful = tx.outbox.recover(now, live)
        for mail in doubtful:
            raise_alarm(tx, AlarmKind.UNCERTAIN, f"outbox {mail.id}", {"mail": mail.id}, now)
        return [mail.id for mail in doubtful]

    if not parts.store.read(lambda tx: tx.outbox.has_orphans(live)):
        return
    uncertain = parts.store.run(work)
    if uncertain:
        log.warning("outbox.uncertain", mails=uncertain)
