"""What the daemon sees of itself: its clock, how its last run ended, troubles in memory."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailcare.daemon.clock_watch import ClockWatch, ServerClocks
from mailcare.daemon.marker import FILE, Marker
from mailcare.daemon.troubles import Troubles
from mailcare.model.trouble import AlarmKind
from mailcare.supervision.metrics import Figures, render

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOLERANCE = timedelta(minutes=1)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_a_jump_is_seen_and_over_when_the_clock_comes_back() -> None:
    watch = ClockWatch(NOON, 0)
    assert watch.look(NOON + seconds(5), 5, TOLERANCE) is None
    assert watch.look(NOON + seconds(3610), 10, TOLERANCE) == seconds(3600)
    assert watch.look(NOON + seconds(3615), 15, TOLERANCE) == seconds(3600)
    assert watch.look(NOON + seconds(20), 20, TOLERANCE) is None
    assert watch.look(NOON - seconds(600), 25, TOLERANCE) == seconds(-625)


def test_a_slow_correction_is_no_jump_and_a_lasting_one_is_over_after_a_day() -> None:
    watch = ClockWatch(NOON, 0)
    off = [watch.look(NOON + seconds(n * 10.5), n * 10, TOLERANCE) for n in range(1000)]
    assert off == [None] * 1000
    watch = ClockWatch(NOON, 0)
    assert watch.look(NOON + seconds(7205), 5, TOLERANCE) is not None
    assert watch.look(NOON + seconds(7200 + 90_000), 90_000, TOLERANCE) is None


def test_one_server_may_be_wrong_but_not_two_in_a_row() -> None:
    clocks = ServerClocks()
    clocks.hear(NOON - seconds(300), NOON, TOLERANCE)
    assert clocks.off is None
    clocks.hear(NOON - seconds(300), NOON, TOLERANCE)
    assert clocks.off == seconds(300)
    clocks.hear(NOON, NOON, TOLERANCE)
    assert clocks.off is None


def test_the_next_start_knows_how_the_last_run_ended(tmp_path: Path) -> None:
    first = Marker(tmp_path)
    assert first.begin(NOON) is None
    first.end()
    assert Marker(tmp_path).begin(NOON) is None
    died = Marker(tmp_path).begin(NOON)
    assert died is not None
    assert (died.cause, died.recent) == ("died", 1)
    hung = Marker(tmp_path)
    hung.begin(NOON)
    hung.stuck(("send",))
    third = Marker(tmp_path).begin(NOON + timedelta(minutes=5))
    assert third is not None
    assert (third.cause, third.loops, third.recent) == ("watchdog", ("send",), 3)
    assert third.facts(NOON)["urgent"] is True
    later = Marker(tmp_path).begin(NOON + timedelta(hours=2))
    assert later is not None
    assert later.recent == 1


def test_a_damaged_marker_is_a_bad_end(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    found = Marker(tmp_path).begin(NOON)
    assert found is not None
    assert found.cause == "reboot"


def test_troubles_are_held_recorded_and_over() -> None:
    troubles = Troubles()
    troubles.hold(AlarmKind.CLOCK, "jump", {"seconds": 60}, NOON)
    raised, ended = troubles.to_record()
    assert ([one.key for one in raised], ended) == ([(AlarmKind.CLOCK, "jump")], [])
    assert troubles.untold() == raised
    troubles.recorded(raised, [])
    assert troubles.untold() == []
    troubles.hold(AlarmKind.CLOCK, "jump", {"seconds": 60}, NOON)
    assert troubles.to_record() == ([], [])
    troubles.over(AlarmKind.CLOCK, "jump")
    raised, ended = troubles.to_record()
    assert (raised, [one.key for one in ended]) == ([], [(AlarmKind.CLOCK, "jump")])
    troubles.hold(AlarmKind.CLOCK, "jump", {"seconds": 60}, NOON)
    troubles.recorded([], ended)
    assert troubles.holds(AlarmKind.CLOCK, "jump")


def test_figures_are_in_the_text_format_of_prometheus() -> None:
    text = render(
        Figures(
            polls={("vas", "ok"): 3},
            last_success={"vas": NOON},
            used={"vas": 0.25},
            outbox={"queued": 2},
            alarms={"disk": 1},
            write_seconds=0.004,
            healthy=True,
        )
    )
    lines = text.splitlines()
    assert "# TYPE mailcare_polls_total counter" in lines
    assert 'mailcare_polls_total{mailbox="vas",outcome="ok"} 3' in lines
    stamp = int(NOON.timestamp())
    assert f'mailcare_poll_last_success_timestamp_seconds{{mailbox="vas"}} {stamp}' in lines
    assert 'mailcare_mailbox_used_ratio{mailbox="vas"} 0.250000' in lines
    assert "mailcare_healthy 1" in lines
    assert "mailcare_database_write_seconds 0.004000" in lines
    assert text.endswith("\n")
