"""Config → parts: the only constructor of parts, and of the settings that a reload replaces."""

import os
import pwd
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from mailcare.casework.policy import AnswerBy, Check, Policy, Role, Target
from mailcare.casework.tokens import TokenKeys
from mailcare.clock import Clock, SystemClock
from mailcare.config import AccountConfig, Config, Flow, Mailbox, Need, OAuth, read_secret
from mailcare.correspondence.templates import TemplateBook
from mailcare.correspondence.write import Writing
from mailcare.errors import (
    ConfigError,
    DamagedError,
    LoginRefusedError,
    NotFoundError,
    StoreError,
    VaultError,
)
from mailcare.intake.readers import ReaderPool
from mailcare.model.judgement import Kind
from mailcare.model.place import MailboxKey
from mailcare.model.refusal import RefusalKind
from mailcare.pipeline.parts import Desk, Parts, Settings
from mailcare.pipeline.sharing import Alone
from mailcare.records.putting import PART
from mailcare.records.putting import Target as RestoreTarget
from mailcare.resources import shipped
from mailcare.store import GoodTemplate, StateLock, Store, StoredMailbox, Tx, schema, snapshot
from mailcare.store.failures import WAY_OUT
from mailcare.supervision.hours import make_calendar
from mailcare.triage.rules import compile_rules
from mailcare.vault import Keyring, SealedTokens, Vault, open_vault
from mailcare.vault.sync import sync_folder
from mailcare.wire.bearer import Bearer, TokenCache, TokensInMemory
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import ImapAccount
from mailcare.wire.oauth import TokenGrant
from mailcare.wire.smtp import SmtpAccount


class StoredTemplates:
    """The last good versions of templates, kept in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save_good(self, name: str, text: str, digest: str, now: datetime) -> None:
        """Keep `text` as the last good version of the file called `name`."""
        self._store.run(lambda tx: tx.templates.save_good(name, text, digest, now))

    def good(self, name: str) -> GoodTemplate | None:
        """Return the last good version."""
        return self._store.read(lambda tx: tx.templates.good(name))


def database(config: Config) -> str:
    """Return the URL or path of the store's database."""
    return config.storage.database or str(config.storage.state_dir / "mailcare.sqlite")


@contextmanager
def open_store(config: Config) -> Iterator[tuple[Store, Vault]]:
    """Open store and vault of a state directory that exists, for commands that look or decide.

    Raises:
        StoreError: there is none yet, it is another user's, or the database cannot be used.
        VaultError: the keyring cannot be used.
    """
    check_state(config)
    vault = Vault(config.storage.vault, Keyring.open(config.storage.keys))
    file = snapshot.file_of(database(config))
    if file is not None and not file.exists():
        refuse_lost(config, vault)
    store = Store.open(database(config), vault)
    try:
        yield store, vault
    finally:
        store.close()


@contextmanager
def open_restored(target: RestoreTarget) -> Iterator[Store]:
    """Open the database of a state directory that was put back, to make it safe; then name it.

    Raises:
        StoreError: it is of another schema version, or the state directory is in use.
    """
    file = snapshot.file_of(target.database)
    place = target.database if file is None else file.with_name(file.name + PART)
    vault = Vault(target.vault, Keyring.open(target.keys))
    with StateLock(target.state):
        Store.migrate(place)
        store = Store.open(place, vault)
        try:
            yield store
        finally:
            store.close()
        if file is not None:
            Path(place).rename(file)  # its log is gone: the last connection closed it
            sync_folder(file.parent)


@contextmanager
def open_rebuilt(config: Config, now: datetime) -> Iterator[tuple[Store, Vault]]:
    """Open a new database to be filled from the archive; put it in the old one's place at the end.

    The old one, damaged as it may be, is laid aside under a name with the date.

    Raises:
        StoreError: a daemon is at work, or the server's database is not empty.
        VaultError: the keyring cannot be used.
    """
    check_owner(config.storage.state_dir)
    file = snapshot.file_of(database(config))
    place = database(config) if file is None else file.with_name(file.name + PART)
    vault = Vault(config.storage.vault, Keyring.open(config.storage.keys))
    with StateLock(config.storage.state_dir):
        if isinstance(place, Path):
            place.unlink(missing_ok=True)
        elif not schema.is_empty(place):
            raise StoreError("the database on the server is not empty: name another one")
        Store.migrate(place)
        store = Store.open(place, vault)
        try:
            yield store, vault
        finally:
            store.close()
        if file is not None:
            for suffix in ("", "-wal", "-shm"):
                old = file.with_name(file.name + suffix)
                if old.exists():
                    old.rename(file.with_name(f"{file.name}.{now:%Y%m%dT%H%M%SZ}{suffix}"))
            Path(place).rename(file)
            sync_folder(file.parent)


