"""`mailcare demo`: the real daemon code on sample letters, over IMAP and SMTP on loopback.

In: nothing. Out: a table of what happened, and a folder with every mail that was sent. Needs the
extra ``demo`` (an embedded IMAP and an embedded SMTP server).
"""
