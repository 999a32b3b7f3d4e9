from datetime import UTC, datetime, timedelta

from mailcare.daemon.heartbeat import Heartbeats

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_loop_that_finishes_no_step_is_stuck() -> None:
    beats = Heartbeats()
    beats.expect("send", timedelta(seconds=30), NOON)
    beats.expect("handle", timedelta(seconds=30), NOON)
    beats.beat("send", NOON + timedelta(seconds=29))
    assert beats.stuck(NOON + timedelta(seconds=31)) == ("handle",)


def test_nothing_is_expected_of_an_ended_loop() -> None:
    beats = Heartbeats()
    beats.expect("send", timedelta(seconds=30), NOON)
    beats.forget("send")
    beats.beat("send", NOON)
    assert beats.stuck(NOON + timedelta(days=1)) == ()
    assert beats.all() == {}
