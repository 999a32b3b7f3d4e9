"""Full mailboxes, overdue cases, the daily digest: told once, to those in charge."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from acceptance import letters
from acceptance.conftest import MakeSite
from acceptance.letters import Draft
from acceptance.site import USERS, Site, address_of
from mailcare.clock import SystemClock
from mailcare.model.case import EventKind
from mailcare.model.post import OutboxState

pytestmark = [pytest.mark.server, pytest.mark.slow]


def padding(size: int) -> bytes:
    line = "x" * 74 + "\n"
    return Draft("大附件", line * (size // len(line))).raw(f"big@{USERS}", "vas@lab.test")


def forget_samples(site: Site) -> None:
    """Make as if the last sample were old: the mailbox is measured again at the next poll."""
    engine = create_engine(f"sqlite:///{site.state / 'mailcare.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM samples"))
    engine.dispose()


def test_a_mailbox_that_fills_is_told_once_and_again_when_it_is_urgent(
    make_site: MakeSite,
) -> None:
    site = make_site()
    owner = site.add_box("vas", site.dovecot.new_user("vas", storage="1M"))
    site.dovecot.append(owner, padding(880_000))
    site.start()
    told = site.await_mails("mailcare-admin")
    assert len(site.await_mails("vas-lead")) == 1
    assert site.alarms() == {("capacity", "vas")}
    assert told[0].subject.partition(" [ALARM-1#")[0] == "系统告警:信箱 vas 容量将满(已用 85%)"
    assert "总容量 1 MB" in told[0].text
    forget_samples(site)
    site.await_poll()
    site.wait(lambda: site.sampled("vas"), "it is measured again")
    site.settle(0)
    assert len(site.mails("mailcare-admin")) == 1
    site.dovecot.append(owner, padding(130_000))
    forget_samples(site)
    site.await_poll()
    told = site.await_mails("mailcare-admin", 2)
    assert len(told) == len(site.await_mails("vas-lead", 2)) == 2
    site.dovecot.expunge(owner, [1])
    forget_samples(site)
    site.wait(lambda: site.alarms() == set(), "the alarm is over")


def days_ago(days: int) -> datetime:
    return SystemClock().now() - timedelta(days=days)


def work_round_the_clock(site: Site) -> None:
    """Make it working time now, whenever the test runs: alarms come in working time alone."""
    today = SystemClock().now().date()
    days = [str(today + timedelta(days=n)) for n in range(3)]
    listed = ", ".join(day for day in days if not day.endswith("-01-01"))
    site.change("\nworkdays = []", f"\nworkdays = [{listed}]")
    site.change('office_hours = ["09:00-12:00", "13:00-18:00"]', "office_hours = []")


def test_a_letter_that_comes_too_late_is_overdue_and_answered_by_a_person(site: Site) -> None:
    work_round_the_clock(site)
    site.start()
    user = site.new_person()
    raw = letters.complete().raw(address_of(user), site.people["vas"].address)
    site.dovecot.append(site.people["vas"], raw, internal_date=days_ago(12))
    told = site.await_mails("vas-lead")
    site.settle(1)
    got = site.await_delivery(user)
    number = site.cases()[0].number
    assert set(got) == {"vas-staff", "vas-lead"}
    assert ["新申诉" in mail.subject for mail in got["vas-staff"]] == [True, False]
    assert "收到来信已满 10 天" in got["vas-staff"][1].text
    assert [mail.number for mail in told] == [number] * len(told)
    assert all("申诉超时" in mail.subject for mail in told)
    assert all("overdue" not in mail.text for mail in told)
    assert len({mail.text for mail in told}) == len(told)
    assert EventKind.REPLY_SUPPRESSED in [event.kind for event in site.cases()[0].events]
    assert [one["number"] for one in site.json("case", "list", "--overdue")] == [number]
    assert number in site.run("case", "list", "--overdue").stdout
    site.do(lambda tx: tx.jobs.insert_once("digest", "2026-11-23", SystemClock().now()))
    digest = site.wait(lambda: [m for m in site.mails("vas-lead") if number not in m.subject])[0]
    assert f"{number} 答复" in digest.text
    assert digest.field("Auto-Submitted") == b"auto-generated"
    page = digest.part("text/html")
    assert page is not None
    assert number.encode() in (page.get_payload(decode=True) or b"")
    link = re.search(r"mailto:[^\s>]+", digest.text)
    assert link is not None
    assert number in link[0]
    assert not site.do(lambda tx: tx.jobs.insert_once("digest", "2026-11-23", SystemClock().now()))
    site.settle(1)
    assert len(site.await_delivery(user)["vas-lead"]) == len(told) + 1
    assert site.outbox(OutboxState.QUEUED) == []


def test_without_anything_to_tell_there_is_no_digest(site: Site) -> None:
    site.start()
    site.await_poll()
    site.do(lambda tx: tx.jobs.insert_once("digest", "2026-11-23", SystemClock().now()))
    site.wait(lambda: site.lines("job.done"))
    site.settle(0)
    assert site.mails("vas-lead") == []
