"""IMAP (only here imapclient), SMTP (only here smtplib), TLS, deadlines.

In: accounts. Out: sessions whose every exchange has a time limit, and errors that say whether
another try can help. A session is one thread's at a time; only `cut` may come from another.

deadlines   ends exchanges that take too long, whatever trickles in
tls         contexts, one per policy
faults      what broke a connection, as an error of ours
oauth       access tokens asked for
bearer      who logs in with one, kept and renewed
refusals    servers' refusals as one of a few kinds
words       servers' texts made readable, without personal data
imap        a session on a mailbox
smtp        a session that sends, and says for certain what became of a mail
http        one request to a web server
"""
