"""A scripted IMAP server: folders in memory, and it goes wrong where its script says so.

Commands as rules name them: GREETING, CAPABILITY, STARTTLS, LOGIN, AUTHENTICATE, ID, LIST, SELECT,
EXAMINE, STATUS, SEARCH, FETCH META (sizes and dates), FETCH BODY (whole letters), FETCH (other
items), STORE, MOVE, COPY, EXPUNGE, APPEND, GETQUOTAROOT, NOOP, IDLE, DONE, LOGOUT.
"""

import argparse
import base64
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from peers.line import CutError, Line, Listener
from peers.mailbox import PeerFolder, PeerLetter, chosen, internal_date, section
from peers.peer import Peer
from peers.script import Rule, Script

_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"|(\([^)]*\))|(\S+)')
_LITERAL = re.compile(rb"\{(\d+)(\+?)\}$")
_ITEM = re.compile(
    r"BODY\.PEEK\[(?P<name>[^\]]*)\](?:<(?P<first>\d+)\.(?P<count>\d+)>)?|[A-Z0-9.]+"
)
_OFFERED_AS = {
    "ID": "ID",
    "XLIST": "XLIST",
    "MOVE": "MOVE",
    "IDLE": "IDLE",
    "GETQUOTAROOT": "QUOTA",
    "NAMESPACE": "NAMESPACE",
}
"""Commands that are there only where the capability is told."""
TOKEN_ERROR = b'{"status":"401","schemes":"bearer","scope":"https://lab.test/"}'
_CAPABILITIES = ("IMAP4rev1", "ID", "UIDPLUS", "MOVE", "IDLE", "SPECIAL-USE", "LITERAL+")


@dataclass
class _Connection:
    """What one connection is about."""

    line: Line
    selected: PeerFolder | None = None
    logged_in: bool = False
    identified: bool = False


@dataclass
class _Command:
    tag: str
    name: str
    arguments: list[bytes] = field(default_factory=list)
    by_uid: bool = True

    def text(self, index: int) -> str:
        return (
            self.arguments[index].decode("utf-8", "replace") if index < len(self.arguments) else ""
        )


