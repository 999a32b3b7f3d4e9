"""Mailboxes of the config as accounts on servers, with their passwords and tokens."""

import socket
from functools import lru_cache
from pathlib import Path

from mailcare.clock import SystemClock
from mailcare.config import AccountConfig, Config, Flow, Mailbox, OAuth, read_secret
from mailcare.errors import ConfigError, LoginRefusedError, StoreError, VaultError
from mailcare.model.place import MailboxKey
from mailcare.model.refusal import RefusalKind
from mailcare.vault import Keyring, SealedTokens
from mailcare.wire.bearer import Bearer, TokenCache, TokensInMemory
from mailcare.wire.imap import ImapAccount
from mailcare.wire.oauth import TokenGrant
from mailcare.wire.smtp import SmtpAccount
from mailcare.wiring.desks import mailbox_key
from mailcare.wiring.places import check_owner


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
    if not oauth.has(name):
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
