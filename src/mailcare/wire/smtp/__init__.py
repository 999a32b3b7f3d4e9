"""A session that sends mail (RFC 5321) and says for certain what became of it.

account   where and as whom
body      bytes as they go over the wire: line ends, dots
verdict   a server's reply as an outcome: final, passing, or a provider's special case
session   the exchange itself, with its own DATA step
"""

from mailcare.wire.smtp.account import SmtpAccount
from mailcare.wire.smtp.session import SmtpSession, open_session
from mailcare.wire.smtp.verdict import ACCOUNT_FULL, MAILBOX_FULL, OutcomeState, SendOutcome

__all__ = [
    "ACCOUNT_FULL",
    "MAILBOX_FULL",
    "OutcomeState",
    "SendOutcome",
    "SmtpAccount",
    "SmtpSession",
    "open_session",
]
