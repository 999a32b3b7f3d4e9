"""Killed at any point of a letter's journey, mailcare loses and doubles nothing (DESIGN 4.1-4.4).

`make test` dies, over one letter that is handed over (dispatch, reply, notice), before one commit
of the database and after the next, over and over with two between, the power lost too; before and
after every DATA and every mail taken; and at every `_STRIDE`-th of all other points. `make crash`
dies at every point there is, over two letters.
"""

from collections import Counter
from pathlib import Path

import pytest

from crash.dying import ALL, Scene, count_points, first_contact, require_tracer, try_point
from crash.letters import FORWARDED, IN_SCOPE
from crash.points import Journey, Point
from crash.power import Disk
from crash.warm import Warm
from mailcare.clock import SystemClock

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800)]

SAMPLES = (IN_SCOPE, FORWARDED) if ALL else (FORWARDED,)
BATCHES = 96 if ALL else 8
_STRIDE = 199
_BEFORE_OR_AFTER = (0, 3)
_COMMITS = 8
"""Of the places before and after four commits in a row: before the first, after the second."""
_FRESH = 300.0


class Stage:
    """Where to die, and where it can be done: set up anew when it grows old.

    A mailbox's size is asked for every ten minutes; a pass that does so has other points.
    """

    def __init__(self, folder: Path, warm: Warm) -> None:
        self._folder, self._warm = folder, warm
        self._clock = SystemClock()
        self._set_at = -_FRESH
        self._times = 0
        self._scene: Scene
        self._journey: Journey

    def look(self) -> tuple[Scene, Journey]:
        if self._clock.monotonic() - self._set_at >= _FRESH:
            self._set_at = self._clock.monotonic()
            self._times += 1
            place = self._folder / str(self._times)
            self._scene = Scene(SAMPLES, first_contact(place / "base"), self._warm)
            self._journey = count_points(place / "count", self._scene)
        return self._scene, self._journey


@pytest.fixture(scope="session")
def stage(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    require_tracer()
    return Stage(tmp_path_factory.mktemp("stage"), warm)


@pytest.fixture
def journey(stage: Stage) -> Journey:
    return stage.look()[1]


def every_point(journey: Journey) -> list[Point]:
    wire = [*journey.imap_points(), *journey.smtp_points()]
    return [*wire, *journey.call_points(), *journey.call_points(power=True)]


def chosen_points(journey: Journey) -> list[Point]:
    with_power = journey.call_points(power=True)
    smtp = [point for point in journey.smtp_points() if point.name in {"DATA", "DOT"}]
    commits = enumerate(journey.commits())
    chosen = [with_power[index] for n, index in commits if n % _COMMITS in _BEFORE_OR_AFTER]
    always = [*chosen, *smtp]
    others = [point for point in every_point(journey) if point not in always]
    return always + others[::_STRIDE]


def test_a_journey_has_the_points_that_it_must_have(journey: Journey) -> None:
    letters, mails = len(SAMPLES), sum(len(one.mails) for one in SAMPLES)
    calls = Counter(one.name for one in journey.calls)
    assert journey.imap.count("FETCH BODY") == letters
    assert journey.smtp.count("DOT") == journey.smtp.count("DATA") == mails
    assert journey.smtp.count("RSET") == mails - 1
    # A letter: T1, its attempt, T2. A mail: composed, claimed, sending, settled.
    assert sum(one.is_commit for one in journey.calls) >= 3 * letters + 4 * mails
    # A letter's key and blob and each mail's blob: file synced, folder synced.
    assert calls["fsync"] >= 4 * letters + 2 * mails
    assert calls["rename"] == letters + mails
    assert calls["link"] == calls["unlink"] - journey_end_unlinks(journey) == letters
    wire = len([*journey.imap_points(), *journey.smtp_points()])
    calls_at, dark = len(journey.call_points()), len(journey.call_points(power=True))
    print(f"{wire} points of the wire, {calls_at} of calls, {dark} with the power lost")  # noqa: T201 - the counts are the proof
    assert wire + calls_at + dark == len(every_point(journey)) > 500


def journey_end_unlinks(journey: Journey) -> int:
    """Return how many files SQLite itself removed: the log and its index."""
    return sum(one.name == "unlink" and "mailcare.sqlite" in one.arguments for one in journey.calls)


def test_no_commit_knows_of_bytes_that_are_not_synced(journey: Journey) -> None:
    disk = Disk()
    for one in journey.calls:
        if one.is_commit or one.writes_log:
            assert [path for path in disk.unsynced() if "/vault/" in str(path)] == []
        disk.see(one)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_crash_loses_nothing_and_doubles_nothing(
    batch: int, stage: Stage, tmp_path: Path
) -> None:
    scene, journey = stage.look()
    points = every_point(journey) if ALL else chosen_points(journey)
    for point in points[batch::BATCHES]:
        try:
            try_point(point, tmp_path, scene)
        except AssertionError as error:
            raise AssertionError(f"{point}: {error}") from error
