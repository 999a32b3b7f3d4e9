"""A state directory after first contact, which every crash begins from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crash.dying import first_contact
from crash.warm import Warm
from mailcare import logs


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return first_contact(tmp_path_factory.mktemp("first") / "house")


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
