"""``mailcare doctor --staff``: which of the ways to know staff by works for one address, for real.

A test notice goes out; its answer is looked for in the mailbox, read as the daemon reads letters,
and shown to each of the three ways. Nothing is written but that mail; a daemon that runs beside
files the answer without a case.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailcare.casework.staff.proof import Method, StaffAuth, checkers, hops, is_proven
from mailcare.casework.tokens import Token, TokenKeys, TokenKind, find_tokens
from mailcare.cli.findings import Finding, Verdict
from mailcare.clock import Clock
from mailcare.config import Config, Mailbox
from mailcare.correspondence.trial import compose_trial
from mailcare.errors import NotFoundError, WireError
from mailcare.intake.readers import ReaderPool
from mailcare.model.letter import Address, Message
from mailcare.wire import imap, smtp
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wiring import imap_account, smtp_account

EVERY = timedelta(seconds=5)
"""Between two looks into the mailbox."""
LATEST = 300
"""Letters of a folder that are looked at, from its end."""
_LIFE = timedelta(days=7)
_FIELDS = ("From", "Subject", "In-Reply-To", "References", "Auto-Submitted")
_TO_DO = {
    Method.AUTHENTICATION_RESULTS: (
        "set organisation.authserv_id to the name under which your own server writes "
        "Authentication-Results, if it takes out those that come from elsewhere"
    ),
    Method.INTERNAL_RECEIVED: (
        "put the networks of your own servers and offices into organisation.trusted_relays"
    ),
}


def unit_of(config: Config, address: str) -> str:
    """Return the unit whose staff, second person or supervisor has this address, with a mailbox.

    Raises:
        NotFoundError: nobody of a unit with a mailbox has it.
    """
    served = {box.unit for box in config.mailboxes.values()}
    for name, unit in config.units.items():
        if name in served and address.casefold() in {one.casefold() for one in unit.people}:
            return name
    raise NotFoundError("nobody of a unit with a mailbox has this address; the config names them")


def mailbox_of(config: Config, unit: str) -> str:
    """Return the mailbox from which the unit's notices leave."""
    return next(name for name, box in config.mailboxes.items() if box.unit == unit)


def send_trial(
    config: Config, address: str, keys: TokenKeys, keeper: DeadlineKeeper, now: datetime
) -> Finding:
    """Send the test notice.

    Raises:
        WireError: the SMTP account can't be used.
    """
    name = mailbox_of(config, unit_of(config, address))
    box = config.mailboxes[name]
    data = compose_trial(config, name, keys, address, now)
    session = smtp.open_session(smtp_account(config, box), keeper)
    try:
        outcome = session.send("" if box.null_reverse_path else box.address, address, data, _ready)
    finally:
        session.close()
    if outcome.state != "sent":
        said = f"{outcome.code} {outcome.reason}".strip()
        return Finding(name, "test notice", Verdict.FAIL, f"not sent: {said}", "see the server")
    return Finding(name, "test notice", Verdict.OK, "sent; answer it from that address")


def _ready() -> None:
    """Nothing need be noted before the body: the notice belongs to nothing."""


def await_answer(
    config: Config,
    address: str,
    keys: TokenKeys,
    keeper: DeadlineKeeper,
    clock: Clock,
    *,
    since: datetime,
    wait: timedelta,
) -> bytes | None:
    """Look for the answer to a test notice sent at `since` or later, for at most `wait`.

    Raises:
        WireError: the mailbox can't be read.
    """
    box = config.mailboxes[mailbox_of(config, unit_of(config, address))]
    sought = _Sought(address, keys, since)
    end = clock.now() + wait
    while True:
        raw = _look(config, box, sought, keeper)
        if raw is not None or clock.now() >= end:
            return raw
        clock.wait(threading.Event(), min(EVERY, end - clock.now()).total_seconds())


@dataclass(frozen=True, slots=True)
class _Sought:
    """The answer that is looked for."""

    address: str
    keys: TokenKeys
    since: datetime


