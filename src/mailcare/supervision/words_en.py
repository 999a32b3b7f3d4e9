"""What alarms mean and what to do, in English: for the command line and its readers."""

from collections.abc import Mapping
from typing import Final

from mailcare.model.trouble import AlarmKind
from mailcare.supervision.words import Words

ALARMS_EN: Final[Mapping[AlarmKind, Words]] = {
    AlarmKind.CAPACITY: Words(
        "mailbox {subject} is nearly full",
        "More of the mailbox is used than is safe; once it is full, users' letters bounce.",
        "Poll faster (mailcare mailbox set-interval), move handled letters off the server, "
        "or apply in writing for more room.",
    ),
    AlarmKind.GROWTH: Words(
        "mailbox {subject} fills fast",
        "At the present rate the mailbox will soon be full.",
        "Poll faster (mailcare mailbox set-interval), move handled letters off the server, "
        "or apply in writing for more room.",
    ),
    AlarmKind.OVERQUOTA: Words(
        "mailbox {subject} is full, letters bounce",
        "The server's answer, or a bounce, says that the mailbox is full: no letter gets in.",
        "Move handled letters off the server or enlarge the mailbox at once.",
    ),
    AlarmKind.UNREACHABLE: Words(
        "mailbox {subject} can't be polled",
        "No poll has gone well for too long: the channel is out of order, its repair clock runs.",
        "Check network and server, run mailcare doctor; no letter is lost meanwhile.",
    ),
    AlarmKind.POLL_LATE: Words(
        "mailbox {subject} is polled too rarely",
        "Polls were rarer than the registered service time promises.",
        "Run mailcare mailbox advise, shorten the interval or add poll_workers.",
    ),
    AlarmKind.LOGIN_REFUSED: Words(
        "login to mailbox {subject} is refused",
        "The server refused user name and password again and again.",
        "Check whether the password (授权码) has expired and IMAP is on. Logins stopped but for"
        " rare probes: another password is noticed at once, or run mailcare mailbox retry.",
    ),
    AlarmKind.TOKEN: Words(
        "access token of mailbox {subject} is, or soon will be, void",
        "Without it letters can neither be fetched nor sent.",
        "Put a new client secret where the config says; of a person's consent run mailcare mailbox "
        "authorize {subject} (Microsoft), or put a new refresh token there. Then mailcare doctor.",
    ),
    AlarmKind.SET_ASIDE: Words(
        "mailbox {subject} has letters that can't be handled",
        "Reading or handling failed; the letters are kept as they came and have no case yet.",
        "Run mailcare aside list, see to them, then mailcare aside replay.",
    ),
    AlarmKind.SEND_FAILED: Words(
        "mailbox {subject} can't send",
        "The SMTP server can't be used: replies, notices and dispatches wait.",
        "Check server and password, run mailcare doctor; what waits leaves by itself.",
    ),
    AlarmKind.UNSENT: Words(
        "mail of mailbox {subject} has waited too long",
        "The oldest mail that should have left is still in the outbox.",
        "Run mailcare outbox list and mailcare doctor; it leaves by itself once it can.",
    ),
    AlarmKind.UNCERTAIN: Words(
        "it is uncertain whether a mail was sent: {subject}",
        "Its body had begun to leave, and no answer came.",
        "Run mailcare outbox show, look into Sent or the server's log, and say what you found with "
        "outbox resolve; it isn't sent again by itself.",
    ),
    AlarmKind.CAP: Words(
        "a cap on mail was reached: {subject}",
        "So many mails were to be sent that those beyond the cap are held.",
        "Run mailcare outbox held, then outbox release --held or outbox drop --held for all of it.",
    ),
    AlarmKind.TEMPLATE: Words(
        "template {subject} can't be used",
        "The last good version serves on; without one, mails written with it wait.",
        "Run mailcare template check and mend it.",
    ),
    AlarmKind.CONFIG: Words(
        "the changed config was refused: {subject}",
        "It has errors; the old one serves on.",
        "Run mailcare check, mend it, then systemctl reload mailcare.",
    ),
    AlarmKind.DISPATCH: Words(
        "the dispatch of case {subject} did not arrive",
        "The department has not got it, and its clock runs on.",
        "Mend dispatch_address and dispatch again, or hand the sheet over by fax or phone.",
    ),
    AlarmKind.CALENDAR: Words(
        "the working calendar of {subject} is missing",
        "Due times beyond the year take Monday to Friday for working days.",
        "Once the days off are published upgrade chinesecalendar or fill in [calendar], reload.",
    ),
    AlarmKind.VOLUME: Words(
        "mailbox {subject} gets strangely many or few letters",
        "Far more, or far fewer, letters came than usual at this hour of the week.",
        "Many: look for an outage, add people. Few: send a letter from outside to see it arrive.",
    ),
    AlarmKind.EPOCH: Words(
        "the server of mailbox {subject} renumbered its letters",
        "Letters were compared by content anew; none is handled twice.",
        "Ask the server's people if it was no migration.",
    ),
    AlarmKind.FOUND_LATE: Words(
        "letters of mailbox {subject} were found by the nightly check only",
        "Polls had not seen them: most likely the server listed them late. Their clocks run from "
        "when the server took them, so little time may be left.",
        "See to today's new cases first (mailcare case list); ask the provider if it comes again.",
    ),
    AlarmKind.DISK: Words(
        "the disk is full or nearly so: {subject}",
        "Without room nothing can be received; the letters stay on the mail server.",
        "Make room; work goes on by itself.",
    ),
    AlarmKind.DATABASE: Words(
        "the database is slow or can't be written",
        "Receiving, handling and sending stand still; the letters stay on the mail server.",
        "See who holds the database and whether the disk is sound; work goes on by itself.",
    ),
    AlarmKind.BACKUP: Words(
        "the last backup is too old: {subject}",
        "The last good backup is older than agreed; what came since would be lost with the disk.",
        "Run mailcare backup and look after its timer; a good backup ends this.",
    ),
    AlarmKind.RESTORED: Words(
        "mailbox {subject} was restored from a backup: automatic mail waits",
        "Letters received since the backup are received again for a person: they may have been "
        "answered. Automatic mail to users and other units is held in the outbox.",
        "Compare with the Sent folder (mailcare outbox list, mailcare case list --state review), "
        "then run mailcare mailbox go-live {subject}.",
    ),
    AlarmKind.CLOCK: Words(
        "the clock is wrong: {subject}",
        "It jumped, or differs from the servers' clocks: due times may be wrong.",
        "Check the time synchronisation (timedatectl, chronyc tracking).",
    ),
    AlarmKind.STUCK: Words(
        "a loop of the daemon stands still: {subject}",
        "It has not finished a step within its bound.",
        "systemd restarts the daemon; see the log if it comes again.",
    ),
    AlarmKind.RESTARTED: Words(
        "the daemon was started anew after it died",
        "The last run did not end as it should; work was taken up where it stopped.",
        "See journalctl -u mailcare for why.",
    ),
    AlarmKind.CHANNEL: Words(
        "alarm channel {subject} does not work",
        "Alarms don't get through over it; the other channels are used.",
        "Check its address, secret and network, then mailcare alarm test {subject}.",
    ),
}
