"""Alarms end when what they tell of is over, and not before."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailcare.config import parse
from mailcare.model.post import OutboxState
from mailcare.model.trouble import AlarmKind, Aside, AsideKind
from mailcare.store import Store
from mailcare.supervision.alarms import end_calm
from mailcare.supervision.ending import HAPPENING, RUNS_WELL, end_gone, end_settled
from mailcare.vault import Vault, open_vault
from support.small_config import small_config
from unit.store.builders import HOUR, NOW, add_letter, add_mails, new_mail

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return open_vault(tmp_path / "vault", tmp_path / "keys", NOW)


@pytest.fixture
def store(tmp_path: Path, vault: Vault) -> Iterator[Store]:
    Store.migrate(tmp_path / "db")
    opened = Store.open(tmp_path / "db", vault)
    yield opened
    opened.close()


def raise_(store: Store, kind: AlarmKind, subject: str, facts: str = "{}") -> None:
    store.run(lambda tx: tx.alarms.raise_(kind, subject, facts, NOW))


def open_alarms(store: Store) -> list[str]:
    return [alarm.subject for alarm in store.read(lambda tx: tx.alarms.open())]


def test_letters_set_aside_until_they_are_brought_back(store: Store, vault: Vault) -> None:
    letter = store.run(lambda tx: add_letter(tx, vault.new_key()))
    aside = Aside(letter.id, letter.mailbox_id, AsideKind.FAILED, "x", NOW)
    store.run(lambda tx: tx.letters.set_aside(aside))
    raise_(store, AlarmKind.SET_ASIDE, "vas")
    assert end_settled(store, LATER) == 0
    store.run(lambda tx: tx.letters.bring_back(letter.id))
    assert end_settled(store, LATER) == 1
    assert open_alarms(store) == []


def test_an_uncertain_mail_until_it_is_settled(store: Store, vault: Vault) -> None:
    key = vault.new_key()
    one, _ = add_mails(store, [new_mail(key, state=OutboxState.QUEUED), new_mail(key, 2)])
    mail = store.run(lambda tx: tx.outbox.claim(NOW, "me"))
    assert mail is not None
    store.run(lambda tx: tx.outbox.start_sending(one, "me", mail.fence))
    store.run(lambda tx: tx.outbox.recover(NOW, {"another"}))
    assert store.read(lambda tx: tx.outbox.get(one)).state is OutboxState.UNCERTAIN
    raise_(store, AlarmKind.UNCERTAIN, f"outbox {one}", f'{{"mail": {one}}}')
    assert end_settled(store, LATER) == 0
    store.run(lambda tx: tx.outbox.drop(one, "by hand", NOW))
    assert end_settled(store, LATER) == 1


def test_a_cap_until_nothing_is_held_by_it(store: Store, vault: Vault) -> None:
    held = new_mail(vault.new_key(), state=OutboxState.HELD, reason="cap.address")
    (mail_id,) = add_mails(store, [held])
    raise_(store, AlarmKind.CAP, "cap.address")
    assert end_settled(store, LATER) == 0
    store.run(lambda tx: tx.outbox.release(mail_id, NOW))
    assert end_settled(store, LATER) == 1


def test_a_stuck_loop_until_it_finishes_a_step(store: Store) -> None:
    store.run(lambda tx: tx.heartbeats.record("send", NOW - HOUR))
    raise_(store, AlarmKind.STUCK, "send")
    assert end_settled(store, LATER) == 0
    store.run(lambda tx: tx.heartbeats.record("send", LATER))
    assert end_settled(store, LATER) == 1


def test_a_bad_end_until_the_daemon_has_run_well_for_an_hour(store: Store) -> None:
    raise_(store, AlarmKind.RESTARTED, "mailcare", f'{{"at": "{NOW.isoformat()}"}}')
    assert end_settled(store, NOW + RUNS_WELL - timedelta(minutes=1)) == 0
    assert end_settled(store, NOW + RUNS_WELL) == 1


def test_what_the_config_has_no_more_is_over_and_what_waits_for_people_is_not(
    store: Store,
) -> None:
    box = 'folders = ["INBOX", "Web"]\njunk_folders = ["Junk"]'
    channel = '[alarms.channels.group]\nform = "wecom"\nurl_env = "URL"'
    config = parse(small_config(box=box, more=channel), Path("/c/config.toml"))
    for subject in ("vas", "idc", "vas: Web", "vas: Junk", "vas: Old", "idc: INBOX"):
        raise_(store, AlarmKind.UNREACHABLE, subject)
    for subject in ("group", "pager"):
        raise_(store, AlarmKind.CHANNEL, subject)
    for kind in (AlarmKind.SET_ASIDE, AlarmKind.UNSENT):
        raise_(store, kind, "kfzx")
    store.run(lambda tx: end_gone(tx, config, NOW))
    store.run(lambda tx: end_calm(tx, timedelta(0), NOW))
    assert open_alarms(store) == ["vas", "vas: Web", "vas: Junk", "group", "kfzx", "kfzx"]


def test_what_is_past_for_a_day_and_what_others_end_not_at_all(store: Store) -> None:
    raise_(store, AlarmKind.EPOCH, "vas")
    raise_(store, AlarmKind.UNREACHABLE, "idc")
    assert end_settled(store, NOW + HAPPENING - HOUR) == 0
    assert end_settled(store, NOW + HAPPENING) == 1
    assert open_alarms(store) == ["idc"]
