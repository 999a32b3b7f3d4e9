"""The cheapest drills, with shortened clocks, on one daemon; all of them: ``make drills``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from acceptance import letters
from acceptance.site import Site, address_of
from drills.drill import Ground, locked, preload
from mailcare.resources import shipped
from peers.robot import Robot
from servers.postfix import PostfixServer

pytestmark = [pytest.mark.server, pytest.mark.slow]
TEMPLATE = "reply.accepted.zh.txt"


@pytest.fixture(scope="module")
def ground(
    tmp_path_factory: pytest.TempPathFactory, _postfix_once: PostfixServer
) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("drills")
    site = Site(folder, _postfix_once, ("vas",))
    own = folder / "templates"
    own.mkdir()
    site.change('#templates_dir = "/etc/mailcare/templates"', f'templates_dir = "{own}"')
    with Robot() as robot:
        made = Ground(site, robot)
        site.environment |= {"LD_PRELOAD": preload(folder), "DRILL_CLOCK": str(made.clock_file)}
        site.start()
        yield made
        assert site.stop() == 0
        site.close()


def test_a_locked_database_is_told_though_nothing_can_be_written(ground: Ground) -> None:
    database = ground.site.state / "mailcare.sqlite"
    expected = {("database", "database")}
    with ground.drill("database locked", expected, promised=40) as told, locked(database):
        told()


def test_a_clock_that_jumps_is_told_and_no_loop_seems_stuck(ground: Ground) -> None:
    with ground.drill("clock jumped", {("clock", "jump")}, promised=40) as told:
        ground.jump(3600)
        told()
        ground.jump(0)


def test_a_broken_template_is_told(ground: Ground) -> None:
    own = ground.site.folder / "templates" / TEMPLATE
    good = (shipped("templates") / TEMPLATE).read_text(encoding="utf-8")
    expected = {("template", f"own/{TEMPLATE}")}
    own.write_text(good, encoding="utf-8")
    with ground.drill("template broken", expected, promised=40) as told:
        own.write_text(good.replace("{{ number }}", "{{ nummer }}"), encoding="utf-8")
        told()
        own.write_text(good, encoding="utf-8")


def test_dead_smtp_is_told_over_the_other_channel_and_not_by_mail(ground: Ground) -> None:
    site = ground.site
    user = site.new_person()
    site.settle(0)
    with ground.drill("SMTP dead", {("send_failed", "vas")}, promised=40) as told:
        site.postfix.stop()
        raw = letters.complete().raw(address_of(user), site.people["vas"].address)
        site.dovecot.append(site.people["vas"], raw)
        told()
        site.postfix.start()
        ground.release()
        site.hang_up()
    site.settle(1)
    site.wait(lambda: site.mails(user), "the user has the reply")
    about = [m.subject for m in site.mails("mailcare-admin") if "无法发信" in m.subject]
    assert about == []
    paged = (Path(site.folder) / "paged").read_text(encoding="utf-8")
    assert "send_failed" in paged
