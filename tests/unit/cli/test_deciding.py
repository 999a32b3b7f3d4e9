"""``mailcare case decide`` on a real state directory."""

import json
from typing import Any

import pytest

from unit.cli.conftest import Run, Site


@pytest.fixture
def review(run: Run, site: Site) -> str:
    """The number of a case in review, opened from a filed letter: mailbox trouble, no phone."""
    assert run("case", "open-from", str(site.filed)).exit_code == 0
    return next(number for number in numbers(run) if number != site.number)


def numbers(run: Run) -> list[str]:
    return [case["number"] for case in json.loads(run("case", "list", "--json").stdout)]


def shown(run: Run, number: str) -> Any:  # noqa: ANN401 - whatever JSON it is
    return json.loads(run("case", "show", number, "--json").stdout)


def test_a_person_decides_and_the_ledger_says_who(run: Run, review: str) -> None:
    result = run("case", "decide", review.lower(), "need_info")
    assert result.exit_code == 0, result.output
    case = shown(run, review)
    assert (case["decision"], case["owner"]) == ("need_info", "vas")
    decided = next(event for event in case["events"] if event["kind"] == "decided")
    assert decided["actor"].startswith("cli:")


def test_nothing_to_answer_closes_the_case(run: Run, review: str) -> None:
    assert run("case", "decide", review, "none").exit_code == 0
    assert shown(run, review)["state"] == "closed"
    again = run("case", "decide", review, "in_scope")
    assert (again.exit_code, "its end already" in again.stderr) == (1, True)


def test_what_cannot_be_decided_changes_nothing(run: Run, review: str) -> None:
    before = shown(run, review)
    assert run("case", "decide", review, "review").exit_code == 2
    assert run("case", "decide", review, "forwarded", "--unit", "nobody").exit_code == 2
    assert run("case", "decide", review, "forwarded").exit_code == 1
    assert run("case", "decide", "VAS-202611-9999", "none").exit_code == 2
    assert shown(run, review) == before
