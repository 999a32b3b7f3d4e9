"""Logins are paced by server and by account; who must wait keeps the turn it was given."""

import pytest

from mailcare.daemon.logins import Logins, NotNowError


def wait_of(logins: Logins, account: str, now: float, server: str = "s", own: int = 60) -> float:
    """Seconds until the account's turn; 0: it is now."""
    try:
        logins.take_turn(account, server, now, per_minute=60, account_per_minute=own)
    except NotNowError as notice:
        return notice.seconds
    return 0


def test_a_server_is_given_a_burst_and_then_a_steady_pace() -> None:
    logins = Logins()
    waits = [wait_of(logins, f"box{n}", 0) for n in range(13)]
    assert waits == [0] * 10 + [1, 2, 3]


def test_whoever_waits_keeps_the_turn() -> None:
    logins = Logins()
    for n in range(12):
        wait_of(logins, f"box{n}", 0)
    assert wait_of(logins, "box11", 0.5) == 1.5
    assert wait_of(logins, "box12", 0.5) == 2.5
    assert wait_of(logins, "box11", 2) == 0
    assert wait_of(logins, "box12", 3) == 0


def test_other_servers_are_not_concerned() -> None:
    logins = Logins()
    for n in range(20):
        wait_of(logins, f"box{n}", 0)
    assert wait_of(logins, "far", 0, server="other") == 0


def test_after_a_pause_the_burst_is_there_again() -> None:
    logins = Logins()
    for n in range(10):
        wait_of(logins, f"box{n}", 0)
    assert [wait_of(logins, f"late{n}", 100) for n in range(11)] == [0] * 10 + [1]


def test_one_account_has_a_pace_of_its_own() -> None:
    logins = Logins()
    waits = [wait_of(logins, "qq", now, own=1) for now in (0, 0, 0, 0)]
    assert waits == [0, 0, 0, 60]
    assert wait_of(logins, "qq", 59, own=1) == pytest.approx(1)
    assert wait_of(logins, "qq", 60, own=1) == 0
