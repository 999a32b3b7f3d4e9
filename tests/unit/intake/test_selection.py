from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from mailcare.intake import selection
from mailcare.model.place import Fate, Folder
from mailcare.wire.imap import FolderStatus, LetterMeta

DAY = datetime(2026, 10, 1, tzinfo=UTC)
FOLDER = Folder(
    id=1, mailbox_id=1, name="INBOX", epoch=1, uidvalidity=7, uidnext=2001, highest_uid=2000,
    baseline_uid=100,
)  # fmt: skip
STATUS = FolderStatus(uidvalidity=7, uidnext=2001, exists=50)


@dataclass(frozen=True)
class Remembered:
    size: int = 10
    internal_date: datetime | None = DAY
    fate: Fate = Fate.RECEIVED


def meta(size: int = 10, date: datetime | None = DAY) -> LetterMeta:
    return LetterMeta(size, date, frozenset())


def ended(
    status: FolderStatus = STATUS, *, fell: bool = False, now: LetterMeta | None = None
) -> str:
    metas = {5: now} if now else {}
    return selection.epoch_ended(FOLDER, status, {5: Remembered()}, metas, fell=fell)


def test_new_letters_before_history_before_trouble_each_oldest_first() -> None:
    made = selection.plan(FOLDER, [300, 7, 5, 200, 150, 6], {6, 150}, troubled=[200])
    assert (made.new, made.history, made.troubled) == ((300,), (5, 7), (200,))
    assert made.uids == (300, 5, 7, 200)


def test_adopted_letters_are_new() -> None:
    made = selection.plan(FOLDER, [5, 7, 300], set(), adopted=[7])
    assert (made.new, made.history) == ((7, 300), (5,))


@pytest.mark.parametrize(
    ("whole", "troubled", "expected"),
    [(True, [], 1), (False, [], 2000 - selection.WINDOW), (False, [40, 60], 40)],
)
def test_where_the_search_begins(*, whole: bool, troubled: list[int], expected: int) -> None:
    assert selection.lowest(FOLDER, troubled, whole=whole) == expected


def test_the_baseline_is_what_was_there_before_the_select() -> None:
    assert selection.first_baseline(STATUS, [1, 2001]) == 2000
    assert selection.first_baseline(replace(STATUS, uidnext=None), [1, 2001]) == 2001
    assert selection.first_baseline(replace(STATUS, uidnext=None), []) == 0


def test_the_epoch_goes_on() -> None:
    assert ended() == ""
    assert ended(now=meta()) == ""
    assert ended(FolderStatus(None, None, 3)) == ""
    assert ended(now=meta(date=None)) == ""
    assert ended(fell=True, now=meta()) == ""


def test_the_epoch_ends() -> None:
    assert ended(replace(STATUS, uidvalidity=8)) == "uidvalidity"
    assert ended(replace(STATUS, uidnext=2000)) == "uidnext"
    assert ended(now=meta(size=11)) == "content"
    assert ended(now=meta(date=DAY + timedelta(seconds=1))) == "content"
    assert ended(fell=True) == "highest"


def test_numbers_fall_only_where_no_uidnext_is_told() -> None:
    silent = replace(STATUS, uidnext=None)
    assert selection.numbering_fell(FOLDER, silent, [1, 2], [])
    assert not selection.numbering_fell(FOLDER, silent, [2000], [])
    assert not selection.numbering_fell(FOLDER, STATUS, [1, 2], [])
    assert not selection.numbering_fell(FOLDER, replace(silent, exists=0), [], [])


def test_compared_are_the_newest_that_are_still_there() -> None:
    known = {uid: Remembered() for uid in range(1, 200)} | {199: Remembered(fate=Fate.GONE)}
    assert selection.to_compare(range(100, 300), known) == list(range(149, 199))
