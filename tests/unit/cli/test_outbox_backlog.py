"""`mailcare outbox resolve`, `held`, and what is done to all held mail in one go."""

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from mailcare.config import load
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.store import Tx
from mailcare.wiring import open_store
from unit.cli.conftest import Run, Site
from unit.store.builders import NOW, new_mail


def mails(config: Path, state: OutboxState) -> list[OutboxMail]:
    with open_store(load(config)) as (store, _vault):
        return store.read(lambda tx: tx.outbox.list({state}))


def add(site: Site, state: OutboxState, reason: str = "", count: int = 1) -> list[int]:
    """Put mails to the case's user into the outbox; return their ids."""
    with open_store(load(site.config)) as (store, _vault):
        draft = store.read(lambda tx: tx.outbox.get(site.draft))

        def work(tx: Tx) -> list[int]:
            first = 100 + len(tx.outbox.list())
            made = (
                new_mail(draft.key_id, number, blob=draft.blob, state=state, reason=reason)
                for number in range(first, first + count)
            )
            return [tx.outbox.add(one, NOW).id for one in made]

        return store.run(work)


def doubt(site: Site) -> int:
    """Leave a mail uncertain, as a daemon does that dies in its body; return its id."""
    (mail_id,) = add(site, OutboxState.QUEUED)

    def work(tx: Tx) -> None:
        mail = tx.outbox.claim(NOW, "owner")
        assert mail is not None
        tx.outbox.start_sending(mail.id, "owner", mail.fence)
        tx.outbox.settle(mail.id, OutboxState.UNCERTAIN, "no_reply", now=NOW)

    with open_store(load(site.config)) as (store, _vault):
        store.run(work)
    return mail_id


@pytest.mark.parametrize(("found", "state"), [("sent", "sent"), ("not-sent", "failed")])
def test_a_person_settles_what_is_uncertain(run: Run, site: Site, found: str, state: str) -> None:
    mail_id = doubt(site)
    done = run("outbox", "resolve", str(mail_id), found)
    assert (done.exit_code, f"{mail_id}: noted as {found}" in done.stdout) == (0, True)
    [mail] = mails(site.config, OutboxState(state))
    assert (mail.id, mail.reason) == (mail_id, "by hand")
    again = run("outbox", "resolve", str(mail_id), found)
    assert again.exit_code == 1
    assert "not uncertain" in again.stderr


def test_only_what_is_uncertain_can_be_resolved(run: Run, site: Site) -> None:
    refused = run("outbox", "resolve", str(site.draft), "sent")
    assert refused.exit_code == 1
    assert [mail.id for mail in mails(site.config, OutboxState.DRAFT)] == [site.draft]


def test_a_backlog_is_let_go_spread_over_hours(run: Run, site: Site) -> None:
    ids = add(site, OutboxState.HELD, "cap.total", 3)
    add(site, OutboxState.HELD, "cap.case")
    sums = json.loads(run("outbox", "held", "--json").stdout)
    assert [(one["why"], one["mails"]) for one in sums] == [("cap.case", 1), ("cap.total", 3)]
    assert run("outbox", "release", "--held", "cap.total", "--per-hour", "2").exit_code == 0
    queued = mails(site.config, OutboxState.QUEUED)
    assert [mail.id for mail in queued] == ids
    times = [mail.not_before for mail in queued if mail.not_before]
    half = timedelta(minutes=30)
    assert [after - before for before, after in pairwise(times)] == [half, half]
    assert [mail.reason for mail in mails(site.config, OutboxState.HELD)] == ["cap.case"]


def test_a_backlog_is_dropped_in_one_go(run: Run, site: Site) -> None:
    ids = add(site, OutboxState.HELD, "cap.backlog", 3)
    dropped = run("outbox", "drop", "--held", "cap.backlog", "--reason", "outage")
    assert dropped.exit_code == 0
    cancelled = mails(site.config, OutboxState.CANCELLED)
    assert [(mail.id, mail.reason) for mail in cancelled] == [(one, "outage") for one in ids]


@pytest.mark.parametrize(
    "words",
    [(), ("--held", "cap.total", "1"), ("1", "--mailbox", "vas")],
)
def test_ids_or_a_reason_but_not_both(run: Run, site: Site, words: tuple[str, ...]) -> None:
    assert site.draft
    assert run("outbox", "release", *words).exit_code == 2
    assert run("outbox", "drop", *words).exit_code == 2


def test_an_unknown_mailbox(run: Run, site: Site) -> None:
    add(site, OutboxState.HELD, "cap.total")
    assert run("outbox", "release", "--held", "cap.total", "--mailbox", "idc").exit_code == 2
    assert len(mails(site.config, OutboxState.HELD)) == 1
