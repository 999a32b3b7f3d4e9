"""The state is lost and put back from a backup: no letter is lost, nobody is answered twice."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from acceptance import letters
from acceptance.conftest import MakeSite
from acceptance.site import Site
from mailcare.cli import main
from mailcare.config import load
from mailcare.vault.vault import Note
from mailcare.wiring import open_store
from servers.postgres import PostgresServer

pytestmark = [pytest.mark.server, pytest.mark.slow]


def back_up(site: Site, folder: Path) -> None:
    done = site.run("backup", str(folder))
    assert done.returncode == 0, done.stderr


def test_after_a_restore_nothing_is_lost_and_nobody_is_answered_twice(
    site: Site, tmp_path: Path
) -> None:
    site.boxes["vas"]["more"] = 'move_handled_to = "Handled"'
    with site.dovecot.client(site.people["vas"]) as client:
        client.create_folder("Handled")
    site.start()
    early = site.send(letters.complete())
    site.await_mails(early)
    users = [site.send(letters.complete_of(n)) for n in range(2)]
    back_up(site, tmp_path / "backups")  # while those are worked on
    for user in users:
        site.await_mails(user)
    lost_case = site.send(letters.complete_of(3))
    site.await_mails(lost_case)
    site.wait(lambda: site.dovecot.count(site.people["vas"]) == 0, "handled letters are moved")
    numbers = {case.number for case in site.cases()}
    answered = [early, *users, lost_case]

    old = site.lose_state()
    done = site.run("restore", str(tmp_path / "backups"), "--keys", str(old / "keys"))
    assert done.returncode == 0, done.stderr
    known = {case.number for case in site.cases()}
    assert known < numbers
    site.start()
    site.settle(4)
    again = [case for case in site.cases() if case.number not in known]
    assert [case.view.state.value for case in again] == ["review"] * len(again)
    assert len(site.cases()) == 4
    assert not numbers - known & {case.number for case in again}
    assert ("restored", "vas") in site.alarms()
    assert [len(site.mails(user)) for user in answered] == [1] * len(answered)


def note_their_mail(site: Site) -> None:
    """Seal a mail about the other unit's case, as a reminder to its staff would be."""
    (theirs,) = (case for case in site.cases() if case.view.unit == "broadband")
    note: Note = {"kind": "mail", "case": theirs.id, "number": theirs.number, "total": theirs.total}
    with open_store(load(site.config)) as (store, vault):
        letter = store.read(lambda tx: tx.letters.for_case(theirs.id))[0]
        vault.seal(b"Subject: reminder\r\n\r\n", letter.key_id, note)


def say(site: Site, *words: str) -> str:
    """Run a command that must succeed within this process; return what it says."""
    done = CliRunner().invoke(main, ["--config", str(site.config), *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_server_s_database_is_put_back_and_rebuilt_with_both_units_cases(
    make_site: MakeSite, postgres: PostgresServer, tmp_path: Path
) -> None:
    site = make_site("vas", "broadband")
    site.change('dispatch_via = "kfzx"', 'dispatch_via = "direct"')
    site.move(postgres.url(postgres.new_database()))
    site.start()
    user = site.send(letters.for_broadband())
    site.wait(lambda: len(site.cases()) == 2, "the other unit has its case, too")
    site.settle(1)
    note_their_mail(site)
    back_up(site, tmp_path / "backups")
    known = {case.number: case.view.unit for case in site.cases()}
    assert sorted(known.values()) == ["broadband", "vas"]

    keys = site.lose_state() / "keys"
    site.move(postgres.url(postgres.new_database()))
    say(site, "restore", str(tmp_path / "backups"), "--keys", str(keys))
    assert {case.number: case.view.unit for case in site.cases()} == known
    assert "2 cases compared, 0 differ" in say(site, "rebuild", "--dry-run")

    site.move(postgres.url(postgres.new_database()))
    said = say(site, "rebuild", "--from-archive")
    assert "2 cases in review again, 0 for the daemon" in said
    assert {case.number: case.view.unit for case in site.cases()} == known
    assert {case.view.state.value for case in site.cases()} == {"review"}
    site.start()
    site.settle(1)
    assert len(site.cases()) == 2
    assert len(site.mails(user)) == 1