def _look(config: Config, box: Mailbox, sought: _Sought, keeper: DeadlineKeeper) -> bytes | None:
    session = imap.open_session(imap_account(config, box), keeper)
    moved = (box.move_handled_to,) if box.move_handled_to else ()
    try:
        junk = session.junk_folders(box.preset.junk_folders)
        folders = dict.fromkeys((*box.folders, *moved, *junk))
        found = (_in_folder(session, folder, sought) for folder in folders)
        return next((raw for raw in found if raw is not None), None)
    finally:
        session.close()


def _in_folder(session: imap.ImapSession, folder: str, sought: _Sought) -> bytes | None:
    try:
        status = session.select(folder)
    except WireError:
        if not session.usable:
            raise
        return None
    start = max(1, (status.uidnext or 1) - LATEST)
    uids = session.search_from(start, status.exists)[-LATEST:]
    heads = session.header_fields(uids, _FIELDS)
    answers = [uid for uid in uids if _is_answer(heads.get(uid, b""), sought)]
    return session.fetch(answers[-1]) if answers else None


def _is_answer(head: bytes, sought: _Sought) -> bool:
    """Say whether a letter answers our notice; an absence note, which says so, does not."""
    text = head.decode("utf-8", "replace").lower()
    lines = text.replace("\r\n ", " ").replace("\r\n\t", " ").splitlines()
    automatic = [line for line in lines if line.startswith("auto-submitted:")]
    if sought.address.casefold() not in text or any("no" not in line for line in automatic):
        return False
    answered = [line for line in lines if line.startswith(("in-reply-to:", "references:"))]
    ids = tuple(word for line in answered for word in line.split()[1:])
    subject = " ".join(line for line in lines if line.startswith("subject:"))
    written = Message(from_=Address(sought.address), subject=subject, in_reply_to=ids)
    return any(_is_ours(one, sought.since) for one in find_tokens(sought.keys, written))


def _is_ours(token: Token, since: datetime) -> bool:
    return token.kind is TokenKind.TRIAL and token.row_id >= int(since.timestamp())


def earliest(now: datetime) -> datetime:
    """Return since when test notices are remembered for ``--result``."""
    return now - _LIFE


def judge_answer(config: Config, address: str, raw: bytes) -> list[Finding]:
    """Return which of the three ways knows the author of the answer `raw`, and what to configure.

    Raises:
        ReadingError: it can't be read within the limits.
    """
    limits = config.daemon
    with ReaderPool(1, limits.reader_seconds, limits.reader_memory) as readers:
        message = readers.read(raw)
    unit = unit_of(config, address)
    used = config.units[unit].staff_auth or config.organisation.staff_auth
    return [_finding(config, unit, method, message, used) for method in Method]


def _finding(config: Config, unit: str, method: Method, message: Message, used: str) -> Finding:
    works, found = _works(config, method, message)
    mark = "in use; " if used == method.value else ""
    verdict = Verdict.OK if works else Verdict.FAIL if mark else Verdict.WARN
    todo = "" if works else _TO_DO.get(method, "")
    if works and used == "off":
        todo = f'staff_auth = "{method.value}" lets staff work by mail'
    return Finding(unit, method.value, verdict, mark + found, todo)


def _works(config: Config, method: Method, message: Message) -> tuple[bool, str]:
    organisation = config.organisation
    if method is Method.TOKEN_CONFIRM:
        return True, "works: the answer came, with its token; each command is confirmed by a code"
    auth = StaffAuth(method, organisation.authserv_id.lower(), organisation.trusted_relays)
    if is_proven(message, auth):
        return True, "works: the sender is known without a code"
    return False, "does not work: " + "; ".join(_seen(method, message, auth))


def _seen(method: Method, message: Message, auth: StaffAuth) -> Iterator[str]:
    """Yield what the answer shows that may be configured."""
    if method is Method.INTERNAL_RECEIVED:
        yield "nothing trusted" if not auth.relays else "a hop lies outside trusted_relays"
        yield f"it came over {', '.join(hops(message)[:6]) or 'no server that says its address'}"
        return
    yield f"authserv_id is {auth.authserv_id!r}" if auth.authserv_id else "no authserv_id is set"
    names = checkers(message)
    if not names:
        yield "no server wrote Authentication-Results"
    for name in names[:4]:
        passes = is_proven(message, StaffAuth(method, name))
        yield f"{name} wrote {'a pass for the sender' if passes else 'no pass for the sender'}"
