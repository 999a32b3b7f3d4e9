"""How full a mailbox is, counted: only what is new is asked for, whatever lies there."""

import pytest

from mailcare.errors import WireError
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap.usage import Usage
from peers import script
from peers.imap import ImapPeer
from unit.wire.test_imap_session import LETTER, opened

SIZE = len(LETTER)


def again(peer: ImapPeer, keeper: DeadlineKeeper, before: Usage, *, recount: bool = False) -> Usage:
    with opened(peer, keeper) as session:
        return session.usage(known=before.tallies, recount=recount)


def first(peer: ImapPeer, keeper: DeadlineKeeper, letters: int = 5) -> Usage:
    for _ in range(letters):
        peer.inbox.add(LETTER)
    return again(peer, keeper, Usage(0, None, 0, "sizes"))


def test_new_letters_are_added_to_what_was_counted(
    imap_peer: ImapPeer, keeper: DeadlineKeeper
) -> None:
    before = first(imap_peer, keeper)
    for letter in imap_peer.inbox.letters:
        letter.told_size = 999_999  # nobody asks for them again
    imap_peer.inbox.add(LETTER * 3)
    after = again(imap_peer, keeper, before)
    assert (after.used, after.messages) == (8 * SIZE, 6)
    assert again(imap_peer, keeper, after).used == after.used


def test_vanished_letters_count_as_mean_ones_until_they_are_counted_anew(
    imap_peer: ImapPeer, keeper: DeadlineKeeper
) -> None:
    imap_peer.inbox.add(LETTER * 5)
    before = first(imap_peer, keeper)
    imap_peer.inbox.expunge(1)
    imap_peer.inbox.add(LETTER)
    guessed = again(imap_peer, keeper, before)
    assert guessed.messages == 6
    assert guessed.used == round(10 * SIZE * 5 / 6) + SIZE
    assert not guessed.tallies["INBOX"].exact
    counted = again(imap_peer, keeper, guessed, recount=True)
    assert (counted.used, counted.tallies["INBOX"].exact) == (6 * SIZE, True)


def test_an_emptied_or_renumbered_folder_is_counted_anew(
    imap_peer: ImapPeer, keeper: DeadlineKeeper
) -> None:
    before = first(imap_peer, keeper)
    imap_peer.inbox.expunge(1, 2, 3, 4, 5)
    assert again(imap_peer, keeper, before).used == 0
    imap_peer.inbox.add(LETTER)
    imap_peer.inbox.renumber(uidvalidity=8)
    assert again(imap_peer, keeper, before).used == SIZE


def test_more_letters_than_can_be_are_counted_anew(
    imap_peer: ImapPeer, keeper: DeadlineKeeper
) -> None:
    imap_peer.inbox.uidnext = 100
    before = first(imap_peer, keeper)
    imap_peer.inbox.add(LETTER)
    imap_peer.inbox.add(LETTER)
    imap_peer.inbox.renumber()  # UIDVALIDITY the same, as on Coremail
    assert again(imap_peer, keeper, before).used == 7 * SIZE


def test_mirrors_take_no_room(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    imap_peer.add_folder("[Gmail]/All Mail", "\\All").add(LETTER)
    assert first(imap_peer, keeper).used == 5 * SIZE


def test_a_folder_that_does_not_open_keeps_its_tally(keeper: DeadlineKeeper) -> None:
    with ImapPeer() as peer:
        before = first(peer, keeper)
        peer.script.rules.append(script.answer("EXAMINE", b"{tag} NO not now", nth=0))
        after = again(peer, keeper, before)
    assert (after.used, after.messages) == (before.used, before.messages)


@pytest.mark.parametrize("quota", [(1024, 0), (1024, 4096)])
def test_a_limit_of_nothing_is_none(quota: tuple[int, int], keeper: DeadlineKeeper) -> None:
    with ImapPeer(capabilities=["IMAP4rev1", "QUOTA"], quota=quota) as peer:
        usage = first(peer, keeper)
    assert (usage.used, usage.limit) == (1024**2, quota[1] * 1024 or None)


def test_one_letter_is_removed_and_no_other(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    first(imap_peer, keeper)
    imap_peer.inbox.letters[0].flags.add("\\Deleted")  # somebody else's
    with opened(imap_peer, keeper) as session:
        session.select("INBOX", writable=True)
        session.remove(3)
    assert [one.uid for one in imap_peer.inbox.letters] == [1, 2, 4, 5]


def test_without_uidplus_nothing_is_removed(keeper: DeadlineKeeper) -> None:
    with ImapPeer(capabilities=["IMAP4rev1"]) as peer:
        first(peer, keeper)
        with opened(peer, keeper) as session:
            session.select("INBOX", writable=True)
            with pytest.raises(WireError):
                session.remove(3)
        assert not any(one.flags for one in peer.inbox.letters)


def test_a_refused_removal_leaves_no_mark(keeper: DeadlineKeeper) -> None:
    with ImapPeer([script.answer("EXPUNGE", b"{tag} NO no")]) as peer:
        first(peer, keeper)
        with opened(peer, keeper) as session:
            session.select("INBOX", writable=True)
            with pytest.raises(WireError):
                session.remove(3)
            assert session.usable
        assert not any("\\Deleted" in one.flags for one in peer.inbox.letters)
