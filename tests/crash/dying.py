"""Counting the points of a journey, and dying at one of them."""

import shutil
from collections.abc import Sequence
from itertools import count as numbers
from pathlib import Path

from crash.house import House
from crash.letters import Sample
from crash.points import CALLS, Journey, Point, read_trace
from crash.power import Disk
from crash.totals import check
from peers.line import CutError
from peers.script import Rule, call
from servers.base import require

_KILLED = -9
_ALL_CALLS = f"trace={','.join(CALLS)}"
_TRIES = 3


def tracer(output: Path, *expressions: str) -> list[str]:
    """Return the command that runs another under strace."""
    wanted = [part for one in expressions for part in ("-e", one)]
    return ["strace", "-f", "-qq", "-yy", "-o", str(output), "-e", "signal=none", *wanted]


def count_points(folder: Path, samples: Sequence[Sample], base: Path) -> Journey:
    """Do one undisturbed pass and return its points."""
    require("strace")
    output = folder / "trace"
    with House(folder, samples, base) as house:
        assert house.once(*tracer(output, _ALL_CALLS)) == 0, house.log.read_text()
        journey = Journey(house.imap.heard, house.smtp.heard)
    journey.calls.extend(read_trace(output, folder))
    return journey


def try_point(point: Point, folder: Path, samples: Sequence[Sample], base: Path) -> None:
    """Die at `point`, start anew until all is quiet, and check the totals.

    Names in the vault are random, and a folder that is there already is not made again; a pass
    that had fewer calls for it, and so never came to the point, is done anew.
    """
    for attempt in numbers(1):
        place = folder / f"{point}-{attempt}"
        with House(place, samples, base) as house:
            if _die_at(point, house):
                house.settle()
                check(house, point.doubtful)
                shutil.rmtree(place)
                return
        assert attempt < _TRIES, f"{point} was never reached: {house.log.read_text()}"


def _die_at(point: Point, house: House) -> bool:
    """Do a pass that dies at `point`; say whether it came there."""
    if point.where == "call":
        return _die_at_call(point, house)
    rules = [_rule(point, house)]
    house.play(rules if point.where == "imap" else (), rules if point.where == "smtp" else ())
    return house.once() == _KILLED


def _die_at_call(point: Point, house: House) -> bool:
    output = house.folder / "trace"
    traced = _ALL_CALLS if point.power else f"trace={point.name}"
    injected = f"inject={point.name}:signal=KILL:when={point.nth}"
    if house.once(*tracer(output, traced, injected)) != _KILLED:
        return False
    if point.power:
        disk = Disk()
        disk.follow(read_trace(output, house.folder))
        disk.lose_power()
    return True


def _rule(point: Point, house: House) -> Rule:
    if point.moment == "after":
        return call(point.name, house.freeze, point.nth, after=house.kill)

    def kill() -> None:
        house.kill()
        raise CutError

    return call(point.name, kill, point.nth)
