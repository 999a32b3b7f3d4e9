"""What a server promises of a commit is read from it, and judged."""

import pytest

from mailcare.store.durability import Durability, read_durability

SAFE = Durability(
    fsync=True, full_page_writes=True, synchronous_commit="on", standby_names="ANY 1 (*)", in_sync=1
)


def test_the_tests_own_server_promises_nothing(url: str) -> None:
    found = read_durability(url)
    if url.startswith("postgresql"):
        assert found == Durability(
            fsync=False,
            full_page_writes=False,
            synchronous_commit="on",  # the server's own is off: each of our connections asks for it
            standby_names="",
            in_sync=0,
        )
        assert not found.survives_crash
    else:
        assert found is None


@pytest.mark.parametrize(
    ("commit", "names", "crash", "failover"),
    [
        ("on", "ANY 1 (*)", True, True),
        ("remote_apply", "standby1", True, True),
        ("remote_write", "standby1", True, False),
        ("local", "standby1", True, False),
        ("on", "", True, False),
        ("off", "standby1", False, False),
    ],
)
def test_what_a_commit_outlives(commit: str, names: str, *, crash: bool, failover: bool) -> None:
    found = Durability(True, True, commit, names, 1)  # noqa: FBT003 - in the order of the class
    assert (found.survives_crash, found.survives_failover) == (crash, failover)


def test_without_syncs_nothing_outlives_anything() -> None:
    assert SAFE.survives_failover
    unsynced = Durability(False, True, "on", "ANY 1 (*)", 1)  # noqa: FBT003 - the same
    assert not unsynced.survives_failover
