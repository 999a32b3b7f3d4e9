"""SMTP servers that go wrong at each command: each mail leaves once, or is told of (DESIGN 4.4)."""

from datetime import timedelta
from pathlib import Path

import pytest

from crash.house import House
from crash.letters import FORWARDED
from crash.totals import asking, check, taken_ids
from peers.script import Rule, answer, cut, hang, then_cut

pytestmark = pytest.mark.slow

_TRIES_OF_LOGIN = 2
"""PLAIN, then LOGIN: a server that refuses one may take the other."""
_LATER = timedelta(minutes=6)
_BEFORE_BODY = ("GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA")
_ENVELOPE = ("MAIL", "RCPT", "DATA")


def settled(house: House, *rules: Rule, pace: int = 1) -> None:
    """Send what the first letter brings about over a server with `rules`, until all is quiet."""
    house.play(smtp=rules)
    house.settle(_LATER, pace)


def always(command: str, *lines: bytes) -> list[Rule]:
    """Refuse a command as often as one connection can ask."""
    times = _TRIES_OF_LOGIN if command == "AUTH" else 1
    return [answer(command, *lines, nth=nth) for nth in range(1, times + 1)]


def states(house: House) -> dict[str, str]:
    with asking(house) as facts:
        rows = facts.rows("SELECT template, state FROM outbox WHERE mail_class != 'alarm'")
    return {row["template"]: row["state"] for row in rows}


@pytest.mark.parametrize("command", [*_BEFORE_BODY, "RSET", "QUIT"])
def test_a_connection_cut_before_the_body_costs_time_only(
    command: str, base: Path, tmp_path: Path
) -> None:
    for number, rule in enumerate((cut(command), hang(command))):
        with House(tmp_path / str(number), [FORWARDED], base) as house:
            settled(house, rule, pace=20)
            check(house)


@pytest.mark.parametrize("rule", [cut("BODY"), cut("DOT"), then_cut("DOT"), answer("DOT", b"what")])
def test_a_connection_cut_once_the_body_began_leaves_a_doubt_and_no_second_mail(
    rule: Rule, base: Path, tmp_path: Path
) -> None:
    with House(tmp_path / "house", [FORWARDED], base) as house:
        settled(house, rule)
        check(house, (1, 1))
        assert states(house)["dispatch.hand_over"] == "uncertain"
        assert states(house)["reply.forwarded"] == "queued"  # it would tell of the dispatch


@pytest.mark.parametrize("code", [b"451 4.3.0 later", b"421 4.3.2 closing"])
@pytest.mark.parametrize("command", [*_BEFORE_BODY, "DOT"])
def test_a_temporary_refusal_is_tried_again(
    command: str, code: bytes, base: Path, tmp_path: Path
) -> None:
    with House(tmp_path / "house", [FORWARDED], base) as house:
        settled(house, *always(command, code))
        check(house)


@pytest.mark.parametrize("command", ["GREETING", "EHLO", "AUTH"])
def test_a_server_that_refuses_us_refuses_no_mail(command: str, base: Path, tmp_path: Path) -> None:
    with House(tmp_path / "house", [FORWARDED], base) as house:
        settled(house, *always(command, b"554 5.7.1 no"))
        check(house)
        with asking(house) as facts:
            alarms = facts.rows("SELECT kind, cleared_at IS NOT NULL FROM alarms")
        assert [tuple(one) for one in alarms] == [("send_failed", True)]


@pytest.mark.parametrize("command", [*_ENVELOPE, "DOT"])
def test_a_mail_that_is_refused_becomes_a_task_for_staff(
    command: str, base: Path, tmp_path: Path
) -> None:
    with House(tmp_path / "house", [FORWARDED], base) as house:
        settled(house, answer(command, b"554 5.7.1 no"))
        assert states(house) == {
            "dispatch.hand_over": "failed",
            "reply.forwarded": "superseded",  # the user must not be told of a hand-over
            "notice.new_case": "sent",
            "notice.task": "sent",
        }
        with asking(house) as facts:
            alarms = facts.rows("SELECT state FROM outbox WHERE mail_class = 'alarm'")
        assert [row["state"] for row in alarms] == ["sent", "sent"]  # that the dispatch failed
        assert len(set(taken_ids(house))) == len(house.smtp.accepted) == 2 + len(alarms)
