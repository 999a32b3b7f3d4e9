"""Beside receiving: what is told to the server, how full it is, its news, Sent, odd folders."""

import contextlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from contract.conftest import MakeDesk
from contract.letters import letter
from contract.places import Place
from crash.letters import IN_SCOPE
from mailcare.daemon.idling import IdleWatcher
from mailcare.errors import WireError
from mailcare.model.place import Fate
from mailcare.model.post import MailClass, OutboxState
from mailcare.pipeline.copying import PATIENCE
from mailcare.pipeline.telling import FLAG, KEYWORD
from mailcare.wire.imap.folders import encode_name

pytestmark = [pytest.mark.server]
LIVE = 'mode = "live"'


def test_a_handled_letter_is_marked_by_keyword_or_star(make_desk: MakeDesk, place: Place) -> None:
    desk = make_desk(LIVE, "mark_handled = true")
    for _ in range(2):
        desk.deliver(letter())
    assert desk.poll().letters == 2
    desk.handle()
    desk.poll()
    mark = KEYWORD if place.keeps_keywords else FLAG
    assert [one.flags for one in place.letters()] == [{mark}, {mark}]


def test_a_handled_letter_is_moved_away_and_stays_whole(make_desk: MakeDesk, place: Place) -> None:
    target = f"{place.prefix}已处理"
    assert place.create(encode_name(target))
    desk = make_desk(LIVE, f'move_handled_to = "{target}"')
    raws = [letter() for _ in range(3)]
    for raw in raws[:2]:
        desk.deliver(raw)
    desk.poll()
    desk.handle()
    desk.deliver(raws[2])
    desk.poll()
    assert [one.raw for one in place.letters(encode_name(target))] == raws[:2]
    left = [one for one in place.letters() if "\\Deleted" not in one.flags]
    assert [one.raw for one in left] == raws[2:]
    assert len(place.letters()) == (1 if place.files_alone else 3)
    assert desk.poll().letters == 0
    assert desk.fates() == {Fate.RECEIVED: 3}


def test_how_full_it_is(make_desk: MakeDesk, place: Place) -> None:
    desk = make_desk()
    desk.reconnect()  # of the folder that is open Courier's STATUS tells old news
    raws = [letter("x" * 100_000), letter("y" * 50_000)]
    for raw in raws:
        place.deliver(raw)
    session = desk.session()
    usage = session.usage()
    assert usage.messages == len(place.letters()) == 2
    assert usage.limit == place.quota
    assert usage.source == ("quota" if place.quota else "sizes")
    assert abs(usage.used - sum(map(len, raws))) < 4096


def test_a_full_mailbox_refuses_a_copy_and_keeps_the_letter(
    make_desk: MakeDesk, place: Place
) -> None:
    if place.quota is None:
        pytest.skip("no quota")
    desk = make_desk()
    place.deliver(letter("x" * (place.quota * 2 // 3)))
    session = desk.session()
    session.select("INBOX", writable=True)
    with contextlib.suppress(WireError):  # where the copy and its end are two commands
        session.move(place.letters()[0].uid, place.folders()[-1])
    assert session.usable
    lies_in = [name for name in place.folders() if place.letters(name)]
    assert len(lies_in) == 1
    assert desk.poll().withheld == 0


def test_news_wake_or_idle_is_absent(
    make_desk: MakeDesk, place: Place, eventually: Callable[..., object]
) -> None:
    desk = make_desk()
    woken: list[str] = []
    watcher = IdleWatcher(desk.parts.keeper, woken.append)
    session = desk.session()
    assert ("IDLE" in session.capabilities) == place.idles
    watcher.watch("vas", session, "INBOX")
    place.deliver(letter())
    if place.idles:
        eventually(lambda: woken)
    watcher.take_back("vas")
    session.noop()
    assert session.usable
    watcher.close()
    assert desk.poll().letters == 1


def test_what_was_sent_lies_in_sent_once_byte_for_byte(make_desk: MakeDesk, place: Place) -> None:
    place.create(f"{place.prefix}Sent")  # where there is none yet
    desk = make_desk(LIVE)
    desk.deliver(IN_SCOPE.raw)
    assert desk.poll().letters == 1
    desk.handle()
    desk.speak()
    sent = desk.parts.store.read(lambda tx: tx.outbox.list({OutboxState.SENT}))
    to_user = [mail for mail in sent if mail.mail_class is MailClass.REPLY]
    assert len(to_user) == 1
    desk.ahead = PATIENCE + timedelta(seconds=5)
    for _ in range(2):
        desk.poll()
    session = desk.session()
    folder = session.special_folder("\\Sent")
    assert folder is not None
    [kept] = place.letters(encode_name(folder))
    assert kept.raw == desk.parts.vault.open(to_user[0].blob)
    assert "\\Seen" in kept.flags


_ODD = ("投诉 工单", "a&b", 'say "please"', "back\\slash", "层{sep}子", "100%", "~home", "a  b")
_MALFORMED = "&Jjo!"


def test_folders_with_odd_names_are_read_like_any_other(make_desk: MakeDesk, place: Place) -> None:
    names = {name: encode_name(name) for name in _odd_names(place)}
    if place.takes_malformed:
        names[f"{place.prefix}{_MALFORMED}"] = f"{place.prefix}{_MALFORMED}"
    made = {name: wire for name, wire in names.items() if place.create(wire)}
    assert len(made) >= 5
    listed = ", ".join(f"'{name}'" for name in ("INBOX", *made))
    desk = make_desk(f"folders = [{listed}]")
    raws = [letter() for _ in made]
    for wire, raw in zip(made.values(), raws, strict=True):
        place.deliver(raw, wire)
    assert desk.poll().letters == len(raws)
    assert {*desk.raws()} == {*raws}
    assert desk.poll().letters == 0


def _odd_names(place: Place) -> list[str]:
    return [f"{place.prefix}{name.format(sep=place.separator)}" for name in _ODD]
