"""What a state that was put back, or rebuilt from the archive, does by itself, and what it doesn't.

With the scripted servers: mail that waited when the backup was made, ids and numbers of the lost
days, a database that is damaged, cut off, empty or gone.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from crash.house import House
from crash.letters import FORWARDED, IN_SCOPE, forwarded
from crash.totals import asking, taken_ids
from mailcare.cli import main
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.errors import DamagedError
from mailcare.wiring import build
from peers.script import answer

pytestmark = pytest.mark.slow

_SOON = timedelta(seconds=1)


def say(house: House, *words: str, status: int = 0) -> str:
    """Run a command in our own process, which has imported all."""
    done = CliRunner().invoke(main, ["--config", str(house.config), *words])
    assert done.exit_code == status, done.output + str(done.exception or "")
    return done.output


def lose_and_restore(house: House, backups: Path) -> None:
    lost = house.state.rename(house.folder / "lost")
    say(house, "restore", str(backups), "--keys", str(lost / "keys"))


def go_on(house: House) -> None:
    """Do passes until also what was deferred is through."""
    with house.passes(timedelta(minutes=6)) as one_pass:
        for _ in range(3):
            one_pass()


def mails(house: House) -> list[tuple[str, str, str]]:
    with asking(house) as facts:
        rows = facts.rows(
            "SELECT template, state, reason FROM outbox WHERE mail_class IN ('reply', 'dispatch')"
        )
    return [(row["template"], row["state"], row["reason"]) for row in rows]


def numbers(house: House) -> list[str]:
    with asking(house) as facts:
        return facts.column("SELECT number FROM case_numbers ORDER BY case_id")


def test_mail_that_waited_at_the_backup_is_not_sent_a_second_time(
    base: Path, tmp_path: Path
) -> None:
    with House(tmp_path / "house", [FORWARDED], base) as house:
        house.play(smtp=[answer("MAIL", b"451 4.7.1 later", nth=0)])
        with house.passes() as one_pass:
            one_pass()
        assert [state for _, state, _ in mails(house)] == ["deferred", "queued"]
        say(house, "backup", str(tmp_path / "backups"))
        house.play()
        go_on(house)
        sent = taken_ids(house)
        assert len(sent) == len(set(sent)) >= 3
        lose_and_restore(house, tmp_path / "backups")
        assert mails(house) == [
            ("dispatch.hand_over", "uncertain", "restored"),
            ("reply.forwarded", "uncertain", "restored"),
        ]
        go_on(house)
        again = [one for one in taken_ids(house)[len(sent) :] if one in sent]
        with asking(house) as facts:
            notices = facts.column("SELECT message_id FROM outbox WHERE mail_class = 'notice'")
        assert set(again) <= set(notices)  # one too many harms nobody; lost ones would


def test_numbers_and_ids_of_the_lost_days_are_not_given_again(base: Path, tmp_path: Path) -> None:
    with House(tmp_path / "house", [IN_SCOPE], base) as house:
        house.settle()
        say(house, "backup", str(tmp_path / "backups"))
        house.arrive(FORWARDED)
        house.settle()
        lost = numbers(house)[1:]
        first_ids = set(taken_ids(house))
        lose_and_restore(house, tmp_path / "backups")
        assert "not been polled" in say(house, "mailbox", "go-live", "vas", status=1)
        house.imap.inbox.add(forwarded(5).raw, internal_date=SystemClock().now() + _SOON)
        house.settle()
        assert len(lost) == 1
        assert not set(lost) & set(numbers(house)[1:])
        assert len(numbers(house)) == 3
        with asking(house) as facts:
            assert facts.column("SELECT state FROM cases ORDER BY id")[1] == "review"
            fresh = facts.rows("SELECT message_id FROM outbox WHERE id > 1000000")
        assert not {row["message_id"] for row in fresh} & first_ids
        held = [one for one in mails(house) if one[1] == "held"]
        assert {reason for _, _, reason in held} == {"restored_waits"}
        assert "is live again; 0 mails" in say(house, "mailbox", "go-live", "vas")
        house.settle()
        assert {state for _, state, _ in mails(house)} == {"sent"}
        say(house, "mailbox", "go-live", "vas", status=1)


def _overwrite(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:8192] + b"\xa5" * (file.stat().st_size - 8192))


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _noise(file: Path) -> None:
    file.write_bytes(b"no database at all " * 1000)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("harm", [_overwrite, _cut, _noise, _empty, Path.unlink])
def test_no_daemon_starts_on_a_damaged_or_lost_database(
    harm: Callable[[Path], None], base: Path, tmp_path: Path
) -> None:
    with House(tmp_path / "house", [], base) as house:
        database = house.state / "mailcare.sqlite"
        harm(database)
        before = database.read_bytes() if database.exists() else None
        with (
            pytest.raises(DamagedError, match=r"mailcare\.sqlite.*mailcare restore"),
            build(load(house.config), SystemClock()),
        ):
            pass
        said = say(house, "doctor", "--database", status=1)
        assert "rebuild --from-archive" in said
        assert (database.read_bytes() if database.exists() else None) == before


def check_mending(house: House) -> None:
    """Columns that differ from their ledger are found, and mended."""
    with asking(house) as facts:
        facts.rows("UPDATE cases SET state = 'closed', next_due_at = NULL")
        facts.commit()
    assert "2 differ from their ledger" in say(house, "rebuild", "--dry-run", status=1)
    assert "2 differed from their ledger: mended" in say(house, "rebuild")
    assert "0 differ" in say(house, "rebuild", "--dry-run")
    with asking(house) as facts:
        assert facts.column("SELECT state FROM cases ORDER BY id") == ["open", "dispatched"]


def test_the_archive_gives_back_letters_cases_and_numbers_and_writes_to_nobody(
    base: Path, tmp_path: Path
) -> None:
    with House(tmp_path / "house", [IN_SCOPE, FORWARDED], base) as house:
        house.settle()
        given, sent = numbers(house), taken_ids(house)
        check_mending(house)
        _overwrite(house.state / "mailcare.sqlite")
        assert "damaged" in say(house, "doctor", "--database", status=1)
        said = say(house, "rebuild", "--from-archive")
        assert "3 letters: 1 history, 2 cases in review again, 0 for the daemon" in said
        assert "is sound" in say(house, "doctor", "--database")
        assert numbers(house) == given
        house.settle()
        with asking(house) as facts:
            assert set(facts.column("SELECT state FROM cases")) == {"review"}
            assert facts.column("SELECT count(*) FROM receipts") == [3]
            ours = facts.column("SELECT message_id FROM outbox WHERE mail_class = 'alarm'")
        assert set(taken_ids(house)) - set(sent) <= set(ours)
        assert mails(house) == []
        assert list(house.state.glob("mailcare.sqlite.2*"))
        say(house, "rebuild", "--dry-run")
