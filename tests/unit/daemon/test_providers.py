"""Every provider's server, as it was recorded, under mailcare's own passes: nothing is lost."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from crash.letters import BASELINE, forwarded
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.once import Pass, run_once
from mailcare.model.place import LetterState
from mailcare.pipeline.parts import Parts
from mailcare.resources import shipped
from mailcare.store.values import StoredMailbox
from mailcare.wiring import build
from peers import script
from peers.imap import ImapPeer
from peers.mailbox import PeerLetter
from peers.providers import PROVIDERS, Provider
from peers.smtp import SmtpPeer
from peers.token import TokenPeer

_MAILBOX = """
[mailboxes.b{number}]
unit = "vas"
address = "b{number}@telecom.example"
provider = "{name}"
mode = "shadow"
capacity = "200MB"
mark_handled = true
imap = {{host = "127.0.0.1", port = {imap}, security = "none", user = "b{number}"{password}}}
smtp = {{host = "127.0.0.1", port = {smtp}, security = "none", user = ""}}
{oauth}
"""
_OAUTH = 'oauth = {{client_id = "app", client_secret_env = "APP_SECRET", token_url = "{url}"}}'
NAMES = list(PROVIDERS)


class Town:
    """One mailcare with a mailbox at each provider."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.smtp = stack.enter_context(SmtpPeer())
        self.grants = stack.enter_context(TokenPeer())
        self.peers: dict[str, ImapPeer] = {}
        boxes = ""
        for number, (name, provider) in enumerate(PROVIDERS.items()):
            peer = stack.enter_context(provider.peer(f"b{number}"))
            self.peers[name] = peer
            peer.tokens.add("access-1")
            _put(peer.inbox.name, peer, provider, BASELINE)
            boxes += self._mailbox(number, name, peer)
        example = shipped("config.example.toml").read_text(encoding="utf-8")
        text = example.partition("[mailboxes.vas]")[0].replace('mailbox = "vas"', 'mailbox = "b0"')
        text = text.replace('"/var/lib/mailcare"', '"state"').replace('"30s"', '"1s"', 1)
        config = folder / "config.toml"
        config.write_text(text + boxes, encoding="utf-8")
        (folder / "pw").write_text("pw")
        self.parts: Parts = stack.enter_context(build(load(config), SystemClock()))

    def _mailbox(self, number: int, name: str, peer: ImapPeer) -> str:
        by_token = name.startswith("365")
        return _MAILBOX.format(
            number=number, name=name, imap=peer.port, smtp=self.smtp.port,
            password="" if by_token else ', password_file = "pw"',
            oauth=_OAUTH.format(url=self.grants.url) if by_token else "",
        )  # fmt: skip

    def once(self) -> Pass:
        return run_once(self.parts)

    def letters(self, name: str) -> list[tuple[bool, LetterState]]:
        """Whether each new letter of a provider's mailbox lay among junk, and where it stands."""
        box = self.box(name)
        stored = self.parts.store.read(
            lambda tx: [tx.letters.get(n + 1) for n in range(sum(tx.letters.count().values()))]
        )
        mine = [one for one in stored if one.mailbox_id == box.id]
        return [(one.junk, one.state) for one in mine if one.state is not LetterState.HISTORY]

    def box(self, name: str) -> StoredMailbox:
        wanted = f"b{NAMES.index(name)}"
        boxes = self.parts.store.read(lambda tx: tx.mailboxes.all())
        return next(one for one in boxes if one.name == wanted)


def _put(folder: str, peer: ImapPeer, provider: Provider, raw: bytes) -> PeerLetter:
    where = peer.folders[folder]
    gap = 977 if provider.first_uid > 1 else 1
    return where.add(raw, internal_date=SystemClock().now(), uid=where.uidnext + gap - 1)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("APP_SECRET", "hush")
        yield Town(tmp_path_factory.mktemp("town"), stack)


@pytest.fixture(scope="module", name="passes")
def _play(town: Town) -> list[Pass]:
    """First contact; then new letters, with a BYE and a silence in the middle; then quiet."""
    passes = [town.once()]
    for number, (name, provider) in enumerate(PROVIDERS.items()):
        peer = town.peers[name]
        for place, folder in enumerate(["INBOX", *provider.junk]):
            _put(folder, peer, provider, forwarded(10 + 3 * number + place).raw)
        peer.script.play(script.bye("FETCH BODY"))
    town.peers["189"].script.play(script.hang("SEARCH"))
    passes += [town.once(), town.once()]
    heard = {name: peer.heard for name, peer in town.peers.items()}
    passes.append(town.once())
    assert all(town.peers[name].heard[: len(log)] == log for name, log in heard.items())
    return passes


def test_a_connection_that_ends_in_the_middle_of_a_letter_is_a_failed_poll_and_no_more(
    passes: list[Pass],
) -> None:
    first, broken, mended, quiet = passes
    assert (first.failed, first.received) == (0, 0)
    assert broken.failed == len(PROVIDERS)
    assert (mended.failed, mended.set_aside) == (0, 0)
    assert (quiet.failed, quiet.received, quiet.handled) == (0, 0, 0)
    letters = sum(1 + len(provider.junk) for provider in PROVIDERS.values())
    assert (broken.received, mended.received) == (0, letters)
    assert sum(one.handled for one in passes) == letters


@pytest.mark.parametrize("name", NAMES)
def test_each_letter_is_received_once_and_marked_where_it_lay(
    name: str, town: Town, passes: list[Pass]
) -> None:
    assert passes
    junk = [(True, LetterState.HANDLED)] * len(PROVIDERS[name].junk)
    assert sorted(town.letters(name)) == [(False, LetterState.HANDLED), *junk]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_that_the_server_does_not_offer(
    name: str, town: Town, passes: list[Pass]
) -> None:
    assert passes
    heard = town.peers[name].heard
    offered = PROVIDERS[name].after
    for command in ("MOVE", "IDLE", "XLIST", "GETQUOTAROOT", "ID"):
        assert command not in heard or command in offered.replace("QUOTA", "GETQUOTAROOT")
    assert not {"STORE", "EXPUNGE", "COPY", "APPEND"} & set(heard)  # it is in shadow mode


@pytest.mark.parametrize("name", ["163", "qiye163", "coremail"])
def test_netease_hears_id_on_every_connection_before_a_folder_is_opened(
    name: str, town: Town, passes: list[Pass]
) -> None:
    assert passes
    heard = town.peers[name].heard
    logins = [place for place, command in enumerate(heard) if command == "LOGIN"]
    assert logins
    for place in logins:
        rest = heard[place:]
        assert rest.index("ID") < rest.index("EXAMINE")


def test_the_21vianet_mailbox_logged_in_by_token_alone(town: Town, passes: list[Pass]) -> None:
    assert passes
    peer = town.peers["365-21vianet"]
    assert "LOGIN" not in peer.heard
    assert town.grants.granted == 1
    assert set(peer.presented) == {f"user={peer.user}\x01auth=Bearer access-1\x01\x01"}
