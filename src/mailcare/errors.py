"""The errors that cross rooms, and the exit codes they mean.

No message of these errors holds personal data: they are logged and shown as they are.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command's exit status means (sysexits.h where it has a word for it)."""

    OK = 0
    PROBLEM = 1
    """Something needs a person: a check failed, a pass was not clean."""
    USAGE = 2
    """The command line itself is wrong."""
    TEMPORARY = 75
    """Try again later: a server or another daemon is in the way (EX_TEMPFAIL)."""
    CONFIG = 78
    """The config is wrong; restarting cannot help (EX_CONFIG)."""


class MailcareError(Exception):
    """Something that mailcare can say in words a person can act on."""

    exit_code = ExitCode.PROBLEM


class ConfigError(MailcareError):
    """The config cannot be used; the text lists every error with file and key."""

    exit_code = ExitCode.CONFIG


class NotFoundError(MailcareError):
    """A name, number or id that a person gave is not known."""

    exit_code = ExitCode.USAGE


class VaultError(MailcareError):
    """A sealed blob or a key is missing, damaged or cannot be written."""


class StoreError(MailcareError):
    """The database cannot be used as it is: absent, corrupt, of another version, or locked."""

    exit_code = ExitCode.TEMPORARY


class DamagedError(StoreError):
    """The database is damaged, or gone while the archive is there: a person must choose what next.

    Starting again can't help, and must not put an empty database in its place.
    """

    exit_code = ExitCode.PROBLEM


class ClaimLostError(MailcareError):
    """Work was done under a claim that is no longer ours; nothing of it may be committed."""


class ConflictError(MailcareError):
    """A compare-and-set found another state than expected; somebody else was first."""


class WireError(MailcareError):
    """A server could not be used; `temporary` says whether a later try can succeed."""

    exit_code = ExitCode.TEMPORARY

    def __init__(
        self, text: str, *, temporary: bool = True, code: str = "", kind: str = ""
    ) -> None:
        super().__init__(text)
        self.temporary = temporary
        self.code = code
        """The server's own word: an SMTP code such as ``451``, an IMAP code such as ``LIMIT``."""
        self.kind = kind
        """A `RefusalKind` where it is about the account as a whole; empty: about anything else."""


class LoginRefusedError(WireError):
    """The server refused user name and password (or authorization code)."""


class OverQuotaError(WireError):
    """The server says that the mailbox is full (RFC 5530 OVERQUOTA)."""


class TemplateError(MailcareError):
    """A template cannot be used; the text names file, line and what to do."""


class ComposeError(MailcareError):
    """A mail cannot be written as asked, such as to an odd address; trying again cannot help."""


class ReadingError(MailcareError):
    """A letter could not be read within its limits of time and memory."""
