"""The wheel holds all that mailcare needs outside of its repository."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of a wheel built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("mailcare-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=installed.parent, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_all_modules_templates_and_the_example_are_in_it(installed: Path) -> None:
    data = installed / "mailcare" / "data"
    templates = sorted(path.name for path in (ROOT / "templates").iterdir())
    assert sorted(path.name for path in (data / "templates").iterdir()) == templates
    assert (data / "config.example.toml").read_bytes() == (
        ROOT / "config.example.toml"
    ).read_bytes()
    source = ROOT / "src"
    modules = {path.relative_to(source) for path in (source / "mailcare").rglob("*.py")}
    assert {path for path in modules if not (installed / path).exists()} == set()
    assert (installed / "mailcare/store/migrations/versions/0001_first.py").exists()


def test_it_runs_away_from_the_repository(installed: Path) -> None:
    where = run(installed, "-c", "import mailcare; print(mailcare.__file__)")
    assert where.stdout.startswith(str(installed))
    example = installed / "mailcare/data/config.example.toml"
    checked = run(installed, "-m", "mailcare", "check", "-c", str(example))
    assert (checked.returncode, "vas (shadow)" in checked.stdout) == (0, True)
    templates = run(installed, "-m", "mailcare", "template", "check", "-c", str(example))
    assert templates.returncode == 0, templates.stdout
