"""A session on a mailbox over IMAP4rev1 (RFC 3501), as servers really speak it.

account     where and as whom
client      imapclient with our sockets and with refusals kept as bytes
answers     refusals and broken connections as errors of ours
session     what the other rooms use
folders     names in modified UTF-7, special folders
said        answers about folders and letters, as values
searching   which UIDs a folder has
usage       how full the mailbox is
excerpt     head and text part of a letter that is too big to fetch
"""

from mailcare.wire.imap.account import ImapAccount
from mailcare.wire.imap.said import FolderStatus, LetterMeta
from mailcare.wire.imap.session import ImapSession, open_session
from mailcare.wire.imap.usage import Usage

__all__ = [
    "FolderStatus",
    "ImapAccount",
    "ImapSession",
    "LetterMeta",
    "Usage",
    "open_session",
]
