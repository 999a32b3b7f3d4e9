"""What ``mailcare doctor`` looks at, one finding per step; changes nothing anywhere."""

import stat
from collections.abc import Generator, Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailcare.cli.examine_folders import examine_inside
from mailcare.cli.findings import Finding, Verdict
from mailcare.config import AccountConfig, Config, Department, Mailbox, Unit
from mailcare.errors import ConfigError, LoginRefusedError, WireError
from mailcare.model.refusal import RefusalKind
from mailcare.supervision.remedies import advice
from mailcare.wire import imap, smtp, tls
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wiring import bearer, imap_account, smtp_account

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MB = 1024 * 1024
_ADVICE = {
    "NET": "check host and port, name resolution and the firewall",
    "TIMEOUT": "check port and firewall; a slow server: raise daemon.imap_timeout or smtp_timeout",
    "BYE": "check that port and security fit together; some servers refuse unknown clients so",
    "TLS": "check security and host; a private authority: ca_file; an old server: tls_min_version",
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
    if box.provider:
        yield _provider(name, box)
    if box.oauth is not None:
        granted = yield from _token(config, name, box, keeper, now)
        secrets = (granted, granted)
    else:
        secrets = (
            (yield from _password(config, name, "imap", box.imap)),
            (yield from _password(config, name, "smtp", box.smtp)),
        )
    if secrets[0]:
        yield from _imap(config, name, box, keeper, now)
    if secrets[1]:
        yield from _smtp(config, name, box, keeper, now)


def _provider(name: str, box: Mailbox) -> Finding:
    """Tell the preset, and what of it the file says otherwise."""
    known = box.preset
    found = (
        f"{known.title}: {box.imap.host}, {box.smtp.host}; not more often than every "
        f"{known.interval}, {known.logins_per_minute} logins a minute, {known.connections} "
        "connections at once"
    )
    if box.interval < known.floor:
        todo = f'interval = "{known.interval}"'
        return Finding(name, "provider", Verdict.WARN, found, todo)
    return Finding(name, "provider", Verdict.OK, found)


def _token(
    config: Config, name: str, box: Mailbox, keeper: DeadlineKeeper, now: datetime
) -> Generator[Finding, None, bool]:
    """Have a new token granted, although an older one may still be good."""
    holder = bearer(config, box)
    if holder is None:
        return False
    try:
        holder.token(keeper, refused=holder.kept().access)
    except WireError as error:
        yield Finding(name, "token", Verdict.FAIL, str(error), _advice(error, box))
        return False
    kept = holder.kept()
    minutes = int((kept.expires - now).total_seconds() // 60) if kept.expires else 0
    yield Finding(name, "token", Verdict.OK, f"granted, good for {minutes} minutes")
    return True


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
        yield _failure(name, "imap", error, box)
        return
    try:
        yield tls_finding(name, "imap", session.tls, now)
        yield Finding(name, "imap login", Verdict.OK, f"{box.imap.user} at {box.imap.host}")
        yield from examine_inside(config, name, session, now)
    except WireError as error:
        yield _failure(name, "imap", error, box)
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


def _smtp(
    config: Config, name: str, box: Mailbox, keeper: DeadlineKeeper, now: datetime
) -> Iterator[Finding]:
    if not (yield from _resolved(name, "smtp", box.smtp.host)):
        return
    try:
        session = smtp.open_session(smtp_account(config, box), keeper)
    except WireError as error:
        yield _failure(name, "smtp", error, box)
        return
    yield tls_finding(name, "smtp", session.tls, now)
    yield _extensions(name, session.extensions)
    session.close()
    yield Finding(
        name, "smtp login", Verdict.OK, f"{box.smtp.user or 'no login'} at {box.smtp.host}"
    )


def _extensions(name: str, offered: Mapping[str, str]) -> Finding:
    """Say what the server takes beside plain mail, and what is done where it doesn't."""
    most = offered.get("SIZE", "")
    there = [one for one in ("8BITMIME", "DSN", "SMTPUTF8") if one in offered]
    there += [f"mails up to {int(most) // _MB} MB"] if most.isdigit() and int(most) else []
    found = ", ".join(there) or "nothing beside plain mail"
    if "DSN" not in offered:
        found += "; no delivery reports: dispatches are confirmed by the other side alone"
    return Finding(name, "smtp capabilities", Verdict.OK, found)


_STEPS = {
    "NET": "connect",
    "TIMEOUT": "connect",
    "TLS": "tls",
    "UNSAFE": "select",
    "PERMISSION": "select",
}
"""A failure's code → at which step it is found."""


def _failure(name: str, kind: str, error: WireError, box: Mailbox) -> Finding:
    step = f"{kind} {_STEPS.get(error.code, 'login')}"
    return Finding(name, step, Verdict.FAIL, str(error), _advice(error, box))


def _advice(error: WireError, box: Mailbox) -> str:
    if (
        isinstance(error, LoginRefusedError)
        and box.oauth is None
        and not box.preset.takes_passwords
    ):
        return advice(RefusalKind.BASIC_AUTH, box.preset)
    if error.kind:
        return advice(error.kind, box.preset)
    text = str(error).lower()
    certificate = (advice for words, advice in _CERTIFICATES.items() if words in text)
    return next(certificate, _ADVICE.get(error.code, _ASK))
