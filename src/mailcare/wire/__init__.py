"""IMAP (only here imapclient), SMTP (only here smtplib), TLS, deadlines.

In: accounts. Out: sessions whose every exchange has a time limit, and errors that say whether
another try can help.
"""
