"""IMAP servers, and people, that do anything at any time: no letter lost, none doubled."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from misbehave.desk import INBOX, OTHER, Desk, clean
from misbehave.tally import ALL, Tally, picked
from peers.imap import ImapPeer
from peers.script import Rule, answer, bye, call, cut, half, hang, wrong_literal

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000 if ALL else 120)]
_EVERY_BYTE, _EVERY_CELL = 43, 5
_WALKS = 400 if ALL else 12


def says(*lines: bytes) -> Callable[[str, int], Rule]:
    return lambda command, nth: answer(command, *lines, nth=nth)


WRONGS: dict[str, Callable[[str, int], Rule]] = {
    "cut": cut,
    "half": half,
    "bye within": bye,
    "hang": hang,
    "no": says(b"{tag} NO no"),
    "bad": says(b"{tag} BAD what"),
    "bye": says(b"* BYE gone"),
    "ok and nothing": says(b"{tag} OK done"),
    "garbage": says(b"\xff\xfe{{{", b"{tag} OK"),
    "someone else's tag": says(b"ZZZ99 OK done"),
    "literal too short": wrong_literal,
    "literal too long": says(b"* 1 FETCH (UID 1 BODY[] {4000}", b"From: x", b")", b"{tag} OK"),
    "literal without end": says(b"* 1 FETCH (UID 1 BODY[] {99999999999}", b"From: x"),
    "literal below nothing": says(b"* 1 FETCH (UID 1 BODY[] {-5}", b"From: x)", b"{tag} OK"),
    "another letter's number": says(b"* 1 FETCH (UID 4242 BODY[] NIL)", b"{tag} OK done"),
}


def test_a_connection_cut_after_every_byte(desk: Desk) -> None:
    tally = Tally()
    desk.deliver()
    desk.deliver(OTHER)
    desk.poll()
    whole = desk.peer.sent + 700  # with two new letters it says more
    for most in picked(range(whole), _EVERY_BYTE):
        for name in (INBOX, OTHER):
            desk.folder(name).letters.clear()
            desk.deliver(name)
        desk.gone.clear()
        desk.peer.cut_after(most)
        tally["tries"] += 1
        tally["cut"] += not desk.try_poll()
        desk.peer.cut_after(None)
        desk.settle()
    desk.check(tally)
    tally.say("cut after every byte")
    assert tally["cut"] > tally["tries"] * 0.6
    assert clean(tally), tally


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_wrong_answer_to_every_command(wrong: str, desk: Desk) -> None:
    tally, patience = Tally(), desk.seconds
    cells = [(one, nth) for one, nth in _commands(desk) if one != "LOGOUT"]
    for command, nth in picked(cells, _EVERY_CELL):
        for name in (INBOX, OTHER):
            desk.deliver(name)
        desk.peer.script.play(WRONGS[wrong](command, nth))
        tally["tries"] += 1
        desk.seconds = 0.3
        tally["noticed"] += not desk.try_poll()
        desk.seconds = patience
        assert desk.peer.script.count(command) >= nth
        desk.peer.script.play()
        desk.settle()
    desk.check(tally)
    tally.say(f"{wrong} at every command")
    assert clean(tally), tally


def _commands(desk: Desk) -> Iterator[tuple[str, int]]:
    """Yield the commands of a poll that brings two letters, each with how often it came."""
    for name in (INBOX, OTHER):
        desk.deliver(name)
    desk.peer.script.play()
    desk.poll()
    heard = desk.peer.heard
    desk.peer.script.play()
    yield from ((one, heard[: at + 1].count(one)) for at, one in enumerate(heard))


class People:
    """What others do to a mailbox, by chance: deliver, expunge, move, copy, renumber."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.dice = random.Random(seed)  # noqa: S311 - a play's dice
        self.deeds = 0

    def act(self) -> None:
        """Do something, or nothing, while a command is under way."""
        deeds = (self.deliver, self.expunge, self.move, self.copy, self.nothing, self.nothing)
        self.dice.choice(deeds)()
        self.deeds += 1

    def act_between(self) -> None:
        """Do something that servers do while nobody has the folder open."""
        deeds = (self.renumber, self.make_anew, self.nothing, self.nothing)
        self.dice.choice(deeds)()
        self.deeds += 1

    def _folder(self) -> str:
        return self.dice.choice((INBOX, OTHER))

    def nothing(self) -> None:
        """Leave it as it is."""

    def deliver(self) -> None:
        self.desk.deliver(self._folder())

    def expunge(self) -> None:
        folder = self.desk.folder(self._folder())
        for one in self._some(folder.name):
            self.desk.gone.add(one)
        folder.letters = [one for one in folder.letters if one.raw not in self.desk.gone]

    def _some(self, name: str) -> list[bytes]:
        letters = [one.raw for one in self.desk.folder(name).letters]
        return self.dice.sample(letters, min(len(letters), self.dice.randint(0, 2)))

    def move(self) -> None:
        here = self._folder()
        there = OTHER if here == INBOX else INBOX
        for one in [one for one in self.desk.folder(here).letters if self.dice.random() < 0.2]:
            self.desk.folder(there).add(one.raw, one.flags, one.internal_date)
            self.desk.folder(here).expunge(one.uid)

    def copy(self) -> None:
        folder = self.desk.folder(self._folder())
        for one in folder.letters[:1]:
            folder.add(one.raw, one.flags, one.internal_date)

    def renumber(self) -> None:
        """Give all letters new numbers; UIDVALIDITY may change, stay, be one of old, or lack."""
        folder = self.desk.folder(self._folder())
        folder.renumber(self.dice.choice((None, 7, 8, self.dice.randint(9, 10**6))))
        folder.letters = [*folder.letters]

    def make_anew(self) -> None:
        """Delete a folder and make it again, with some of its letters in another order."""
        folder = self.desk.folder(self._folder())
        kept = [one for one in folder.letters if self.dice.random() < 0.5]
        self.desk.gone |= {one.raw for one in folder.letters if one not in kept}
        self.dice.shuffle(kept)
        folder.letters = kept
        folder.renumber(self.dice.choice((None, self.dice.randint(9, 10**6))))


def walk(desk: Desk, seed: int) -> int:
    """Poll while others are at work at every command; return how much they did."""
    people = People(desk, seed)
    commands = ("EXAMINE", "SEARCH", "FETCH META", "FETCH BODY", "NOOP", "STATUS")
    for _ in range(8):
        people.act_between()
        desk.now += timedelta(days=people.dice.choice((-400, -1, 0, 0, 0, 1, 400)))
        desk.peer.script.play(*(call(name, people.act, nth=0) for name in commands))
        desk.try_poll()
        desk.peer.script.play()
    desk.settle()
    return people.deeds


def test_people_at_work_between_all_commands(make_desk: Callable[[ImapPeer], Desk]) -> None:
    tally = Tally()
    for seed in range(_WALKS):
        provider = {"tells_uidnext": seed % 3 > 0, "searches_by_uid": seed % 4 > 0}
        with ImapPeer(**provider) as peer:  # type: ignore[arg-type] # two flags
            desk = make_desk(peer)
            tally["walks"] += 1
            tally["deeds"] += walk(desk, seed)
            desk.check(tally)
            assert clean(tally), (seed, tally)
    tally.say("people between all commands")
