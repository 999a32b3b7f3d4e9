"""IMAP servers that go wrong at each command: a later pass receives all the same (DESIGN 4.1)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from crash.house import House
from crash.letters import FORWARDED, IN_SCOPE, forwarded
from crash.points import numbered
from crash.totals import asking, check
from peers.script import Rule, answer, cut, drip, half, hang

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

_LATER = timedelta(minutes=6)
_IN_A_HURRY = 20
"""A poll's deadline of 5 s is over in a quarter of one."""


def says(*lines: bytes) -> Callable[[str, int], Rule]:
    return lambda command, nth: answer(command, *lines, nth=nth)


WRONGS: dict[str, Callable[[str, int], Rule]] = {
    "cut": cut,
    "half": half,
    "hang": hang,
    "drip": drip,
    "no": says(b"{tag} NO no"),
    "bad": says(b"{tag} BAD what"),
    "bye": says(b"* BYE gone"),
    "garbage": says(b"\xff\xfe{{{", b"{tag} OK"),
}


@pytest.fixture(scope="session")
def commands(base: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the commands of a pass in which a letter is received, not the first in a process."""
    with House(tmp_path_factory.mktemp("heard") / "house", [FORWARDED], base) as house:
        with house.passes() as one_more:
            one_more()
            house.arrive(forwarded(0))
            house.play()
            one_more()
        return house.imap.heard


def test_a_pass_has_the_commands_that_it_must_have(commands: list[str]) -> None:
    assert {"GREETING", "LOGIN", "EXAMINE", "SEARCH", "FETCH META", "FETCH BODY"} <= {*commands}
    assert not {"SELECT", "STORE", "MOVE", "EXPUNGE"} & {*commands}


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_goes_wrong_once_is_made_up_for(
    wrong: str, commands: list[str], base: Path, tmp_path: Path
) -> None:
    with (
        House(tmp_path / "house", [], base) as house,
        house.passes(pace=_IN_A_HURRY if wrong in {"hang", "drip"} else 1) as one_more,
    ):
        one_more()  # the mailbox was read just now: else a single failure is news
        for number, (command, nth) in enumerate(numbered(commands)):
            house.arrive(forwarded(number))
            house.play(imap=[WRONGS[wrong](command, nth)])
            passes = [one_more()]
            assert house.imap.script.count(command) >= nth
            house.play()
            passes.append(one_more())
            assert [one.handled for one in passes] in ([0, 1], [1, 0]), (command, nth)
        check(house)
        with asking(house) as facts:  # once is no news
            assert facts.rows("SELECT * FROM alarms") == []


def test_a_letter_that_the_server_keeps_for_itself_is_told_of(base: Path, tmp_path: Path) -> None:
    with House(tmp_path / "house", [IN_SCOPE, FORWARDED], base) as house:
        house.play(imap=[answer("FETCH BODY", b"{tag} NO no", nth=2 * k + 1) for k in range(5)])
        with house.passes(_LATER) as one_more:
            first = one_more()
            assert (first.withheld, first.handled, first.clean) == (1, 1, False)
            house.play(imap=[answer("FETCH BODY", b"{tag} NO no", nth=0)])
            told = [one_more().sent for _ in range(4)]
            assert told == [0, 0, 2, 0]  # after a quarter of an hour, to admin and supervisor
            house.play()
            assert one_more().received == 1
        with asking(house) as facts:
            alarms = facts.rows("SELECT kind, subject, cleared_at IS NOT NULL FROM alarms")
        assert [tuple(one) for one in alarms] == [("unreachable", "vas: INBOX", True)]
        check(house)
