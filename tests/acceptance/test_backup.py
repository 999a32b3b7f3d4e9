"""The state is lost and put back from a backup: no letter is lost, nobody is answered twice."""

from pathlib import Path

import pytest

from acceptance import letters
from acceptance.site import Site

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