class ImapPeer(Peer):
    """A server for one account, listening from the moment it is made; a context manager."""

    def __init__(
        self,
        rules: Iterable[Rule] = (),
        *,
        user: str = "vas",
        password: str = "pw",  # noqa: S107 - of a throw-away loopback server
        capabilities: Iterable[str] = _CAPABILITIES,
        before_login: Iterable[str] = ("IMAP4rev1", "ID", "AUTH=PLAIN"),
        tells_uidnext: bool = True,
        needs_id: bool = False,
        searches_by_uid: bool = True,
        quota: tuple[int, int] | None = None,
        tokens: Iterable[str] = (),
        strict: bool = False,
        cuts_unknown: bool = False,
        takes_parentheses: bool = True,
        keywords: bool = True,
        port: int = 0,
    ) -> None:
        self.script = Script(list(rules))
        self.strict, self.cuts_unknown = strict, cuts_unknown
        """Whether what is not among the capabilities is unknown, and ends the connection."""
        self.takes_parentheses = takes_parentheses
        self.keywords = keywords
        """Whether flags of one's own can be set."""
        self.tokens = set(tokens)
        """Access tokens that log in by XOAUTH2."""
        self.presented: list[str] = []
        """SASL responses of XOAUTH2, as they came."""
        self.user, self.password = user, password
        self.capabilities, self.before_login = tuple(capabilities), tuple(before_login)
        self.tells_uidnext, self.needs_id = tells_uidnext, needs_id
        self.searches_by_uid = searches_by_uid
        self.quota = quota
        """Used and limit in KB; told where QUOTA is among the capabilities."""
        self.folders: dict[str, PeerFolder] = {}
        self.inbox = self.add_folder("INBOX")
        self.add_folder("&XfJT0ZAB-", "\\Sent")
        self._idling: list[tuple[Line, PeerFolder]] = []
        self._listener = Listener(self._serve, "imap", port)

    def add_folder(self, name: str, flags: str = "\\HasNoChildren", xlist: str = "") -> PeerFolder:
        """Make a folder; `name` as it goes over the wire, `xlist` what XLIST says of it."""
        return self.folders.setdefault(name, PeerFolder(name, flags=flags, xlist=xlist))

    def deliver(self, raw: bytes, folder: str = "INBOX") -> PeerLetter:
        """Put a letter in and tell those who idle."""
        where = self.folders[folder]
        letter = where.add(raw)
        self.tell(b"* %d EXISTS\r\n" % len(where.letters), folder)
        return letter

    @property
    def idles(self) -> bool:
        """Whether anybody is in IDLE."""
        return bool(self._idling)

    def tell(self, news: bytes, folder: str = "INBOX") -> None:
        """Say something, or a part of it, to those who idle."""
        for line, watched in list(self._idling):
            if watched is self.folders[folder]:
                line.say(news)

    def _serve(self, line: Line) -> None:
        self._secure(line, at_once=True)
        at = _Connection(line)
        known = " ".join(self.before_login)
        self._answer(
            at, _Command("*", "GREETING"), lambda: [f"* OK [CAPABILITY {known}] ready".encode()]
        )
        while True:
            command = self._read(line)
            self._answer(at, command, lambda command=command: self._do(at, command))  # type: ignore[misc] # bound now
            if command.name == "STARTTLS":
                self._secure(line, at_once=False)
            if command.name == "IDLE":
                self._idle(at, command)
            if command.name == "LOGOUT":
                raise CutError

    def _read(self, line: Line) -> _Command:
        """Read a command with its literals."""
        tokens: list[bytes] = []
        while True:
            text = line.read_line()
            literal = _LITERAL.search(text)
            tokens += _tokens(text[: literal.start()] if literal else text)
            if literal is None:
                break
            if not literal.group(2):
                line.say(b"+ go on\r\n")
            tokens.append(line.read(int(literal.group(1))))
        words = [token.decode("utf-8", "replace").upper() for token in tokens[1:3]] + ["", ""]
        by_uid = words[0] == "UID"
        name = words[1] if by_uid else words[0]
        arguments = tokens[3:] if by_uid else tokens[2:]
        return _Command(tokens[0].decode(), _rule_name(name, arguments), arguments, by_uid)

    def _answer(
        self, at: _Connection, command: _Command, ordinary: Callable[[], list[bytes]]
    ) -> None:
        rule = self.script.hear(command.name)
        if rule is not None and rule.call is not None:
            rule.call()
        if rule is not None and rule.action == "cut":
            raise CutError
        if rule is not None and rule.action == "answer":
            lines = [one.replace(b"{tag}", command.tag.encode()) for one in rule.lines]
        else:
            lines = ordinary()
        answer = b"".join(one + b"\r\n" for one in lines)
        if rule is not None and rule.action == "wrong_literal":
            answer = re.sub(
                rb"\{(\d+)\}", lambda found: b"{%d}" % (int(found.group(1)) - 5), answer
            )
        at.line.say(answer, rule)

    def _do(self, at: _Connection, command: _Command) -> list[bytes]:
        """Return the lines of the ordinary answer."""
        done = f"{command.tag} OK done".encode()
        word = command.name.split()[0]
        method = getattr(self, f"_do_{word.lower()}", None)
        offered = self.capabilities if at.logged_in else self.before_login
        hidden = self.strict and _OFFERED_AS.get(word, "IMAP4rev1") not in offered
        if (method is None or hidden) and self.cuts_unknown:
            raise CutError
        if method is None or hidden:
            return [f"{command.tag} BAD unknown".encode()]
        lines: list[bytes] = method(at, command)
        if command.name == "IDLE":
            return lines
        return lines if lines and lines[-1].startswith(command.tag.encode()) else [*lines, done]

    def _do_starttls(self, _at: _Connection, command: _Command) -> list[bytes]:
        return [] if self.door else [f"{command.tag} NO not now".encode()]

    def _do_noop(self, _at: _Connection, _command: _Command) -> list[bytes]:
        return []

    def _do_logout(self, _at: _Connection, _command: _Command) -> list[bytes]:
        return [b"* BYE see you"]

    def _do_idle(self, _at: _Connection, _command: _Command) -> list[bytes]:
        return [b"+ idling"]

    def _do_capability(self, at: _Connection, _command: _Command) -> list[bytes]:
        known = self.capabilities if at.logged_in else self.before_login
        return [f"* CAPABILITY {' '.join(known)}".encode()]

    def _do_login(self, at: _Connection, command: _Command) -> list[bytes]:
        return self._judge_login(at, command, command.text(0), command.text(1))

    def _do_authenticate(self, at: _Connection, command: _Command) -> list[bytes]:
        at.line.say(b"+ \r\n")
        if command.text(0).upper() == "XOAUTH2":
            return self._judge_token(at, command)
        _identity, user, password = base64.b64decode(at.line.read_line()).decode().split("\0")
        return self._judge_login(at, command, user, password)

    def _judge_token(self, at: _Connection, command: _Command) -> list[bytes]:
        """Take a token, or refuse it by the error challenge that must be answered by nothing."""
        self.presented.append(base64.b64decode(at.line.read_line()).decode())
        good = {f"user={self.user}\x01auth=Bearer {one}\x01\x01" for one in self.tokens}
        at.logged_in = self.presented[-1] in good
        if at.logged_in:
            return []
        at.line.say(b"+ " + base64.b64encode(TOKEN_ERROR) + b"\r\n")
        assert at.line.read_line() == b""
        return [f"{command.tag} NO AUTHENTICATE failed.".encode()]

    def _judge_login(
        self, at: _Connection, command: _Command, user: str, password: str
    ) -> list[bytes]:
        at.logged_in = (user, password) == (self.user, self.password)
        return [] if at.logged_in else [f"{command.tag} NO [AUTHENTICATIONFAILED] no".encode()]

    def _do_id(self, at: _Connection, _command: _Command) -> list[bytes]:
        at.identified = True
        return [b'* ID ("name" "peer")']

    def _do_list(self, _at: _Connection, _command: _Command) -> list[bytes]:
        return [
            f'* LIST ({one.flags}) "/" {_quoted(one.name)}'.encode()
            for one in self.folders.values()
        ]

    def _do_namespace(self, _at: _Connection, _command: _Command) -> list[bytes]:
        return [b'* NAMESPACE (("" "/")) NIL NIL']

    def _do_xlist(self, _at: _Connection, _command: _Command) -> list[bytes]:
        return [
            f'* XLIST ({one.xlist}) "/" {_quoted(one.name)}'.encode()
            for one in self.folders.values()
        ]

    def _do_examine(self, at: _Connection, command: _Command) -> list[bytes]:
        return self._do_select(at, command)

    def _do_select(self, at: _Connection, command: _Command) -> list[bytes]:
        if self.needs_id and not at.identified:
            return [f"{command.tag} NO {command.name} Unsafe Login. Please contact us".encode()]
        folder = self.folders.get(command.text(0))
        if folder is None:
            return [f"{command.tag} NO [NONEXISTENT] no such folder".encode()]
        at.selected = folder
        lines = [
            b"* FLAGS (\\Answered \\Seen \\Deleted \\Flagged)",
            b"* OK [PERMANENTFLAGS (\\Answered \\Seen \\Deleted \\Flagged%s)] limited"
            % (b" \\*" if self.keywords else b""),
            b"* %d EXISTS" % len(folder.letters),
            b"* 0 RECENT",
        ]
        if folder.uidvalidity is not None:
            lines.append(b"* OK [UIDVALIDITY %d] valid" % folder.uidvalidity)
        if self.tells_uidnext:
            lines.append(b"* OK [UIDNEXT %d] next" % folder.uidnext)
        mode = "READ-ONLY" if command.name == "EXAMINE" else "READ-WRITE"
        return [*lines, f"{command.tag} OK [{mode}] done".encode()]

    def _do_status(self, _at: _Connection, command: _Command) -> list[bytes]:
        folder = self.folders[command.text(0)]
        facts = {"MESSAGES": len(folder.letters), "UIDNEXT": folder.uidnext}
        if not self.tells_uidnext:
            del facts["UIDNEXT"]
        wanted = command.text(1).strip("()").upper().split()
        told = " ".join(f"{name} {facts[name]}" for name in wanted if name in facts)
        return [f'* STATUS "{folder.name}" ({told})'.encode()]

    def _do_search(self, at: _Connection, command: _Command) -> list[bytes]:
        folder = _selected(at)
        if not self.takes_parentheses and any(b"(" in one for one in command.arguments):
            return [f"{command.tag} BAD invalid command or parameters".encode()]
        if command.text(0).upper() == "UID" and not self.searches_by_uid:
            return [f"{command.tag} BAD invalid command or parameters".encode()]
        if command.text(0).upper() == "UID":
            found = chosen(folder, command.text(1)) or folder.letters[-1:] * command.text(
                1
            ).endswith("*")
        elif command.text(0).upper() == "ALL":
            found = folder.letters
        else:
            low, _colon, high = command.text(0).partition(":")
            found = folder.letters[int(low) - 1 : int(high or low)]
        return [b"* SEARCH" + b"".join(b" %d" % one.uid for one in found)]

    def _do_fetch(self, at: _Connection, command: _Command) -> list[bytes]:
        folder = _selected(at)
        wanted = " ".join(command.text(index) for index in range(1, len(command.arguments)))
        items = list(_ITEM.finditer(wanted.strip("()").upper()))
        wanted_letters = chosen(folder, command.text(0), by_uid=command.by_uid)
        return [_fetched(folder, one, items) for one in wanted_letters]

    def _do_store(self, at: _Connection, command: _Command) -> list[bytes]:
        if "$" in command.text(2) and not self.keywords:
            return [f"{command.tag} NO STORE invalid flag".encode()]
        flags = set(command.text(2).strip("()").split())
        for letter in chosen(_selected(at), command.text(0)):
            letter.flags = (
                letter.flags - flags if command.text(1)[:1] == "-" else letter.flags | flags
            )
        return []

    def _do_copy(self, at: _Connection, command: _Command) -> list[bytes]:
        for letter in chosen(_selected(at), command.text(0)):
            self.folders[command.text(1)].add(letter.raw, letter.flags, letter.internal_date)
        return []

    def _do_move(self, at: _Connection, command: _Command) -> list[bytes]:
        moved = [one.uid for one in chosen(_selected(at), command.text(0))]
        self._do_copy(at, command)
        _selected(at).expunge(*moved)
        return []

    def _do_expunge(self, at: _Connection, command: _Command) -> list[bytes]:
        folder = _selected(at)
        marked = [
            one.uid for one in chosen(folder, command.text(0) or "1:*") if "\\Deleted" in one.flags
        ]
        folder.expunge(*marked)
        return []

    def _do_append(self, _at: _Connection, command: _Command) -> list[bytes]:
        flags = command.text(1).strip("()").split() if command.text(1).startswith("(") else []
        self.folders[command.text(0)].add(command.arguments[-1], flags)
        return []

    def _do_getquotaroot(self, _at: _Connection, _command: _Command) -> list[bytes]:
        if self.quota is None:
            return [b'* QUOTAROOT "INBOX"']
        return [b'* QUOTAROOT "INBOX" "root"', b'* QUOTA "root" (STORAGE %d %d)' % self.quota]

    def _idle(self, at: _Connection, command: _Command) -> None:
        watching = (at.line, _selected(at))
        self._idling.append(watching)
        try:
            at.line.read_line()
        finally:
            self._idling.remove(watching)
        self._answer(at, _Command(command.tag, "DONE"), lambda: [f"{command.tag} OK done".encode()])


