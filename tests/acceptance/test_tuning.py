"""Mailboxes that come, change and go while the daemon runs; intervals that people set meanwhile."""

import pytest

from acceptance import letters
from acceptance.conftest import MakeSite
from acceptance.site import Site

pytestmark = [pytest.mark.server, pytest.mark.slow]


def test_mailboxes_come_change_and_go_and_no_letter_is_dropped(make_site: MakeSite) -> None:
    site = make_site("vas", "idc")
    site.start()
    early = site.send(letters.complete(), box="idc")
    site.settle(1)
    away = site.boxes.pop("idc")
    site.add_box("broadband")
    site.boxes["vas"]["interval"] = "1h"
    assert reload(site) == "reloaded: 2 mailboxes"
    meanwhile = site.send(letters.complete_of(1), box="idc")
    other = site.send(letters.complete_of(2), box="broadband")
    site.settle(2)
    assert site.mails(meanwhile) == []
    site.boxes["idc"] = away
    assert reload(site) == "reloaded: 3 mailboxes"
    site.settle(3)
    for user in (early, meanwhile, other):
        assert len(site.await_mails(user)) == 1
    assert len(site.cases()) == 3


def reload(site: Site) -> str:
    """Write the config, have the command reload it, and return what it says but for the version."""
    site.write()
    done = site.run("reload")
    assert done.returncode == 0, done.stderr
    return done.stdout.partition(",")[0]


def test_an_interval_set_by_a_person_holds_at_once_until_it_is_taken_back(site: Site) -> None:
    site.boxes["vas"]["interval"] = "1h"
    site.start()
    set_by = site.run("mailbox", "set-interval", "vas", "5s", "--for", "1h")
    assert set_by.returncode == 0, set_by.stderr
    for _ in range(2):  # the first may be what it wakes the mailbox for
        site.await_poll()
    assert interval(site) == (5, 3600)
    assert "5s (file: 1h)" in site.run("status").stdout
    assert site.run("mailbox", "reset-interval", "vas").returncode == 0
    site.wait(lambda: site.lines("mailbox.interval")[-1]["seconds"] == 3600)


def interval(site: Site) -> tuple[float, float]:
    """Return the interval in force and the file's, in seconds."""
    (box,) = site.json("mailbox", "advise")
    return box["interval"], box["file_interval"]


def test_a_refused_config_is_an_alarm_until_a_good_one_is_taken(site: Site) -> None:
    site.start()
    assert site.alarms() == set()
    good = site.config.read_text(encoding="utf-8")
    site.config.write_text(good.replace('mode = "live"', 'mode = "alive"'), encoding="utf-8")
    assert site.hang_up() == "config.refused"
    site.wait(lambda: ("config", "config.toml") in site.alarms())
    refused = site.run("reload")
    assert (refused.returncode, "mailboxes.vas.mode" in refused.stderr) == (78, True)
    site.config.write_text(good, encoding="utf-8")
    status = site.run("status")
    assert status.returncode == 1
    assert "mailboxes.vas.mode" in status.stdout
    assert site.run("reload").returncode == 0
    assert site.alarms() == set()
