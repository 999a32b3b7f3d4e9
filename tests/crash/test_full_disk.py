"""The disk is full at any write of a letter's journey: nothing is lost or doubled, it mends itself.

Each call that writes, syncs or names something below the state directory fails once with ENOSPC,
and then from that call on for the rest of the pass; the daemon of the next pass finds room again.
`make test` tries every `_STRIDE`-th of them, `make crash` all.
"""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crash.dying import ALL, Scene, count_points, require_tracer
from crash.letters import FORWARDED
from crash.points import Call
from crash.totals import check
from crash.warm import Warm

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800)]

_WRITES = frozenset(
    {"write", "pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate", "link", "rename", "mkdir"}
)
_STRIDE = 1 if ALL else 113
_BATCHES = 8 if ALL else 1
_PASSES = 4
_LATER = timedelta(minutes=2)
"""What failed is tried again after seconds, then after a minute."""


@pytest.fixture(scope="module")
def scene(base: Path, warm: Warm) -> Scene:
    require_tracer()
    return Scene((FORWARDED,), base, warm)


@pytest.fixture(scope="module")
def writes(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    journey = count_points(tmp_path_factory.mktemp("count"), scene)
    return [one for one in journey.calls if one.name in _WRITES and "/state" in one.arguments]


def chosen(writes: list[Call]) -> Iterator[tuple[Call, str]]:
    """Yield calls and for how long they fail, in turns once and from then on."""
    for number, one in enumerate(writes[::_STRIDE]):
        for lasting in ("", "+") if ALL else ("+",) if number % 2 else ("",):
            yield one, lasting


@pytest.mark.parametrize("batch", range(_BATCHES))
def test_a_disk_that_is_full_at_any_write_loses_and_doubles_nothing(
    batch: int, writes: list[Call], scene: Scene, tmp_path: Path
) -> None:
    assert len(writes) > 60
    every = list(chosen(writes))
    assert len(every) >= len(writes) // _STRIDE
    tries = every[batch::_BATCHES]
    for one, lasting in tries:
        place = tmp_path / f"{one.name}-{one.nth}{'-on' if lasting else ''}"
        with scene.house(place) as house:
            fault = f"inject={one.name}:error=ENOSPC:when={one.nth}{lasting}"
            assert house.once(f"trace={one.name}", fault) >= 0, house.log.read_text()
            with house.passes(_LATER) as one_pass:
                for _ in range(_PASSES):
                    one_pass()
            check(house, (0, 1))
        shutil.rmtree(place)
    print(f"{len(tries)} tries of {len(writes)} calls")  # noqa: T201 - the counts are the proof
