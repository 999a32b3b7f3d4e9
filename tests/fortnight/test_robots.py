"""Two mailcares, absence robots with and without header fields, and a robot that bounces all mail.

They are wired to each other for a day: whoever answers a machine would never stop.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from acceptance.letters import Draft
from acceptance.mails import Mail
from acceptance.site import USERS, Site, address_of
from fortnight import letters
from fortnight.letters import Who
from fortnight.people import Habit, Person
from fortnight.post import PostOffice
from fortnight.world import Office, PlayClock, World, at, make_folder, open_office
from mailcare.model.post import MailClass, OutboxMail, OutboxState
from servers.base import DOMAIN
from servers.dovecot import LabUser
from servers.postfix import PostfixServer

pytestmark = [
    pytest.mark.server,
    pytest.mark.slow,
    pytest.mark.timeout(1200),
]

DAY = date(2025, 1, 23)
_OTHER = """
[departments.neighbour]
title = "另一处"
dispatch_address = "{address}"
phrases = [{{ texts = ["电线杆", "倾斜", "扶正", "通信"], weight = 9.0 }}]
"""
_REPORT = """\
您的邮件未能送达。

This is the mail system at host gone.test. Your message could not be delivered.

<{to}>: host gone.test said: 550 5.1.1 user unknown
"""


class Bouncer(Person):
    """A mailbox from which everything comes back, as an old server sends it back."""

    def act(self, now: datetime) -> None:
        for mail in self.bag.fresh():
            self.got.append(mail)
            self._bounce(mail)
        super().act(now)

    def _bounce(self, mail: Mail) -> None:
        back = mail.return_path.decode().strip("<>")
        if back:
            report = Draft("Undelivered Mail Returned to Sender", _REPORT.format(to=self.address))
            self.post.send(report.raw("MAILER-DAEMON@gone.test", back), "", back)


def _away(address: str, post: PostOffice, user: LabUser, *, honest: bool) -> Person:
    fields = {"Auto-Submitted": "auto-replied"} if honest else {}
    words = "您好,我正在休假,下周一回来。急事请联系我的同事。"
    habit = Habit(".", words, fields=fields, quotes=not honest)
    return Person(address, post.bag(user), post, [habit], envelope="" if honest else None)


def _site(folder: Path, postfix: PostfixServer, box: str, domain: str) -> Site:
    """Make a mailcare in a domain of its own, so that each is a stranger to the other."""
    site = Site(folder, postfix, ())
    owner = postfix.dovecot.new_user(box)
    site.add_box(box, owner, address=f"{owner.name}@{domain}")
    site.change('dispatch_via = "kfzx"', 'dispatch_via = "direct"')
    site.change('\nmailbox = "vas"', f'\nmailbox = "{box}"')
    return site


@pytest.fixture(scope="module")
def day(
    tmp_path_factory: pytest.TempPathFactory, _postfix_once: PostfixServer
) -> Iterator[tuple[World, list[Office]]]:
    folder, post = tmp_path_factory.mktemp("robots"), PostOffice(_postfix_once)
    first = _site(make_folder(folder, "first"), _postfix_once, "vas", DOMAIN)
    second = _site(make_folder(folder, "second"), _postfix_once, "idc", USERS)
    ours, theirs = first.people["vas"].address, address_of(second.people["idc"])
    first.extra += _OTHER.format(address=theirs)
    second.extra += _OTHER.format(address=ours)
    clock = PlayClock(at(DAY, "08:05"))
    with ExitStack() as stack:
        offices = [stack.enter_context(open_office(site, clock)) for site in (first, second)]
        world = World(clock, offices, post)
        _wire(world, post, first, second)
        world.tick()  # what lies there at the first look is history
        _write(world, post, first, ours, theirs)
        world.play(at(DAY, "08:05") + timedelta(days=1))
        yield world, offices


def _wire(world: World, post: PostOffice, first: Site, second: Site) -> None:
    """Put a robot behind every address of our people."""
    for name, user in first.people.items():
        if name != "vas":
            world.actors.append(_away(user.address, post, user, honest="lead" in name))
    for name, user in second.people.items():
        if name != "idc":
            world.actors.append(Bouncer(user.address, post.bag(user), post))


def _write(world: World, post: PostOffice, first: Site, ours: str, theirs: str) -> None:
    """Have each mailcare write to the other as a user would, and a robot's owner to both."""
    for sender, to, first_serial in ((theirs, ours, 0), (ours, theirs, 50)):
        address = sender.replace("@", "+me@")
        for serial, write in enumerate((letters.mail_complete, letters.mail_bare), first_serial):
            post.send(write(Who(serial)).raw(address, to), address, to)
    for to, domain in ((ours, USERS), (theirs, DOMAIN)):
        user = first.new_person()
        address = f"{user.name}@{domain}"
        world.actors.append(_away(address, post, user, honest=False))
        for serial, write in enumerate((letters.idc_complete, letters.works), start=7):
            post.send(write(Who(serial)).raw(address, to), address, to)


def sent(office: Office) -> list[OutboxMail]:
    return office.parts.store.read(lambda tx: tx.outbox.list({OutboxState.SENT}))


def test_both_answered_and_told_their_people(day: tuple[World, list[Office]]) -> None:
    for office in day[1]:
        classes = Counter(one.mail_class for one in sent(office))
        assert classes[MailClass.REPLY] >= 2
        assert classes[MailClass.NOTICE] >= 5


def test_everybody_stays_under_the_caps(day: tuple[World, list[Office]]) -> None:
    for office in day[1]:
        caps = office.parts.settings.config.caps
        replies = Counter(
            one.recipient for one in sent(office) if one.mail_class is MailClass.REPLY
        )
        notices = Counter(
            (one.recipient, one.settled_at.replace(minute=0))
            for one in sent(office)
            if one.mail_class is MailClass.NOTICE and one.settled_at
        )
        assert max(replies.values(), default=0) <= caps.user_per_address_per_day
        assert max(notices.values(), default=0) <= caps.staff_per_address_per_hour


def test_after_the_first_hours_only_what_is_due_is_written(
    day: tuple[World, list[Office]],
) -> None:
    late = at(DAY, "20:00")
    for office in day[1]:
        written = [one for one in sent(office) if one.settled_at and one.settled_at > late]
        assert {one.mail_class for one in written} <= {MailClass.DIGEST, MailClass.ALARM}


def test_a_dispatch_is_confirmed_once(day: tuple[World, list[Office]]) -> None:
    for office in day[1]:
        written = Counter(one.template for one in sent(office))
        assert written["dispatch.hand_over"] >= 1
        assert written["dispatch.confirmation"] == 1
