"""Each letter is received exactly once, byte for byte, whatever others do in the mailbox."""

from collections.abc import Callable, Iterator

import pytest
from imapclient.exceptions import IMAPClientError

from contract.conftest import MakeDesk
from contract.letters import awkward, letter
from contract.places import Place
from mailcare.model.place import Fate

pytestmark = [pytest.mark.server]


def taken(place: Place, raw: bytes) -> bool:
    """Deliver a letter; say whether the server takes such."""
    try:
        place.deliver(raw)
    except IMAPClientError:
        return False
    return True


def test_each_letter_once_and_byte_for_byte(make_desk: MakeDesk, place: Place) -> None:
    history = [letter() for _ in range(2)]
    for raw in history:
        place.deliver(raw)
    desk = make_desk()
    twice = letter()
    reused = [letter(message_id="<again@users.test>") for _ in range(2)]
    nameless = [letter(message_id="") for _ in range(2)]
    sent = [raw for raw in (*awkward().values(), twice, *reused, *nameless) if taken(place, raw)]
    place.deliver(twice)
    there = place.letters()
    assert desk.poll().letters == len(sent)
    assert desk.raws() == [one.raw for one in there[:-1]]
    assert len({*desk.raws()} & {*sent}) > len(sent) - 3, "but for what the server itself changes"
    assert [desk.poll().letters for _ in range(2)] == [0, 0]
    assert place.letters() == there
    assert desk.fates() == {Fate.HISTORY: 2, Fate.RECEIVED: len(sent) + 1}


def test_what_others_expunge_and_move_between_two_letters(
    make_desk: MakeDesk, place: Place
) -> None:
    moved_to = f"{place.prefix}Moved"
    assert place.create(moved_to)
    desk = make_desk(f'folders = ["INBOX", "{moved_to}"]')
    letters = [letter() for _ in range(6)]
    for raw in letters:
        place.deliver(raw)
    uids = [one.uid for one in place.letters()]
    steps = _steps(
        lambda: place.expunge([uids[0], uids[2]]), lambda: place.move([uids[4]], moved_to)
    )
    desk.poll(lambda: next(steps, True))
    desk.poll()
    raws = desk.raws()
    assert len({*raws}) == len(raws)
    assert {*raws} <= {*letters}, "something else than a letter was received"
    assert {*raws} >= {one for index, one in enumerate(letters) if index not in {0, 2}}
    fates = desk.fates()
    assert fates[Fate.RECEIVED] - len(raws) in {0, 1}  # the moved one may have two receipts
    assert fates[Fate.RECEIVED] + fates.get(Fate.GONE, 0) in {6, 7}
    assert desk.poll().letters == 0


def _steps(*deeds: Callable[[], None]) -> Iterator[bool]:
    """Do nothing before the inbox and its first letter, then a deed before each letter."""
    yield True
    yield True
    for deed in deeds:
        deed()
        yield True


def test_a_folder_deleted_and_made_anew(make_desk: MakeDesk, place: Place) -> None:
    folder = f"{place.prefix}Anew"
    assert place.create(folder)
    desk = make_desk(f'folders = ["INBOX", "{folder}"]')
    kept, lost, new = letter(), letter(), letter()
    for raw in (kept, lost):
        desk.deliver(raw, folder)
    assert desk.poll().letters == 2
    desk.reconnect()
    place.delete(folder)
    assert desk.poll().withheld == 1  # it is told of, and hides no other folder
    assert place.create(folder)
    for raw in (new, kept):
        desk.deliver(raw, folder)
    assert desk.poll().letters == 1
    assert desk.poll().letters == 0
    assert desk.raws() == [kept, lost, new]
    assert sum(desk.fates().values()) == 4