def all_desks(config: Config, store: Store) -> list[Desk]:
    """Return the desks of all mailboxes that both config and store know."""
    known = {one.key: one for one in store.read(lambda tx: tx.mailboxes.all())}
    named = ((name, known.get(mailbox_key(box))) for name, box in config.mailboxes.items())
    return [make_desk(config, name, one) for name, one in named if one is not None]


def check_state(config: Config) -> None:
    """See that there is a state directory, and that it is ours.

    Files of another user in it, root's even, would stop the daemon later.

    Raises:
        StoreError: there is none yet, or it belongs to another user.
    """
    state = config.storage.state_dir
    if not state.is_dir():
        raise StoreError(f"there is no {state} yet: `mailcare run` or `once` makes it")
    check_owner(state)
    if not Keyring.exists(config.storage.keys) and not config.storage.vault.exists():
        raise StoreError(f"{state} is empty: `mailcare run` or `once` fills it")


def check_owner(state: Path) -> None:
    """See that the state directory is ours.

    Raises:
        StoreError: it belongs to another user.
    """
    owner = state.stat().st_uid
    if owner != os.geteuid():
        name = _user_name(owner)
        raise StoreError(f"{state} belongs to the user {name}: `sudo -u {name} mailcare …`")


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"#{uid}"


@contextmanager
def build(config: Config, clock: Clock) -> Iterator[Parts]:
    """Build every part for a daemon on this state directory, and take them down again.

    Creates what a first start needs: folders, keyring, database, and migrates an older database.

    Raises:
        StoreError: another daemon holds the state directory, or the database cannot be used.
        VaultError: the keyring cannot be used.
    """
    state = config.storage.state_dir
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_owner(state)
    with StateLock(state):
        vault = open_vault(config.storage.vault, config.storage.keys, clock.now())
        refuse_lost(config, vault)
        Store.migrate(database(config))
        store = Store.open(database(config), vault)
        keeper = DeadlineKeeper(clock)
        readers = _readers(config, clock)
        tokens = token_keys(Keyring.open(config.storage.keys))
        try:
            settings = make_settings(config, store, tokens, clock.now())
            who = owner(clock)
            alone = Alone(store, who)
            yield Parts(clock, store, vault, readers, keeper, tokens, who, settings, alone)
        finally:
            readers.close()
            keeper.close()
            store.close()


def refuse_lost(config: Config, vault: Vault) -> None:
    """See that no empty database is made beside sealed letters: theirs is lost, or elsewhere.

    Raises:
        DamagedError: so it is; nothing has been changed.
    """
    if not schema.is_empty(database(config)) or not vault.blobs():
        return
    place = snapshot.file_of(database(config)) or "on the server"
    raise DamagedError(
        f"the database {place} is gone or empty, but {config.storage.vault} holds"
        f" sealed letters: {WAY_OUT}"
    )


def _readers(config: Config, clock: Clock) -> ReaderPool:
    daemon = config.daemon
    return ReaderPool(daemon.reader_processes, daemon.reader_seconds, daemon.reader_memory, clock)


def owner(clock: Clock) -> str:
    """Return who we are in claims: unique for each start of a process."""
    return f"{socket.gethostname()}:{os.getpid()}:{clock.now():%Y%m%dT%H%M%S%f}"


def token_keys(keyring: Keyring) -> TokenKeys:
    """Return the keys that sign thread tokens, derived for this purpose alone."""
    keys = {entry.id: keyring.derive("tokens", entry.id) for entry in keyring.list()}
    return TokenKeys(keyring.current.id, MappingProxyType(keys))


