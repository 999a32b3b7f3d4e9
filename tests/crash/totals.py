"""What must be true of a state directory and its servers once all is quiet (DESIGN 4.1–4.4)."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

from crash.house import House
from crash.letters import expected_mails
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.pipeline.sweeping import sweep
from mailcare.wiring import open_store

Rows = list[sqlite3.Row]


@contextmanager
def asking(house: House) -> Iterator["Facts"]:
    with closing(sqlite3.connect(house.state / "mailcare.sqlite")) as database:
        database.row_factory = sqlite3.Row
        yield Facts(house, database)


class Facts:
    """The database, asked beside mailcare's own code."""

    def __init__(self, house: House, database: sqlite3.Connection) -> None:
        self.house = house
        self._database = database

    def rows(self, query: str, *values: object) -> Rows:
        return self._database.execute(query, values).fetchall()

    def commit(self) -> None:
        """Keep what a test has changed."""
        self._database.commit()

    def column(self, query: str, *values: object) -> list[Any]:
        return [row[0] for row in self.rows(query, *values)]


def check(house: House, doubtful: tuple[int, int] = (0, 0)) -> None:
    """Assert the totals; `doubtful` is how many mails may be uncertain, least and most."""
    with asking(house) as facts:
        _check_letters(facts)
        _check_cases(facts)
        _check_mails(facts, doubtful)
    _check_bytes(house)


def _check_letters(facts: Facts) -> None:
    """Each UID has one receipt and its fate, each content one row; the server noticed nothing."""
    inbox = facts.house.imap.inbox
    receipts = facts.rows("SELECT uid, fate, letter_id FROM receipts ORDER BY uid")
    assert [row["uid"] for row in receipts] == [one.uid for one in inbox.letters]
    assert [row["fate"] for row in receipts] == ["history", *["received"] * (len(receipts) - 1)]
    assert len({row["letter_id"] for row in receipts}) == len({one.raw for one in inbox.letters})
    states = Counter(facts.column("SELECT state FROM letters"))
    assert states == {"history": 1, "handled": len(receipts) - 1}
    assert not [one.uid for one in inbox.letters if one.flags]


def _check_cases(facts: Facts) -> None:
    """Each handled letter has one case; numbers have no gaps; each ledger begins at its start."""
    letters = facts.column("SELECT letter_id FROM judgements ORDER BY letter_id")
    assert facts.column("SELECT letter_id FROM cases ORDER BY letter_id") == letters
    numbers = facts.rows("SELECT serial, total FROM case_numbers ORDER BY total")
    expected = list(range(1, len(letters) + 1))
    assert [row["serial"] for row in numbers] == [row["total"] for row in numbers] == expected
    for last, events in facts.rows(
        "SELECT last_seq, (SELECT count(*) FROM events WHERE case_id = id) FROM cases"
    ):
        assert last == events


def _check_mails(facts: Facts, doubtful: tuple[int, int]) -> None:
    """Each mail left once, or is uncertain, told of, and left at most once."""
    assert set(facts.column("SELECT state FROM intents")) <= {"done"}
    taken = Counter(taken_ids(facts.house))
    assert all(times == 1 for times in taken.values()), "a mail left twice"
    rows = facts.rows("SELECT * FROM outbox")
    uncertain = [row for row in rows if row["state"] == "uncertain"]
    waiting = [row for row in rows if row["after_id"] in {one["id"] for one in uncertain}]
    states = [(row["template"], row["state"], row["reason"]) for row in rows]
    assert doubtful[0] <= len(uncertain) <= doubtful[1], states
    for row in rows:
        if row not in uncertain and row not in waiting:
            assert (row["state"], taken[row["message_id"]]) == ("sent", 1)
    assert [row["state"] for row in waiting] == ["queued"] * len(waiting)
    assert set(taken) <= {row["message_id"] for row in rows}
    alarms = facts.column("SELECT subject FROM alarms WHERE kind = 'uncertain'")
    assert alarms == [f"outbox {row['id']}" for row in uncertain]
    templates = Counter(row["template"] for row in rows if row["mail_class"] != "alarm")
    assert templates == expected_mails(facts.house.samples)


def taken_ids(house: House) -> list[str]:
    """Return the Message-IDs of the mails that the SMTP server took, as often as it took them."""
    mails = [message_from_bytes(one.data, policy=default) for one in house.smtp.accepted]
    return [str(mail["Message-ID"]) for mail in mails]


def _check_bytes(house: House) -> None:
    """The vault holds what the server holds, also after a sweep of what the dead left behind."""
    with open_store(load(house.config)) as (store, vault), asking(house) as facts:
        sweep(store, vault, SystemClock().now() + timedelta(days=2))
        for uid, blob in facts.rows(
            "SELECT uid, blob FROM receipts JOIN letters ON letters.id = letter_id"
        ):
            kept = house.imap.inbox.find(uid)
            assert kept is not None
            assert vault.open(blob) == kept.raw
        for (blob,) in facts.rows("SELECT blob FROM outbox"):
            assert vault.open(blob)
        assert not list(house.state.rglob(".new-*"))
        keys = facts.column("SELECT key_id FROM letters")
        assert vault.orphan_keys(keys) == []
        # Mails composed twice: they go with the key of their case.
        assert {vault.key_of(blob) for blob in vault.orphans(())} <= {*keys, "system"}
