"""What ``mailcare doctor`` sees inside a mailbox: folders, their purposes, its clock, its fill."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from mailcare.cli.findings import Finding, Verdict
from mailcare.config import Config, Mailbox
from mailcare.errors import WireError
from mailcare.wire import imap

_MB: Final = 1024 * 1024
_LATEST: Final = 20
"""UIDs at the end of a folder whose INTERNALDATE is looked at."""
SKEW: Final = timedelta(seconds=60)
"""A difference that a letter's own way can't explain; clocks of cases count from INTERNALDATE."""
_USEFUL: Final = ("IDLE", "UIDPLUS", "MOVE", "QUOTA", "SPECIAL-USE", "XLIST", "CONDSTORE", "ID")


def examine_inside(
    config: Config, name: str, session: imap.ImapSession, now: datetime
) -> Iterator[Finding]:
    """Look at what a mailbox offers and holds; changes nothing in it."""
    box = config.mailboxes[name]
    yield _capabilities(name, session)
    yield _identity(name, box, session)
    known = session.folders()
    yield from _selected(name, box, session, [one.name for one in known])
    yield from _purposes(name, box, session)
    if box.move_handled_to and box.move_handled_to not in {one.name for one in known}:
        found = f"there is no folder {box.move_handled_to}"
        yield Finding(name, "move", Verdict.FAIL, found, "make it, or empty move_handled_to")
    yield from _clock(name, box, session, now)
    yield _capacity(config, name, box, session)


def _capabilities(name: str, session: imap.ImapSession) -> Finding:
    offered = session.capabilities
    there = [word for word in _USEFUL if word in offered]
    absent = [word for word in _USEFUL[:4] if word not in offered]
    found = f"{', '.join(there) or 'none of those that help'}"
    if absent:
        found += f"; done without: {', '.join(absent)}"
    return Finding(name, "capabilities", Verdict.OK, found)


def _identity(name: str, box: Mailbox, session: imap.ImapSession) -> Finding:
    told = "ID" in session.capabilities
    if box.preset.wants_id and not told:
        todo = "check provider and host: this one answers no folder to who has not said ID"
        return Finding(name, "id", Verdict.WARN, "not asked for", todo)
    return Finding(name, "id", Verdict.OK, "told the server" if told else "not asked for")


def _selected(
    name: str, box: Mailbox, session: imap.ImapSession, known: Sequence[str]
) -> Iterator[Finding]:
    named = (one for one in box.junk_folders or () if one not in box.folders)
    for folder in (*box.folders, *named):
        try:
            exists = session.select(folder).exists
            yield Finding(name, "select", Verdict.OK, f"{folder}: {exists} letters")
        except WireError as error:
            if error.kind or not session.usable:
                raise
            yield Finding(name, "select", Verdict.FAIL, str(error), f"one of {', '.join(known)}")


def _purposes(name: str, box: Mailbox, session: imap.ImapSession) -> Iterator[Finding]:
    """Say what is taken for junk and for sent mail, and what is done with both."""
    junk = session.junk_folders(box.preset.junk_folders)
    idle = [one for one in junk if box.junk_folders is not None and one not in box.folders]
    unpolled = [one for one in idle if one not in (box.junk_folders or ())]
    if unpolled:
        found = f"{', '.join(unpolled)} isn't polled; complaints may land there"
        yield Finding(name, "junk", Verdict.WARN, found, 'junk_folders = "auto"')
    else:
        polled = ", ".join(one for one in junk if one != box.move_handled_to)
        yield Finding(name, "junk", Verdict.OK, f"polled: {polled}" if polled else "none is there")
    yield _sent(name, box, session.special_folder("\\Sent"))


def _sent(name: str, box: Mailbox, folder: str | None) -> Finding:
    if not box.wants_sent_copies:
        who = "by the provider" if box.preset.keeps_sent else "by nobody (sent_copies)"
        return Finding(name, "sent", Verdict.OK, f"{folder or 'no folder'}: filled {who}")
    if folder is None:
        todo = 'make a folder called Sent, or set sent_copies = "off"'
        return Finding(name, "sent", Verdict.WARN, "there is no Sent folder for copies", todo)
    return Finding(name, "sent", Verdict.OK, f"{folder}: copies are put there if none is")


def _clock(name: str, box: Mailbox, session: imap.ImapSession, now: datetime) -> Iterator[Finding]:
    """Compare the newest INTERNALDATE with our clock: a letter can't come in the future."""
    try:
        status = session.select(box.folders[0])
    except WireError:
        if not session.usable:
            raise
        return  # the step before has said so
    start = max(1, (status.uidnext or 1) - _LATEST)
    metas = session.meta(session.search_from(start, status.exists)[-_LATEST:])
    newest = max((one.internal_date for one in metas.values() if one.internal_date), default=None)
    if newest is not None and newest - now > SKEW:
        found = f"the newest letter came in {int((newest - now).total_seconds())} s from now"
        todo = "set this machine's clock by NTP; if it is right, the server's is wrong"
        yield Finding(name, "clock", Verdict.WARN, found, todo)
    else:
        found = "no letter from the future; --letter measures exactly"
        yield Finding(name, "clock", Verdict.OK, found)


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