def renew(parts: Parts, config: Config, now: datetime) -> None:
    """Take a changed config and a rotated keyring into force; an error leaves all as it was."""
    tokens = token_keys(Keyring.open(config.storage.keys))
    settings = make_settings(config, parts.store, tokens, now)
    parts.vault.refresh()
    parts.tokens, parts.settings = tokens, settings


def make_settings(config: Config, store: Store, tokens: TokenKeys, now: datetime) -> Settings:
    """Return what a reload replaces; all or nothing: an error leaves the old settings in force."""
    stored = {name: _ensure(store, name, box, now) for name, box in config.mailboxes.items()}
    desks = {one.id: make_desk(config, name, one) for name, one in stored.items()}
    book = TemplateBook(shipped("templates"), config.storage.templates_dir, StoredTemplates(store))
    writing = Writing(config, book, tokens)
    return Settings(config, MappingProxyType(desks), writing)


def make_desk(config: Config, name: str, stored: StoredMailbox) -> Desk:
    """Return what is needed to work on the letters of the mailbox called `name`."""
    return Desk(
        id=stored.id,
        name=name,
        mailbox=config.mailboxes[name],
        rules=compile_rules(config, name),
        policy=make_policy(config, name, stored),
    )


def find_desk(config: Config, store: Store, mailbox_id: int) -> Desk:
    """Return the desk of a stored mailbox, for commands that work beside the daemon.

    Raises:
        NotFoundError: the mailbox is no longer in the config.
    """
    stored = next(one for one in store.read(lambda tx: tx.mailboxes.all()) if one.id == mailbox_id)
    for name, box in config.mailboxes.items():
        if mailbox_key(box) == stored.key:
            return make_desk(config, name, stored)
    raise NotFoundError(f"the mailbox {stored.name} is no longer in the config; put it back")


def mailbox_key(box: Mailbox) -> MailboxKey:
    """Return what the store knows a mailbox by."""
    return MailboxKey(box.imap.host.lower(), box.imap.user)


def _ensure(store: Store, name: str, box: Mailbox, now: datetime) -> StoredMailbox:
    key = mailbox_key(box)

    def work(tx: Tx) -> StoredMailbox:
        tx.locks.take("mailboxes")
        return tx.mailboxes.ensure(key, name, box.mode, now)

    return store.run(work)


def make_policy(config: Config, name: str, stored: StoredMailbox) -> Policy:
    """Return what casework must know about the mailbox called `name`."""
    unit_name = config.mailboxes[name].unit
    unit = config.units[unit_name]
    triage, clocks = config.triage, unit.clocks
    return Policy(
        unit=unit_name,
        calendar=make_calendar(config, unit),
        mode=stored.mode,
        mode_since=_answering_since(stored),
        restored_at=stored.restored.at if stored.restored else None,
        role=Role(unit.role),
        limits=unit.limits,
        needs={Kind(need): names for need, names in triage.needs.items() if need != Need.FORWARD},
        dispatch_via=unit.dispatch_via,
        dispatch_check=Check(unit.dispatch_check),
        targets=MappingProxyType(dict(_targets(config))),
        auto_not_accepted=triage.auto_not_accepted,
        max_auto_age=triage.max_auto_age,
        review_ack_after=triage.review_ack_after,
        registered_within=clocks.registered,
        review_within=clocks.review,
        dispatch_within=clocks.dispatch,
        special_dispatch_within=clocks.special_dispatch,
        special_reminders=clocks.special_reminders,
        remind_again_after=clocks.remind_again,
        escalation_within=clocks.escalation,
        unclaimed_after=clocks.unclaimed,
        unclaimed_again=clocks.unclaimed_again,
        has_second=bool(unit.second),
        reopen_within=clocks.reopen,
        same_within=unit.follow_ups.same_complaint,
        remind_user_after=unit.follow_ups.remind_user,
        user_reminders=unit.follow_ups.user_reminders,
        law_days=clocks.law_days,
        law_staff_day=clocks.law_staff_day,
        law_supervisors_day=clocks.law_supervisors_day,
        subaddressing=config.mailboxes[name].subaddressing,
    )


def _answering_since(stored: StoredMailbox) -> datetime:
    """Return from when letters may be answered: INTERNALDATE counts whole seconds.

    In a mailbox whose mode never changed, what came before the first poll is history anyway, and
    a letter that was long on its way still needs a case that is told to staff.
    """
    if stored.mode_since == stored.created_at:
        return datetime.min.replace(tzinfo=UTC)
    return stored.mode_since.replace(microsecond=0)


