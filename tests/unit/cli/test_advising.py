"""What is said of intervals and promises on the command line, and how times are read there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner

from mailcare.cli import main
from mailcare.cli.advising import busiest, notes, row, why
from mailcare.cli.spans import age, read_moment, short
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.model.place import MailboxKey, Mode
from mailcare.store import Store, Tx
from mailcare.supervision.tuning import Tuning, look
from mailcare.vault import open_vault
from support.small_config import small_config

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)  # Monday, 10:00 there
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PROMISE = '[mailboxes.vas.register]\nservice_time = "7*24 每天 2 次"'


@pytest.mark.parametrize(
    ("span", "text"),
    [(90, "90s"), (60, "1m"), (150, "150s"), (3600, "1h"), (5400, "90m"), (86400, "1d")],
)
def test_spans_are_written_as_the_config_reads_them(span: int, text: str) -> None:
    assert short(timedelta(seconds=span)) == text


@pytest.mark.parametrize(
    ("ago", "text"), [(0, "0s"), (59, "59s"), (3599, "59m"), (4000, "1h06m"), (100_000, "1d3h")]
)
def test_ages_are_rough(ago: int, text: str) -> None:
    assert age(NOW - timedelta(seconds=ago), NOW) == text


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("18:30", "2026-11-23 18:30"),
        ("9:00", "2026-11-24 09:00"),
        ("2026-11-23", "2026-11-24 00:00"),
        ("2026-11-25 08:00", "2026-11-25 08:00"),
        ("2026-11-25T08:00", "2026-11-25 08:00"),
    ],
)
def test_moments_are_read_on_the_wall_clock(text: str, local: str) -> None:
    assert f"{read_moment(text, NOW, SHANGHAI):%Y-%m-%d %H:%M}" == local


@pytest.mark.parametrize("text", ["", "soon", "25:00", "2026-13-01", "2026-11-22", "18:30:00 x"])
def test_what_is_no_moment_to_come_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        read_moment(text, NOW, SHANGHAI)


class Office:
    """A config and its state, with one mailbox that was polled."""

    def __init__(self, folder: Path, more: str) -> None:
        self.path = folder / "config.toml"
        self.path.write_text(small_config(more=more), encoding="utf-8")
        self.config = load(self.path)
        state = self.config.storage.state_dir
        state.mkdir()
        vault = open_vault(state / "vault", self.config.storage.keys, NOW)
        Store.migrate(state / "mailcare.sqlite")
        self.store = Store.open(state / "mailcare.sqlite", vault)
        key = MailboxKey("imap.telecom.example", "vas@telecom.example")
        self.box = self.store.run(
            lambda tx: tx.mailboxes.ensure(key, "vas", Mode.LIVE, NOW - 30 * DAY).id
        )

    def look(self) -> Tuning:
        (found,) = self.store.read(lambda tx: look(tx, self.config, NOW))
        return found

    def run(self, *arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, [*arguments, "--config", str(self.path)])
        return done.exit_code, done.output


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, PROMISE)


def test_a_quiet_mailbox_may_be_polled_more_rarely(office: Office) -> None:
    found = office.look()
    assert row(found, NOW) == ("vas", "0", "", "", "", "1m", "10m", "quiet about now")
    assert busiest(found) == ""


def test_a_promise_is_shown_as_it_was_kept(office: Office) -> None:
    def polled(tx: Tx) -> None:
        for quarters in range(28):
            tx.poll_hours.record(office.box, NOW - quarters * 6 * HOUR, ok=quarters > 4)
        tx.mailboxes.record_poll(office.box, NOW - 30 * HOUR, ok=True)

    office.store.run(polled)
    assert list(notes(office.look(), SHANGHAI)) == [
        "vas: promised 7*24 每天 2 次: kept in 12 of 13 periods of the last week",
        "vas: BROKEN: no good poll in the period that ended at 11-23 00:00, nor since",
    ]


def test_what_presses_is_the_reason(office: Office) -> None:
    office.store.run(
        lambda tx: tx.mailboxes.record_poll(office.box, NOW - MINUTE, ok=True, waiting=60)
    )
    found = office.look()
    assert why(found) == "60 letters wait on the server"
    assert found.advice.interval == 150 * timedelta(seconds=1)


def test_an_interval_is_set_shown_and_taken_back(office: Office) -> None:
    code, said = office.run("mailbox", "set-interval", "vas", "2m", "--for", "4h")
    assert (code, "vas is polled every 2m until " in said) == (0, True)
    assert said.endswith(
        "; the file says 1m. No daemon is running: it counts from its next start.\n"
    )
    now = SystemClock().now()
    override = office.store.read(lambda tx: tx.overrides.in_force(now))[office.box]
    assert override.set_by.startswith("cli:")
    code, said = office.run("mailbox", "advise")
    assert (code, "2m (file: 1m)" in said, override.set_by in said) == (0, True, True)
    assert max(map(len, said.splitlines())) <= 100
    assert "2m (file: 1m)" in office.run("mailbox", "list")[1]
    assert office.run("mailbox", "reset-interval", "vas")[1].startswith("vas: 2m is taken back")
    assert office.store.read(lambda tx: tx.overrides.in_force(now)) == {}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("vas", "9h"), "6h at most keeps it"),
        (("vas", "1s"), "from 5s to 1d"),
        (("vas", "soon"), "a duration"),
        (("nobody", "2m"), "no mailbox of the config is called nobody"),
        (("vas", "2m", "--for", "1h", "--until", "18:30"), "not both"),
    ],
)
def test_an_interval_that_makes_no_sense_is_refused(
    office: Office, arguments: tuple[str, ...], said: str
) -> None:
    code, output = office.run("mailbox", "set-interval", *arguments)
    assert (code, said in output) == (2, True)
    assert office.store.read(lambda tx: tx.overrides.history(office.box)) == []


def test_a_reload_without_a_daemon_is_told(office: Office) -> None:
    code, said = office.run("reload")
    assert (code, "no daemon is at work" in said) == (75, True)