def _selected(at: _Connection) -> PeerFolder:
    if at.selected is None:
        raise CutError
    return at.selected


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _tokens(text: bytes) -> list[bytes]:
    return [
        re.sub(rb"\\(.)", rb"\1", found.group(1)) if found.group(1) is not None else found.group()
        for found in _TOKEN.finditer(text)
    ]


def _rule_name(name: str, arguments: list[bytes]) -> str:
    wanted = b" ".join(arguments).upper()
    if name == "FETCH" and b"BODY.PEEK[]" in wanted:
        return "FETCH BODY"
    return "FETCH META" if name == "FETCH" and b"INTERNALDATE" in wanted else name


def _fetched(folder: PeerFolder, letter: PeerLetter, items: list[re.Match[str]]) -> bytes:
    number = folder.number_of(letter)
    told = [
        b"UID %d" % letter.uid,
        *(_item(letter, item) for item in items if item.group() != "UID"),
    ]
    return b"* %d FETCH (" % number + b" ".join(one for one in told if one) + b")"


def _item(letter: PeerLetter, item: re.Match[str]) -> bytes:
    name = item.group("name")
    if name is not None:
        return _body(letter, item)
    if item.group() == "INTERNALDATE" and letter.internal_date is not None:
        return f'INTERNALDATE "{internal_date(letter.internal_date)}"'.encode()
    facts = {
        "RFC822.SIZE": f"RFC822.SIZE {letter.size}",
        "FLAGS": f"FLAGS ({' '.join(sorted(letter.flags))})",
        "BODYSTRUCTURE": 'BODYSTRUCTURE ("text" "plain" NIL NIL NIL "8bit" 1 1)',
    }
    return facts.get(item.group(), "").encode()


def _body(letter: PeerLetter, item: re.Match[str]) -> bytes:
    name, first, count = item.group("name", "first", "count")
    if letter.body_is_nil:
        return f"BODY[{name}] NIL".encode()
    data = section(letter.raw, name)
    origin = ""
    if first is not None:
        data, origin = data[int(first) : int(first) + int(count)], f"<{first}>"
    return f"BODY[{name}]{origin} {{{len(data)}}}\r\n".encode() + data


def main() -> None:
    """Run as ``python -m peers.imap --letter FILE…``; prints the port, ends with stdin."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--letter", type=argparse.FileType("rb"), action="append", default=[])
    wanted = parser.parse_args()
    with ImapPeer(port=wanted.port) as peer:
        for file in wanted.letter:
            peer.inbox.add(file.read())
        sys.stdout.write(f"{peer.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
