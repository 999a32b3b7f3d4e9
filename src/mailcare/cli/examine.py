"""What ``mailcare doctor`` looks at, one finding per step; changes nothing anywhere."""

import stat
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from mailcare.config import AccountConfig, Config, Department, Mailbox, Unit
from mailcare.errors import ConfigError, LoginRefusedError, WireError
from mailcare.wire import imap, smtp, tls
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wiring import imap_account, smtp_account

_MB = 1024 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LOGIN = (
    "check user and password; many providers want an authorization code (授权码) and IMAP/SMTP "
    "switched on in webmail"
)
_ADVICE = {
    "NET": "check host and port, name resolution and the firewall",
    "TIMEOUT": "check port and firewall; a slow server: raise daemon.imap_timeout or smtp_timeout",
    "BYE": "check that port and security fit together; some servers refuse unknown clients so",
    "TLS": "check security and host; a private authority: ca_file; an old server: tls_min_version",
    "LIMIT": "wait some minutes; fewer programs on this mailbox, or a longer interval",
    "UNSAFE": "allow IMAP clients in the provider's webmail",
}
_CERTIFICATES = {
    "certificate has expired": "the server's administrator must renew the certificate",
    "mismatch": "use the name in the certificate as host",
    "self-signed": "set ca_file to the certificate of the server's own authority",
    "self signed": "set ca_file to the certificate of the server's own authority",
    "issuer": "set ca_file to the certificate of the server's own authority",
}
"""OpenSSL's words → what to do."""
_SOON_OVER = 21
"""Days that are short for renewing a certificate."""
_ASK = "ask the server's administrator, naming the server's words"


class Verdict(StrEnum):
    """How a step went."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One step of the examination."""

    subject: str
    """A mailbox's name, or ``site``."""
    step: str
    verdict: Verdict
    found: str
    to_do: str = ""


def examine_site(config: Config, now: datetime) -> Iterator[Finding]:
    """Look at what lies on this machine: state directory and directory of hotlines."""
    yield _state(config)
    today = now.astimezone(ZoneInfo(config.organisation.timezone)).date()
    for kind, entries in (("units", config.units), ("departments", config.departments)):
        for name, entry in entries.items():
            yield from _directory_entry(f"{kind}.{name}", entry, config, today)


def _state(config: Config) -> Finding:
    folder = config.storage.state_dir
    if not folder.is_dir():
        return Finding(
            "site", "state", Verdict.WARN, f"{folder} isn't there", "the first run makes it"
        )
    if stat.S_IMODE(folder.stat().st_mode) & _OTHERS:
        return Finding("site", "state", Verdict.FAIL, "others may look in", f"chmod 700 {folder}")
    return Finding("site", "state", Verdict.OK, str(folder))


def _directory_entry(
    key: str, entry: Unit | Department, config: Config, today: date
) -> Iterator[Finding]:
    """Report a hotline or mailbox that is too old to be told to users (R35)."""
    if not (entry.hotline or entry.public_mailbox):
        return
    verified = entry.verified_on
    if verified is None or today - verified > config.organisation.verified_for:
        found = f"{key}: last verified {verified or 'never'}, so users aren't told"
        yield Finding("site", "directory", Verdict.WARN, found, "call it, then set verified_on")


def examine_mailbox(
    config: Config, name: str, keeper: DeadlineKeeper, now: datetime
) -> Iterator[Finding]:
    """Log in to both servers of a mailbox and look at what it needs there."""
    box = config.mailboxes[name]
    if (yield from _password(config, name, "imap", box.imap)):
        yield from _imap(config, name, box, keeper, now)
    if (yield from _password(config, name, "smtp", box.smtp)):
        yield from _smtp(config, name, box, keeper, now)


def _password(
    config: Config, name: str, kind: str, account: AccountConfig
) -> Generator[Finding, None, bool]:
    """Say whether the password can be read, and so whether the next steps make sense."""
    step = f"{kind} password"
    file = account.password_file
    if not account.user:
        return True
    try:
        config.secret(account)
    except ConfigError as error:
        yield Finding(name, step, Verdict.FAIL, str(error), "see password_… in the config")
        return False
    if file is not None and stat.S_IMODE(file.stat().st_mode) & stat.S_IRWXO:
        yield Finding(name, step, Verdict.WARN, f"others may read {file}", f"chmod 400 {file}")
    else:
        yield Finding(name, step, Verdict.OK, "readable")
    return True


