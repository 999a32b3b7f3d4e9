"""What is kept of all that happened: backups, and putting them back.

In: where database, vault and keyring lie. Out: folders that another machine can start from. Touches
files, and the database as a whole; reads no letter.

    manifest  what a backup says of itself; all its files with their digests
    copying   files copied or linked, synced
    backup    one backup: the database first, then the bytes that it refers to
    putting   a backup put back into an empty state directory
"""

from mailcare.records.backup import Made, Source, back_up, find_backup
from mailcare.records.manifest import Manifest, verify
from mailcare.records.putting import Target, put_back

__all__ = [
    "Made",
    "Manifest",
    "Source",
    "Target",
    "back_up",
    "find_backup",
    "put_back",
    "verify",
]
