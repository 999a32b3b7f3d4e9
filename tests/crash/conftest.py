"""A state directory after first contact, which every crash begins from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crash.house import House
from crash.warm import Warm
from mailcare import logs


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a state directory in which the baseline's letter is history."""
    with House(tmp_path_factory.mktemp("base")) as house:
        assert house.once() == 0, house.log.read_text()
    return house.state


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    with Warm() as process:
        yield process


@pytest.fixture(autouse=True)
def _logs_to_file(tmp_path: Path) -> Iterator[None]:
    """Keep what passes in our own process log out of the report."""
    with (tmp_path / "passes.log").open("w", encoding="utf-8") as stream:
        logs.configure("json", "info", stream)
        yield
        logs.configure()