def _imap(
    config: Config, name: str, box: Mailbox, keeper: DeadlineKeeper, now: datetime
) -> Iterator[Finding]:
    if not (yield from _resolved(name, "imap", box.imap.host)):
        return
    try:
        session = imap.open_session(imap_account(config, box), keeper)
    except WireError as error:
        yield _failure(name, "imap", error)
        return
    try:
        yield tls_finding(name, "imap", session.tls, now)
        yield Finding(name, "imap login", Verdict.OK, f"{box.imap.user} at {box.imap.host}")
        yield _identity(name, session)
        yield from _folders(name, box, session)
        yield _capacity(config, name, box, session)
    except WireError as error:
        yield _failure(name, "imap", error)
    finally:
        session.close()


def _resolved(name: str, kind: str, host: str) -> Generator[Finding, None, bool]:
    addresses = tls.resolve(host)
    if not addresses:
        to_do = "check its spelling and this machine's name resolution"
        yield Finding(name, f"{kind} resolve", Verdict.FAIL, f"{host} is not known", to_do)
        return False
    yield Finding(name, f"{kind} resolve", Verdict.OK, f"{host}: {', '.join(addresses)}")
    return True


def tls_finding(name: str, kind: str, state: tls.TlsState | None, now: datetime) -> Finding:
    """Say which TLS protects a connection, and how long the certificate is good for."""
    step = f"{kind} tls"
    if state is None:
        return Finding(name, step, Verdict.OK, "clear text, within this machine")
    if state.expires is None:
        return Finding(name, step, Verdict.OK, state.version)
    days = (state.expires - now).days
    found = f"{state.version}, the certificate is good for {days} more days"
    if days < _SOON_OVER:
        return Finding(name, step, Verdict.WARN, found, "the server's administrator must renew it")
    return Finding(name, step, Verdict.OK, found)


def _identity(name: str, session: imap.ImapSession) -> Finding:
    told = "ID" in session.capabilities
    return Finding(name, "id", Verdict.OK, "told the server" if told else "not asked for")


def _folders(name: str, box: Mailbox, session: imap.ImapSession) -> Iterator[Finding]:
    known = [entry.name for entry in session.folders()]
    for folder in box.folders:
        try:
            exists = session.select(folder).exists
            yield Finding(name, "select", Verdict.OK, f"{folder}: {exists} letters")
        except WireError as error:
            if not session.usable:
                raise
            yield Finding(name, "select", Verdict.FAIL, str(error), f"one of {', '.join(known)}")
    junk = session.special_folder("\\Junk")
    if junk is not None and junk not in box.folders:
        found = f"{junk} isn't polled; complaints may land there"
        yield Finding(name, "junk", Verdict.WARN, found, f'add "{junk}" to folders')
    if box.move_handled_to and box.move_handled_to not in known:
        found = f"there is no folder {box.move_handled_to}"
        yield Finding(name, "move", Verdict.FAIL, found, "make it, or empty move_handled_to")


def _capacity(config: Config, name: str, box: Mailbox, session: imap.ImapSession) -> Finding:
    usage = session.usage()
    limit = min(box.capacity, usage.limit or box.capacity)
    share = usage.used / limit
    found = f"{usage.used / _MB:.1f} of {limit / _MB:.0f} MB ({share:.0%}, by {usage.source})"
    if share >= config.alarms.capacity_warning:
        return Finding(
            name, "quota", Verdict.WARN, found, "archive old letters or enlarge it (R12)"
        )
    if usage.limit is not None and usage.limit < box.capacity:
        todo = f'set capacity = "{usage.limit // _MB}MB", the server\'s quota'
        return Finding(name, "quota", Verdict.WARN, found, todo)
    return Finding(name, "quota", Verdict.OK, found)


def _smtp(
    config: Config, name: str, box: Mailbox, keeper: DeadlineKeeper, now: datetime
) -> Iterator[Finding]:
    if not (yield from _resolved(name, "smtp", box.smtp.host)):
        return
    try:
        session = smtp.open_session(smtp_account(config, box), keeper)
    except WireError as error:
        yield _failure(name, "smtp", error)
        return
    yield tls_finding(name, "smtp", session.tls, now)
    session.close()
    yield Finding(
        name, "smtp login", Verdict.OK, f"{box.smtp.user or 'no login'} at {box.smtp.host}"
    )


_STEPS = {"NET": "connect", "TIMEOUT": "connect", "TLS": "tls"}


def _failure(name: str, kind: str, error: WireError) -> Finding:
    step = f"{kind} {_STEPS.get(error.code, 'login')}"
    return Finding(name, step, Verdict.FAIL, str(error), _advice(error))


def _advice(error: WireError) -> str:
    if isinstance(error, LoginRefusedError):
        return _LOGIN
    text = str(error).lower()
    certificate = (advice for words, advice in _CERTIFICATES.items() if words in text)
    return next(certificate, _ADVICE.get(error.code, _ASK))
