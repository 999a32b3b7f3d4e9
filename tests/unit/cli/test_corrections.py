"""``mailcare corrections export``: what staff decided, as letters with labels."""

import json
from pathlib import Path
from typing import Any

import pytest

from mailcare.intake.reading import read
from unit.cli.conftest import Run, Site


@pytest.fixture
def number(run: Run, site: Site) -> str:
    """A case that a person opened from a filed letter."""
    run("case", "open-from", str(site.filed))
    cases = json.loads(run("case", "list", "--json").stdout)
    return str(next(case["number"] for case in cases if case["number"] != site.number))


def exported(run: Run, folder: Path, *options: str) -> list[dict[str, Any]]:
    result = run("corrections", "export", str(folder), *options)
    assert result.exit_code == 0, result.output
    lines = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_vouched_letter_may_be_anything_but_filed(run: Run, number: str, tmp_path: Path) -> None:
    (label,) = exported(run, tmp_path / "out")
    assert label["auto"] is None
    assert label["expected_reply"] == "review"
    assert "none" not in label["also"]
    assert "unit" not in label
    assert number in label["note"]


def test_a_persons_decision_is_what_the_label_expects(
    run: Run, number: str, tmp_path: Path
) -> None:
    assert run("case", "decide", number, "in_scope").exit_code == 0
    (label,) = exported(run, tmp_path / "out")
    assert (label["expected_reply"], label["unit"], label["scope"]) == (
        "in_scope",
        "vas",
        "in_scope",
    )
    assert label["also"] == ["need_info"]  # staff went on without what is missing
    assert label["mailbox"] == "vas"


@pytest.mark.usefixtures("number")
def test_masked_by_default_unmasked_when_asked(run: Run, tmp_path: Path) -> None:
    masked, whole = tmp_path / "masked", tmp_path / "whole"
    exported(run, masked)
    exported(run, whole, "--unmasked")
    (first,), (second,) = (list((one / "mails").iterdir()) for one in (masked, whole))
    assert b"u@users.example" not in first.read_bytes()
    message = read(first.read_bytes())
    assert message.own_text.strip() == "my mailbox is full"
    assert message.from_ is not None
    assert b"u@users.example" in second.read_bytes()
    assert (first.stat().st_mode & 0o777, masked.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.usefixtures("number")
def test_only_since_a_day(run: Run, tmp_path: Path) -> None:
    assert exported(run, tmp_path / "out", "--since", "2999-01-01") == []


@pytest.mark.usefixtures("site")
def test_what_nobody_decided_is_no_correction(run: Run, tmp_path: Path) -> None:
    assert exported(run, tmp_path / "out") == []


@pytest.mark.usefixtures("site")
def test_a_folder_that_holds_something_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x").touch()
    assert run("corrections", "export", str(tmp_path / "out")).exit_code == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["x"]
