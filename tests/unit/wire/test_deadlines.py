import socket
import threading

import pytest

from mailcare.wire.deadlines import DeadlineKeeper, Line


class Target:
    def __init__(self) -> None:
        self.was_cut = threading.Event()

    def cut(self) -> None:
        self.was_cut.set()


def test_a_blocked_read_ends_with_its_deadline(keeper: DeadlineKeeper) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, keeper.limit(ours, 0.05):
        assert ours.recv(1) == b""


def test_what_ends_in_time_is_left_alone(keeper: DeadlineKeeper) -> None:
    in_time, late = Target(), Target()
    with keeper.limit(late, 0.02):
        for _ in range(3000):
            with keeper.limit(in_time, 0.5):
                pass
        assert late.was_cut.wait(30)
    assert not in_time.was_cut.is_set()


def test_nested_deadlines_the_outer_may_be_first(keeper: DeadlineKeeper) -> None:
    outer, inner = Target(), Target()
    with keeper.limit(outer, 0.02), keeper.limit(inner, 60):
        assert outer.was_cut.wait(30)
        assert not inner.was_cut.is_set()


def test_an_earlier_deadline_wakes_the_keeper(keeper: DeadlineKeeper) -> None:
    first, second = Target(), Target()
    with keeper.limit(first, 600), keeper.limit(second, 0.01):
        assert second.was_cut.wait(30)


def test_a_line_cut_before_it_has_a_socket_takes_none() -> None:
    line = Line()
    line.cut()
    ours, theirs = socket.socketpair()
    with theirs, pytest.raises(TimeoutError):
        line.attach(ours)
    assert ours.fileno() == -1


def test_a_closed_keeper_has_no_thread() -> None:
    keeper = DeadlineKeeper()
    with keeper.limit(Target(), 60):
        pass
    keeper.close()
    assert "deadlines" not in {thread.name for thread in threading.enumerate()}
