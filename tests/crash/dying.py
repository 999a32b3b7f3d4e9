"""Counting the points of a journey, and dying at one of them."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import count as numbers
from pathlib import Path

import pytest

from crash.house import House
from crash.letters import Sample
from crash.points import CALLS, Journey, Point, read_trace
from crash.power import Disk
from crash.totals import check
from crash.warm import Warm
from mailcare.supervision.sampling import AT_LEAST
from mailcare.vault.sync import LEFTOVER
from peers.line import CutError
from peers.script import Rule, call
from servers.base import require

ALL = os.environ.get("MAILCARE_CRASH") == "all"
"""As `make crash` asks: every point there is, not only those that `make test` picks."""
_KILLED = -9
_ALL_CALLS = f"trace={','.join(CALLS)}"
_TRIES = 9
_MICROSECOND = timedelta(microseconds=1)


def require_tracer() -> None:
    """Skip the test where nothing can be traced; with CI=true fail, since there it must."""
    require("strace")
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    if tried.returncode == 0:
        return
    why = f"strace may not trace here: {tried.stderr.decode(errors='replace').strip()}"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def first_contact(folder: Path) -> Path:
    """Return a state directory in which the baseline's letter is history.

    The mailbox's size was asked for long enough ago that a pass with a letter asks again, whenever
    it comes: all passes have the same points.
    """
    with House(folder) as house:
        assert house.once() == 0, house.log.read_text()
    with closing(sqlite3.connect(house.state / "mailcare.sqlite")) as database, database:
        database.execute("UPDATE samples SET at = at - ?", (AT_LEAST // _MICROSECOND,))
    return house.state


@dataclass(frozen=True)
class Scene:
    """What every point is tried on."""

    samples: Sequence[Sample]
    base: Path
    """The state directory to begin from."""
    warm: Warm

    def house(self, folder: Path) -> House:
        return House(folder, self.samples, self.base, self.warm)


def count_points(folder: Path, scene: Scene) -> Journey:
    """Do one undisturbed pass and return its points; one in which names met does not count."""
    for attempt in numbers(1):
        place = folder / str(attempt)
        with scene.house(place) as house:
            assert house.once(_ALL_CALLS) == 0, house.log.read_text()
            if not names_met(house, scene):
                calls = list(read_trace(house.trace, place))
                return Journey(house.imap.heard, house.smtp.heard, calls)
    raise AssertionError  # pragma: no cover - the numbers don't end


def names_met(house: House, scene: Scene) -> bool:
    """Say whether the vault's random names fell into one folder, and so saved calls."""
    return _shared_folders(house.state) > _shared_folders(scene.base)


def _shared_folders(state: Path) -> int:
    folders = (state / "vault").glob("*/*/")
    finished = [
        [one for one in folder.iterdir() if not one.name.startswith(LEFTOVER)] for folder in folders
    ]
    return sum(max(0, len(names) - 1) for names in finished)


def try_point(point: Point, folder: Path, scene: Scene) -> None:
    """Die at `point`, start anew until all is quiet, and check the totals.

    Names in the vault are random, and a folder that is there already is not made again: a pass
    that had fewer calls for it is done anew.
    """
    for attempt in numbers(1):
        place = folder / f"{point}-{attempt}"
        with scene.house(place) as house:
            if die_at(point, house) and not (point.where == "call" and names_met(house, scene)):
                house.play()
                house.settle()
                check(house, point.doubtful)
                shutil.rmtree(place)
                return
        assert attempt < _TRIES, f"{point} was never reached: {house.log.read_text()}"


def die_at(point: Point, house: House) -> bool:
    """Do a pass that dies at `point`; say whether it came there."""
    if point.where == "call":
        return _die_at_call(point, house)
    return die_by(house.once, point, house)


def die_by(work: Callable[[], int], point: Point, house: House) -> bool:
    """Do `work`, which a server's hearing of a command kills; say whether it came there."""
    rules = [_rule(point, house)]
    house.play(rules if point.where == "imap" else (), rules if point.where == "smtp" else ())
    return work() == _KILLED


def _die_at_call(point: Point, house: House) -> bool:
    traced = _ALL_CALLS if point.power else f"trace={point.name}"
    if house.once(traced, f"inject={point.name}:signal=KILL:when={point.nth}") != _KILLED:
        return False
    if point.power:
        disk = Disk()
        disk.follow(read_trace(house.trace, house.folder))
        disk.lose_power()
    return True


def _rule(point: Point, house: House) -> Rule:
    if point.moment == "after":
        return call(point.name, house.freeze, point.nth, after=house.kill)

    def kill() -> None:
        house.kill()
        raise CutError

    return call(point.name, kill, point.nth)
