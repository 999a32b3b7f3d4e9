"""The whole play: a site, its people, and everybody who writes to it from day to day."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from acceptance.site import Site, address_of
from fortnight import clerks
from fortnight.letters import Who
from fortnight.parts import Part, drawn
from fortnight.people import Habit, Person
from fortnight.post import PostOffice
from fortnight.world import Office, PlayClock, World, at, open_office
from servers.dovecot import LabUser
from servers.postfix import PostfixServer

FIRST_DAY = date(2025, 1, 22)
"""A Wednesday; the Sunday after is worked, the Tuesday after that the Spring Festival begins."""
_BOXES = ("vas", "broadband", "idc", "kfzx")
_DEPARTMENTS = """
[departments.billing]
title = "发票中心"
dispatch_address = "{billing}"
phrases = [{{ texts = ["电子发票", "发票中心", "补寄"], weight = 9.0 }}]
[departments.works]
title = "线路工程部"
dispatch_address = "works@gone.test"
phrases = [{{ texts = ["电线杆", "倾斜", "扶正"], weight = 9.0 }}]
"""


@dataclass
class Customer:
    """Somebody with a part, and what became of it."""

    part: Part
    who: Who
    person: Person
    wrote_at: datetime


@dataclass
class Play:
    """Site, world and customers, ready to be played."""

    site: Site
    office: Office
    world: World
    customers: list[Customer] = field(default_factory=list)
    ours: dict[str, Person] = field(default_factory=dict)

    @property
    def known(self) -> set[str]:
        """Every address that may get mail."""
        people = {one.person.address for one in self.customers}
        return people | {one.address for one in self.ours.values()} | {"works@gone.test"}


@contextmanager
def staged(folder: Path, postfix: PostfixServer, days: int, number: int) -> Iterator[Play]:
    """Set the stage: `number` letters over so many `days`, everybody in place."""
    site = Site(folder, postfix, _BOXES)
    billing = postfix.dovecot.new_user("billing")
    site.change('dispatch_via = "kfzx"\n', 'dispatch_via = "direct"\n')
    site.extra += _DEPARTMENTS.format(billing=billing.address)
    post = PostOffice(postfix)
    clock = PlayClock(at(FIRST_DAY, "00:05"))
    with open_office(site, clock) as office:
        play = Play(site, office, World(clock, [office], post))
        _hire(play, post, billing)
        _cast(play, post, days, number)
        yield play


def _hire(play: Play, post: PostOffice, billing: LabUser) -> None:
    work: dict[str, list[Habit]] = {
        "vas-staff": clerks.clerk(),
        "broadband-staff": clerks.clerk(),
        "idc-staff": clerks.clerk(),
        "kfzx-staff": clerks.designated(),
        "company-dispatch": clerks.late_department(),
    }
    for name, user in play.site.people.items():
        if name not in _BOXES:
            habits = work.get(name, [])
            play.ours[name] = Person(user.address, post.bag(user), post, habits, works=True)
    robot = Person(billing.address, post.bag(billing), post, clerks.robot(), envelope="")
    play.ours["billing"] = robot
    play.world.actors += play.ours.values()


def _cast(play: Play, post: PostOffice, days: int, number: int) -> None:
    order = random.Random(2025)  # noqa: S311 - when customers write
    for part, who in drawn(number):
        user = play.site.new_person()
        person = Person(address_of(user), post.bag(user), post, part.habits(who))
        if part.name == "away":
            person.envelope = ""
        latest = 1 if part.late else max(1, days - 4)
        day = FIRST_DAY + timedelta(days=order.randrange(latest))
        wrote_at = at(day, "00:10") + timedelta(minutes=order.randrange(23 * 60))
        box = play.site.people[part.box].address
        for delay in (timedelta(0), *part.again):
            person.will_write(wrote_at + delay, box, part.write(who))
        play.customers.append(Customer(part, who, person, wrote_at))
        play.world.actors.append(person)
