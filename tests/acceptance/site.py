"""A place where mailcare runs: config, state, the users of its mailboxes, the real process."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from acceptance.letters import Draft
from acceptance.mails import Mail
from mailcare.casework.folding import fold
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.model.case import Case
from mailcare.model.place import LetterState
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.resources import shipped
from mailcare.store import Store, Tx
from mailcare.wiring import make_policy, open_store
from servers.dovecot import LabUser, StoredMessage
from servers.postfix import PostfixServer
from support.known_years import KNOWN_YEARS
from support.waiting import eventually

T = TypeVar("T")
PATIENCE = 90.0
USERS = "users.test"
"""The domain of the public; in the domain of a mailbox everybody would be a colleague."""
_PEOPLE = re.compile(r"^(staff|supervisors|dispatch_address|admins)( = .*)$", re.MULTILINE)
_ADDRESS = re.compile(r'"([a-z.-]+)@([a-z.]*)telecom\.example"')
_MAILBOX = """
[mailboxes.{name}]
unit = "{name}"
address = "{address}"
display_name = "{title}"
interval = "{interval}"
mode = "{mode}"
capacity = "{capacity}"
{more}
[mailboxes.{name}.imap]
host = "{imap_host}"
port = {imap_port}
security = "{security}"
user = "{user}"
password_file = "{password_file}"
ca_file = "{ca_file}"
[mailboxes.{name}.smtp]
host = "{smtp_host}"
port = {smtp_port}
security = "{smtp_security}"
ca_file = "{ca_file}"
{smtp_more}
"""
_TITLES = {
    "vas": "中国电信上海公司增值业务中心",
    "idc": "中国电信上海公司数据中心",
    "broadband": "中国电信上海公司宽带运营中心",
    "kfzx": "中国电信上海公司客服中心",
}
_WAITING = frozenset({OutboxState.QUEUED, OutboxState.SENDING})


class Site:
    """One mailcare of a test's own; `start` it, `send` letters, look at who got what."""

    def __init__(
        self, folder: Path, postfix: PostfixServer, boxes: Sequence[str] = ("vas",)
    ) -> None:
        self.folder = folder
        self.postfix = postfix
        self.dovecot = postfix.dovecot
        self.state = folder / "state"
        self.temp = folder / "tmp"
        self.config = folder / "config.toml"
        self.people: dict[str, LabUser] = {}
        self.boxes: dict[str, dict[str, object]] = {}
        self.environment: dict[str, str] = {}
        self.extra = ""
        """More of the config, at its end."""
        this, following = (SystemClock().now() + timedelta(days=days) for days in (0, 366))
        self._changes: dict[str, str] = {
            # the years are known, or from each November on there is an alarm about the next one
            "\nholidays = []": f"\nholidays = [{this.year}-01-01, {following.year}-01-01]",
            'steady = "2m"': 'steady = "0s"',
            'disk_free = "200MB"': 'disk_free = "1MB"',
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._opened = ExitStack()
        self._store: Store | None = None
        self._sent: list[str] = []
        self.temp.mkdir()
        for name in boxes:
            self.add_box(name)

    # -- config

    def add_box(self, name: str, user: LabUser | None = None, **changes: object) -> LabUser:
        """Give the config the mailbox of the unit called `name`."""
        owner = user or self.dovecot.new_user(name)
        self.people[name] = owner
        secret = self.folder / f"{name}.password"
        secret.write_text(owner.password)
        secret.chmod(0o600)
        self.boxes[name] = {
            "name": name, "address": owner.address, "title": _TITLES[name], "interval": "5s",
            "mode": "live", "capacity": "200MB", "imap_port": self.dovecot.imaps_port,
            "imap_host": "localhost", "security": "tls",
            "more": "", "smtp_host": "localhost", "smtp_security": "tls",
            "user": owner.name, "password_file": secret, "ca_file": self.dovecot.ca_file,
            "smtp_port": self.postfix.smtps_port, "smtp_more": "", **changes,
        }  # fmt: skip
        return owner

    def change(self, old: str, new: str) -> None:
        """Have `new` in the config's text where the example says `old`."""
        assert old in self._example(), old
        self._changes[old] = new

    def _example(self) -> str:
        return (
            shipped("config.example.toml")
            .read_text(encoding="utf-8")
            .partition("[mailboxes.vas]")[0]
        )

    def write(self) -> Path:
        """Write the config as it stands."""
        text = self._example().replace('"/var/lib/mailcare"', f'"{self.state}"')
        text = text.replace("holidays = []", f"holidays = {KNOWN_YEARS}")
        for old, new in self._changes.items():
            text = text.replace(old, new)
        text = _PEOPLE.sub(lambda line: line[1] + _ADDRESS.sub(self._user_of, line[2]), text)
        text += "".join(_MAILBOX.format(**box) for box in self.boxes.values())
        text += self.extra
        self.config.write_text(text, encoding="utf-8")
        return self.config

    def _user_of(self, found: re.Match[str]) -> str:
        """Give each colleague of the example a mailbox of the test's own."""
        name = found[1] if not found[2] else f"{found[2].strip('.')}-{found[1]}"
        if name not in self.people:
            self.people[name] = self.dovecot.new_user(name.replace(".", "-"))
        return f'"{self.people[name].address}"'

    # -- the process

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def start(self, *, ready: bool = True, within: float = PATIENCE) -> None:
        """Start `mailcare run` and wait until it has polled every mailbox."""
        self.write()
        with (self.folder / "out").open("ab") as out, (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mailcare", "run", "--config", str(self.config)],
                stdin=subprocess.DEVNULL, stdout=out, stderr=log,
                cwd=self.folder, env=self._environment(),
            )  # fmt: skip
        if ready:
            before = len(self.lines("mailbox.polled"))
            self.wait(lambda: self._polled_since(before), "every mailbox is polled", within)

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        own = {"TMPDIR": str(self.temp), "HOME": str(self.folder)}
        return {**kept, **own, **self.environment}

    def _polled_since(self, before: int) -> bool:
        assert self.process.poll() is None, self.log_text()[-3000:]
        seen = {line["mailbox"] for line in self.lines("mailbox.polled")[before:]}
        return seen >= set(self.boxes)

    def await_poll(self, box: str = "vas") -> None:
        """Wait until a poll of the mailbox that begins from now on has gone well."""
        now = SystemClock().now()
        self.wait(lambda: (poll := self.last_poll(box)) and poll > now, "a poll from now on")

    @contextmanager
    def failing(self, box: str) -> Iterator[None]:
        """Do something after which a poll of the mailbox fails, and wait until one has."""
        before = self._failures(box)
        yield
        self.wait(lambda: self._failures(box) > before, "a poll fails")

    def _failures(self, box: str) -> int:
        return len([one for one in self.lines("mailbox.poll_failed") if one["mailbox"] == box])

    def drop_sessions(self) -> None:
        """Have the server end every connection, as a restart of it does."""
        self.dovecot.stop()
        self.dovecot.start()

    def last_poll(self, box: str = "vas") -> datetime | None:
        """Return when the last poll that went well began."""
        ids = {one.name: one.id for one in self.read(lambda tx: tx.mailboxes.all())}
        poll = self.read(lambda tx: tx.mailboxes.polls()).get(ids[box])
        return poll.last_success_at if poll else None

    def reload(self) -> str:
        """Write the config, have it read, and say what came of it: reloaded or refused."""
        self.write()
        return self.hang_up()

    def hang_up(self) -> str:
        """Have the config read as it lies there, and say what came of it."""
        before = len(self._reloads())
        self.process.send_signal(signal.SIGHUP)
        self.wait(lambda: len(self._reloads()) > before, "the config is read")
        return str(self._reloads()[-1]["event"])

    def _reloads(self) -> list[dict[str, Any]]:
        return [line for line in self.lines() if line["event"].startswith("config.")]

    def stop(self, within: float = 15) -> int:
        """End the process by SIGTERM; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(within)

    def close(self) -> None:
        """End whatever still runs."""
        self._opened.close()
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def lose_state(self) -> Path:
        """Kill the process and take its state directory away; return where it lies now."""
        self.process.kill()
        self.process.wait()
        self._opened.close()
        self._store = None
        return self.state.rename(self.folder / "lost")

    def move(self, database: str) -> None:
        """Have another database from now on."""
        self._opened.close()
        self._store = None
        self.change('database = ""', f'database = "{database}"')
        self.write()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of mailcare on this config."""
        return subprocess.run(
            [sys.executable, "-m", "mailcare", *arguments, "--config", str(self.config)],
            capture_output=True, text=True, check=False, timeout=60,
            cwd=self.folder, env=self._environment(),
        )  # fmt: skip

    def json(self, *arguments: str) -> Any:  # noqa: ANN401 - JSON is what it is
        """Run a command with --json and return what it wrote."""
        return json.loads(self.run(*arguments, "--json").stdout)

    # -- logs

    def log_text(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def lines(self, event: str = "") -> list[dict[str, Any]]:
        """Return the log's lines, all or those of one event; a line still being written waits."""
        whole, _, _ = self.log_text().rpartition("\n")
        found = [_parsed(line) for line in whole.splitlines() if line]
        return [line for line in found if event in {"", line["event"]}]

    # -- the store

    def read(self, work: Callable[[Tx], T]) -> T:
        """Look into the store while the daemon runs."""
        if self._store is None:
            self._store, _vault = self._opened.enter_context(open_store(load(self.config)))
        return self._store.read(work)

    def do(self, work: Callable[[Tx], T]) -> T:
        """Change the store while the daemon runs, as a command would."""
        self.read(lambda tx: tx.alarms.open())
        assert self._store is not None
        return self._store.run(work)

    def cases(self) -> list[Case]:
        """Return all cases, oldest first."""
        return sorted(self.read(lambda tx: tx.cases.list()), key=lambda case: case.id)

    def cases_by_number(self) -> dict[str, int]:
        """Return the ids of all cases, however many."""
        return self.read(lambda tx: {one.number: one.id for one in tx.cases.after(0, 1 << 30)})

    def case(self, number: str) -> Case:
        return self.read(lambda tx: tx.cases.get(number))

    def outbox(self, *states: OutboxState) -> list[OutboxMail]:
        """Return the outbox's rows, oldest first."""
        return self.read(lambda tx: tx.outbox.list(set(states) or None))

    def assert_projections(self) -> None:
        """Every case's columns must equal the fold of its ledger."""
        config = load(self.config)
        desks = {one.id: one for one in self.read(lambda tx: tx.mailboxes.all())}
        for case in self.cases():
            desk = desks[case.mailbox_id]
            if desk.name in config.mailboxes:
                policy = make_policy(config, desk.name, desk)
                assert fold(case.events, policy) == case.view, case.number

    def templates(self, *states: OutboxState) -> list[str]:
        """Return which mails the outbox holds, in order."""
        return sorted(mail.template for mail in self.outbox(*states))

    def letters(self, state: LetterState = LetterState.HANDLED) -> int:
        """Count the letters in a state."""
        return self.read(lambda tx: tx.letters.count()).get(state, 0)

    def alarms(self) -> set[tuple[str, str]]:
        """Return kind and subject of every open alarm."""
        return {(one.kind.value, one.subject) for one in self.read(lambda tx: tx.alarms.open())}

    def sampled(self, box: str) -> bool:
        """Say whether the mailbox has been measured."""
        ids = {one.name: one.id for one in self.read(lambda tx: tx.mailboxes.all())}
        return self.read(lambda tx: tx.samples.latest(ids[box])) is not None

    def has_template(self, file: str) -> bool:
        """Say whether a template's file is in force."""
        return self.read(lambda tx: tx.templates.good(file)) is not None

    # -- letters in, mails out

    def new_person(self, name: str = "user") -> LabUser:
        """Return somebody of the public; write to them at `address_of`."""
        return self.dovecot.new_user(name)

    def send(
        self, draft: Draft, sender: LabUser | None = None, box: str = "vas", cc: str = ""
    ) -> LabUser:
        """Send a letter by SMTP to a mailbox of ours; return who sent it."""
        sender = sender or self.new_person()
        to = self.people[box].address
        self.hand_in(draft.raw(address_of(sender), to, cc), box, address_of(sender))
        return sender

    def hand_in(self, raw: bytes, box: str = "vas", sender: str = f"someone@{USERS}") -> None:
        """Hand in a letter's bytes by SMTP."""
        self.postfix.deliver(raw, self.people[box].address, sender)

    def mails(self, who: str | LabUser) -> list[Mail]:
        """Return what lies in somebody's mailbox, oldest first."""
        user = self.people[who] if isinstance(who, str) else who
        return [Mail(one.raw, one.flags) for one in self.stored(user)]

    def stored(self, user: LabUser) -> list[StoredMessage]:
        return self.dovecot.messages(user)

    def wait(self, fact: Callable[[], T], what: str = "", within: float = PATIENCE) -> T:
        """Wait for a fact; fail with the log's end."""
        try:
            return eventually(fact, within, what)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log_text()[-6000:]}") from None

    def await_mails(self, who: str | LabUser, number: int = 1) -> list[Mail]:
        """Wait until at least `number` mails lie in somebody's mailbox; return all of them."""
        user = self.people[who] if isinstance(who, str) else who
        self.wait(lambda: self.dovecot.count(user) >= number, f"{number} mails to {who}")
        return self.mails(who)

    def settle(self, letters: int, within: float = PATIENCE) -> None:
        """Wait until so many letters are handled or set aside and nothing waits to be sent."""
        self.wait(lambda: self._is_settled(letters), f"{letters} letters are through", within)

    def _is_settled(self, letters: int) -> bool:
        def look(tx: Tx) -> bool:
            counts = tx.letters.count()
            ended = counts.get(LetterState.HANDLED, 0) + counts.get(LetterState.SET_ASIDE, 0)
            waiting = [
                mail for mail in tx.outbox.list(_WAITING) if not _waits_for_another(tx, mail)
            ]
            return ended >= letters and not tx.intents.pending(1) and not waiting

        return self.read(look)

    def await_delivery(self, *others: LabUser) -> dict[str, list[Mail]]:
        """Wait until all mails sent have arrived; return who has what, of ours and of `others`."""
        people = {name: user for name, user in self.people.items() if name not in self.boxes}
        boxes: Mapping[str, LabUser] = people | {user.name: user for user in others}
        sent = len(self.outbox(OutboxState.SENT))
        self.wait(
            lambda: sum(map(self.dovecot.count, boxes.values())) >= sent,
            f"{sent} mails arrive",
        )
        return {name: found for name, user in boxes.items() if (found := self.mails(user))}


def _waits_for_another(tx: Tx, mail: OutboxMail) -> bool:
    return mail.after_id is not None and tx.outbox.get(mail.after_id).state is not OutboxState.SENT


def _parsed(line: str) -> dict[str, Any]:
    if not line.startswith("{"):
        raise AssertionError(f"no line of a log: {line}")
    found: dict[str, Any] = json.loads(line)
    return found


def address_of(user: LabUser) -> str:
    """Return the address of one of the public."""
    return f"{user.name}@{USERS}"
