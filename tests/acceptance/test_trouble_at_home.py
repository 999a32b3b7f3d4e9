"""A full disk, a bad template, a broken letter: one thing stops, the rest goes on."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from acceptance import letters
from acceptance.conftest import MakeSite
from acceptance.letters import Draft
from acceptance.site import USERS, Site, address_of
from mailcare.model.place import LetterState
from mailcare.resources import shipped
from support.small_disk import fill, small_disk_at

pytestmark = [pytest.mark.server, pytest.mark.slow]
TEMPLATE = "reply.accepted.zh.txt"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk_at(tmp_path / "disk", "6m") as place:
        yield place


def test_a_full_disk_loses_nothing_and_mends_by_itself(site: Site, small_disk: Path) -> None:
    site.state = small_disk / "state"
    site.start()
    first = site.send(letters.complete())
    site.await_mails(first)
    site.settle(1)
    filler = fill(small_disk)
    with site.failing("vas"):
        users = [site.send(letters.complete_of(n)) for n in range(3)]
        site.wait(lambda: len(site.mails("vas")) == 4)
    assert site.process.poll() is None
    assert site.letters() == 1
    filler.unlink()
    site.settle(4)
    got = site.await_delivery(first, *users)
    assert {who: len(got[who]) for who in got if who != "mailcare-admin"} == {
        first.name: 1, **{user.name: 1 for user in users}, "vas-staff": 4,
    }  # fmt: skip
    site.wait(lambda: site.alarms() == set(), "the alarm is over")
    assert site.stop() == 0


def test_a_bad_template_is_refused_and_a_good_one_serves_the_next_letter(site: Site) -> None:
    own = site.folder / "templates"
    own.mkdir()
    site.change('#templates_dir = "/etc/mailcare/templates"', f'templates_dir = "{own}"')
    site.start()
    good = (shipped("templates") / TEMPLATE).read_text(encoding="utf-8")
    (own / TEMPLATE).write_text(good.replace("如需补充", "如有补充"), encoding="utf-8")
    site.wait(lambda: site.has_template(f"own/{TEMPLATE}"))
    one = site.send(letters.complete())
    assert "如有补充" in site.await_mails(one)[0].text
    (own / TEMPLATE).write_text(good.replace("{{ number }}", "{{ nummer }}"), encoding="utf-8")
    site.wait(lambda: ("template", f"own/{TEMPLATE}") in site.alarms())
    alarm = site.await_mails("mailcare-admin")[0]
    assert TEMPLATE in alarm.subject
    assert all(word in alarm.text for word in ("行: ", "问题: ", "nummer", "改法: "))
    two = site.send(letters.complete_of(2))
    assert "如有补充" in site.await_mails(two)[0].text
    (own / TEMPLATE).write_text(good.replace("如需补充", "若需补充"), encoding="utf-8")
    site.wait(lambda: site.alarms() == set(), "the alarm is over")
    three = site.send(letters.complete_of(3))
    assert "若需补充" in site.await_mails(three)[0].text
    told = [mail.subject.partition(":")[0] for mail in site.await_mails("mailcare-admin", 2)]
    assert sorted(told) == ["告警恢复", "系统告警"]


HOSTILE = (
    b"From: \xff\xfe <a@\r\nSubject: =?gbk?B?////?=\r\nContent-Type: multipart/mixed\r\n\r\n--x",
    b"\r\n\r\n\r\n",
    b"From: x@users.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"".join(
        b"--b\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % n for n in range(3000)
    ),
    b"From: (((((((((((( <y@users.test>\r\nContent-Type: text/html; charset=x-none\r\n\r\n"
    + b"<table>" * 20_000,
    b"Subject: " + b"a" * 900 + b"\r\n" + b"X-F: y\r\n" * 2000 + b"\r\n\x00\x01\x02\xff",
)


def test_broken_letters_stop_nobody(site: Site) -> None:
    site.start()
    owner = site.people["vas"]
    site.dovecot.append(owner, HOSTILE)
    user = site.send(letters.complete())
    site.await_mails(user)
    site.settle(len(HOSTILE) + 1)
    assert site.letters(LetterState.RECEIVED) == 0
    assert len(site.stored(owner)) == len(HOSTILE) + 1
    assert len(site.mails(user)) == 1
    assert site.process.poll() is None


def test_a_user_who_cannot_be_written_to_is_a_task_for_staff(site: Site) -> None:
    site.start()
    draft = letters.complete()
    draft.fields["Reply-To"] = "<nobody@@nowhere>"
    user = site.send(draft)
    tasks = site.wait(lambda: [m for m in site.mails("vas-staff") if "待办" in m.subject])
    assert "请用其他方式联系用户" in tasks[0].text
    site.settle(1)
    assert set(site.await_delivery(user)) == {"vas-staff"}
    assert len(site.lines("intent.given_up")) == 1


def test_letters_that_kill_their_reader_go_to_a_person_and_the_rest_goes_on(
    make_site: MakeSite,
) -> None:
    site = make_site("vas")
    site.change('reader_memory = "200MB"', 'reader_memory = "64MB"')
    site.change('max_letter_bytes = "30MB"', 'max_letter_bytes = "60MB"')
    site.start()
    user, bloated = site.new_person(), site.new_person()
    ours = site.people["vas"].address
    text = base64.encodebytes(b"\xe4\xbd\xa0" * 6_000_000).replace(b"\n", b"\r\n")
    fields = {"Content-Transfer-Encoding": "base64"}
    head = Draft("大信", "", fields=fields).raw(address_of(bloated), ours)
    site.dovecot.append(site.people["vas"], head + text)
    huge = Draft("巨信", "", fields=fields).raw(f"huge@{USERS}", ours)
    site.dovecot.append(site.people["vas"], huge + (b"A" * 76 + b"\r\n") * 740_000)
    site.send(letters.complete(), user)
    site.await_mails(user)
    site.settle(3)
    assert (site.letters(), site.letters(LetterState.SET_ASIDE)) == (2, 1)
    aside = site.json("aside", "list")
    assert [one["kind"] for one in aside] == ["unreadable"]
    assert site.alarms() == {("set_aside", "vas")}
    assert len(site.await_mails("mailcare-admin")) == 1
    reviews = [mail for mail in site.mails("vas-staff") if "待人工判断" in mail.subject]
    assert len(reviews) == 1
    assert "原信过大" in reviews[0].text
    assert site.mails(bloated) == []