def _targets(config: Config) -> Iterator[tuple[str, Target]]:
    served = {box.unit for box in config.mailboxes.values()}
    for name, unit in config.units.items():
        yield name, Target(name, local=name in served, answer_by=AnswerBy(unit.answer_by))
    for name, department in config.departments.items():
        yield name, Target(name, paper=department.dispatch_address is None)


def imap_account(config: Config, box: Mailbox) -> ImapAccount:
    """Return where and as whom a mailbox is read."""
    account = box.imap
    return ImapAccount(
        host=account.host,
        port=account.port,
        security=account.security.value,
        user=account.user,
        secret=lambda: _secret(config, account),
        ca_file=_path(account),
        timeout=config.daemon.imap_timeout.total_seconds(),
        tls_min_version=account.tls_min_version,
        tls_ciphers=account.tls_ciphers,
        bearer=bearer(config, box),
    )


def smtp_account(config: Config, box: Mailbox) -> SmtpAccount:
    """Return where and as whom a mailbox's mail is handed in."""
    account = box.smtp
    return SmtpAccount(
        host=account.host,
        port=account.port,
        security=account.security.value,
        user=account.user,
        secret=lambda: _secret(config, account) if account.user else "",
        ca_file=_path(account),
        timeout=config.daemon.smtp_timeout.total_seconds(),
        helo=account.helo or socket.getfqdn(),
        tls_min_version=account.tls_min_version,
        tls_ciphers=account.tls_ciphers,
        bearer=bearer(config, box, "smtp"),
    )


def bearer(config: Config, box: Mailbox, service: str = "imap") -> Bearer | None:
    """Return who bears the mailbox's access tokens; None: it logs in with a password.

    `service` is the server that is shown them: ``imap`` or ``smtp``.
    """
    oauth = box.oauth
    if oauth is None:
        return None
    grant = TokenGrant(
        url=oauth.token_url.replace("{tenant}", oauth.tenant),
        client_id=oauth.client_id,
        scope=oauth.scope,
        secret=lambda: _token_secret(oauth, "client_secret"),
        refresh_token=(lambda: _token_secret(oauth, "refresh_token"))
        if oauth.flow is Flow.REFRESH_TOKEN
        else None,
        timeout=config.daemon.imap_timeout.total_seconds(),
    )
    return Bearer(grant, _token_cache(config, box), SystemClock(), service)


def _token_cache(config: Config, box: Mailbox) -> TokenCache:
    """Return where tokens are kept; before the first run, or for another user, only in memory.

    What root, trying things out, left in the state directory would be closed to the daemon.
    """
    key = mailbox_key(box)
    folder = config.storage.state_dir / "tokens"
    try:
        check_owner(config.storage.state_dir)
        keyring = Keyring.open(config.storage.keys)
    except (VaultError, StoreError, OSError):
        return _tokens_in_memory(folder, key)
    return SealedTokens(folder, keyring, f"{key.user} {key.host}")


@lru_cache(maxsize=512)
def _tokens_in_memory(_folder: Path, _key: MailboxKey) -> TokensInMemory:
    """Return the same cache to all who ask for an account's."""
    return TokensInMemory()


def _token_secret(oauth: OAuth, name: str) -> str:
    """Read one of the secrets; an application may have none."""
    places = (getattr(oauth, f"{name}_{kind}") for kind in ("file", "credential", "env"))
    if all(place is None for place in places):
        return ""
    try:
        return read_secret(oauth, name)
    except ConfigError as error:
        raise LoginRefusedError(
            str(error), temporary=False, code="NOPASSWORD", kind=RefusalKind.TOKEN
        ) from None


def _secret(config: Config, account: AccountConfig) -> str:
    """Read the password; one that is gone now is one account's trouble, no reason to end a loop."""
    try:
        return config.secret(account)
    except ConfigError as error:
        raise LoginRefusedError(
            str(error), temporary=False, code="NOPASSWORD", kind=RefusalKind.PASSWORD
        ) from None


def _path(account: AccountConfig) -> str | None:
    return None if account.ca_file is None else str(account.ca_file)
