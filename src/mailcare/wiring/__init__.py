"""Config → parts: the only constructor of parts, and of the settings that a reload replaces.

In: a config. Out: parts, desks, accounts; stores opened for commands. Nothing here decides.

    places    where the state lies: is it there, is it ours, is it whole
    putting   the database of a state directory that is put back or rebuilt
    desks     mailboxes as those who work on their letters need them
    accounts  mailboxes as accounts on servers, with their passwords and tokens
    building  every part of a daemon, and its settings
"""

from mailcare.wiring.accounts import bearer, imap_account, smtp_account
from mailcare.wiring.building import build, renew, token_keys
from mailcare.wiring.desks import all_desks, find_desk, mailbox_key, make_policy
from mailcare.wiring.places import check_state, database, open_store
from mailcare.wiring.putting import open_rebuilt, open_restored

__all__ = [
    "all_desks",
    "bearer",
    "build",
    "check_state",
    "database",
    "find_desk",
    "imap_account",
    "mailbox_key",
    "make_policy",
    "open_rebuilt",
    "open_restored",
    "open_store",
    "renew",
    "smtp_account",
    "token_keys",
]
