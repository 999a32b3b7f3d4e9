"""Why a server would not have us: what is the account's fault, and what only asks for patience."""

from enum import StrEnum


class RefusalKind(StrEnum):
    """What a server's refusal of a login, or of an account as a whole, comes down to."""

    PASSWORD = "password"  # noqa: S105 - a word for why, no password
    """User name, password or 授权码 are wrong, or it has run out."""
    CODE_WANTED = "code_wanted"
    """It wants a 授权码 (an app password); Tencent says so of a good one, too, when in a hurry."""
    SWITCHED_OFF = "switched_off"
    """IMAP or SMTP isn't switched on for the account."""
    LOCKED = "locked"
    """The account is locked, suspended, or must be confirmed in a browser."""
    BASIC_AUTH = "basic_auth"
    """The provider takes no passwords any more: XOAUTH2 instead."""
    TOKEN = "token"  # noqa: S105 - as above
    """The access token, or what it is fetched with, was refused."""
    PERMISSION = "permission"
    """Who we are is believed, but this mailbox isn't open to us."""
    UNSAFE = "unsafe"
    """NetEase's "Unsafe Login": no ID was sent, or it wants a confirmation in its webmail."""
    UNCLEAR = "unclear"
    """One sentence that names all reasons (Tencent): once is no proof of a wrong password."""
    FREQUENCY = "frequency"
    """Too many logins in too short a time; says nothing about the password."""
    CONNECTIONS = "connections"
    """Too many connections at once."""
    BUSY = "busy"
    """The server can't at the moment."""

    @property
    def passes(self) -> bool:
        """Whether waiting alone mends it: it must not count towards a locked account."""
        return self in _PASSING

    @property
    def is_final(self) -> bool:
        """Whether another try is in vain before a person has done something."""
        return self in _FINAL


_PASSING = {RefusalKind.FREQUENCY, RefusalKind.CONNECTIONS, RefusalKind.BUSY}
_FINAL = {
    RefusalKind.SWITCHED_OFF,
    RefusalKind.LOCKED,
    RefusalKind.BASIC_AUTH,
    RefusalKind.PERMISSION,
}
