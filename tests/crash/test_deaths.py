"""A letter over which somebody dies stops nobody (DESIGN 4.3); a killed daemon loses nothing."""

import os
import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from crash.dying import Scene, count_points, die_at, die_by, require_tracer
from crash.house import House
from crash.letters import FORWARDED, IN_SCOPE, PRAISE, expected_mails
from crash.points import Point
from crash.totals import asking, check
from crash.warm import Warm
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.breaker import Breaker
from mailcare.daemon.desk_work import Handling
from mailcare.daemon.polling import Poller
from mailcare.daemon.sessions import Sessions
from mailcare.errors import ExitCode
from mailcare.pipeline.speaking import speak
from mailcare.wiring import build
from peers.script import call

pytestmark = pytest.mark.slow


def attempts(house: House) -> list[int]:
    with asking(house) as facts:
        return facts.column("SELECT attempts FROM letters WHERE state != 'history' ORDER BY id")


def where_the_first_letter_has_begun(house: House, folder: Path, warm: Warm) -> Point:
    """Return the point after the attempt at a letter was committed, seen on a copy of the house."""
    calls = count_points(folder, Scene(house.samples, house.state, warm)).calls
    polled = max(at for at, one in enumerate(calls) if r"LOGOUT\r\n" in one.arguments)
    begun = next(at for at in range(polled, len(calls)) if calls[at].is_commit)
    return Point("call", calls[begun + 1].name, calls[begun + 1].nth)


def test_a_letter_over_which_the_process_died_three_times_is_set_aside(
    base: Path, warm: Warm, tmp_path: Path
) -> None:
    require_tracer()
    with House(tmp_path / "house", [IN_SCOPE], base, warm) as house:
        for deaths in (1, 2, 3):
            point = where_the_first_letter_has_begun(house, tmp_path / f"copy-{deaths}", warm)
            assert die_at(point, house)
            assert attempts(house) == [deaths]
        assert house.once() == ExitCode.PROBLEM
        with asking(house) as facts:
            assert facts.column("SELECT kind FROM asides") == ["crashed"]
            assert facts.column("SELECT kind FROM alarms") == ["set_aside"]
            assert facts.column("SELECT id FROM cases") == []
        assert house.command("aside", "replay", "2") == 0
        house.settle()
        check(house)


def test_a_reader_that_dies_is_replaced(base: Path, tmp_path: Path) -> None:
    with House(tmp_path / "house", [FORWARDED], base) as house:

        def kill_readers() -> None:
            for reader in house.readers:
                os.kill(reader, signal.SIGKILL)

        house.play(imap=[call("FETCH BODY", kill_readers)])
        assert house.once() == 0
        check(house)


@pytest.mark.parametrize(
    "point",
    [
        Point("imap", "SEARCH", 2),
        Point("imap", "FETCH BODY", 1),
        Point("imap", "FETCH BODY", 2, "after"),
        Point("smtp", "RCPT", 1),
        Point("smtp", "DATA", 2, "after"),
        Point("smtp", "DOT", 1, "before", doubtful=(1, 1)),
        Point("smtp", "DOT", 3, "after", doubtful=(1, 1)),
    ],
    ids=str,
)
def test_a_daemon_that_is_killed_loses_nothing(point: Point, base: Path, tmp_path: Path) -> None:
    with House(tmp_path / "house", [IN_SCOPE, FORWARDED], base) as house:
        assert die_by(house.run, point, house)
        house.play()
        house.settle()
        check(house, point.doubtful)


def test_a_store_that_fails_over_a_letter_sets_nothing_aside(
    base: Path, warm: Warm, tmp_path: Path
) -> None:
    require_tracer()
    with House(tmp_path / "house", [FORWARDED], base, warm) as house:
        point = where_the_first_letter_has_begun(house, tmp_path / "copy", warm)
        assert point.name == "pwrite64"
        no_space = f"inject=pwrite64:error=ENOSPC:when={point.nth}"
        assert house.once("trace=pwrite64", no_space) != ExitCode.OK
        assert attempts(house) == [0]
        house.settle()
        check(house)


def test_a_mail_that_cannot_be_written_now_holds_up_no_other(base: Path, tmp_path: Path) -> None:
    with House(tmp_path / "house", [PRAISE, FORWARDED], base) as house:
        with build(load(house.config), SystemClock()) as parts:
            now = parts.clock.now()
            sessions = Sessions(parts)
            poller = Poller(parts, sessions, lambda: True, Breaker(parts))
            poller.poll(parts.settings.desk("vas"), now)
            sessions.close()
            handling = Handling(parts, lambda: None)
            while handling.step(now):
                continue
            parts.readers.close()  # to write of a letter that was filed, it is read once more
            assert speak(parts, now) == len(FORWARDED.mails)
        house.settle(timedelta(minutes=1))
        with asking(house) as facts:
            mails = Counter(facts.column("SELECT template FROM outbox WHERE state = 'sent'"))
            alarms = {"alarm.general": 1, "alarm.cleared": 1}
            assert mails - expected_mails([PRAISE, FORWARDED]) == alarms


def test_cases_of_a_mailbox_that_was_taken_out_hold_up_nothing(base: Path, tmp_path: Path) -> None:
    with House(tmp_path / "house", [IN_SCOPE], base) as house:
        house.settle()
        text = house.config.read_text(encoding="utf-8")
        house.config.write_text(text.replace('user = "vas"', 'user = "new"'), encoding="utf-8")
        house.imap.user = "new"
        with house.passes(timedelta(days=20)) as one_more:
            assert [one_more().failed for _ in range(3)] == [0, 0, 0]
