"""What lay there before, and what came before a mailbox went live, is never answered."""

import os

import pytest

from acceptance import letters
from acceptance.site import Site, address_of
from mailcare.model.place import Fate
from mailcare.model.post import OutboxState
from servers.dovecot import LabUser

pytestmark = [pytest.mark.server, pytest.mark.slow]
OLD = 3000 if "MAILCARE_OUTAGE" in os.environ else 600


def lay(site: Site, owner: LabUser, sender: LabUser, number: int) -> None:
    """Put letters into the maildir as files, each with another Message-ID and text."""
    folder = site.dovecot.folder / "mail" / owner.name / "new"
    site.dovecot.messages(owner)
    user, owned = folder.stat().st_uid, folder.stat().st_gid
    for one in range(number):
        draft = letters.complete()
        draft.body += f"\n第 {one} 封"
        path = folder / f"1763000000.M{one:06}P1.old"
        path.write_bytes(draft.raw(address_of(sender), owner.address))
        os.chown(path, user, owned)


@pytest.mark.timeout(600)
def test_after_all_old_letters_only_the_new_one_is_answered(site: Site) -> None:
    crowd = site.new_person("crowd")
    lay(site, site.people["vas"], crowd, OLD)
    assert len(site.stored(site.people["vas"])) == OLD
    site.boxes["vas"]["mode"] = "shadow"
    site.start(within=200)
    archived = "history is archived"
    site.wait(lambda: fates(site).get(Fate.HISTORY, 0) == OLD, archived, within=200)
    site.boxes["vas"]["mode"] = "live"
    assert site.reload() == "config.reloaded"
    site.await_poll()
    user = site.send(letters.complete())
    site.settle(1)
    got = site.await_delivery(user, crowd)
    assert {who: len(mails) for who, mails in got.items()} == {user.name: 1, "vas-staff": 1}
    assert [case.number[-4:] for case in site.cases()] == ["0001"]
    assert fates(site) == {Fate.HISTORY: OLD, Fate.RECEIVED: 1}
    assert all(mail.flags == () for mail in site.mails("vas"))


def fates(site: Site) -> dict[Fate, int]:
    return site.read(lambda tx: tx.receipts.count())


def test_going_live_answers_nothing_received_before(site: Site) -> None:
    site.boxes["vas"]["mode"] = "shadow"
    site.start()
    early = site.send(letters.complete())
    late = site.send(letters.for_broadband())
    site.settle(2)
    site.boxes["vas"]["mode"] = "live"
    site.reload()
    user = site.send(letters.complete())
    site.settle(3)
    got = site.await_delivery(early, late, user)
    assert set(got) == {user.name, "vas-staff"}
    assert len(site.cases()) == 3
    assert [case.view.mode.value for case in site.cases()] == ["shadow", "shadow", "live"]


def test_what_came_while_it_was_shadow_but_is_first_seen_live_is_not_answered(site: Site) -> None:
    site.boxes["vas"]["mode"] = "shadow"
    site.start()
    assert site.stop() == 0
    early = site.send(letters.complete())
    site.wait(lambda: len(site.mails("vas")) == 1)
    site.boxes["vas"]["mode"] = "live"
    site.start()
    site.settle(1)
    user = site.send(letters.complete())
    site.settle(2)
    assert set(site.await_delivery(early, user)) == {user.name, "vas-staff"}
    assert OutboxState.SUPPRESSED not in {mail.state for mail in site.outbox()}
