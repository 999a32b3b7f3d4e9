"""The smallest config with which mailcare starts: one unit, one mailbox, both called vas."""

_TEXT = """
[organisation]
name = "中国电信上海公司"
{storage}
[alarms]
admins = ["root@{domain}"]
[units.vas]
title = "增值业务中心"
staff = ["staff@{domain}"]
supervisors = ["lead@{domain}"]
{unit}
[mailboxes.vas]
unit = "vas"
address = "vas@{domain}"
capacity = "{capacity}"
{box}
imap = {{{imap}}}
smtp = {{{smtp}}}
{more}
"""
IMAP = 'host = "imap.telecom.example", password_env = "VAS_PASSWORD"'
SMTP = 'host = "smtp.telecom.example"'


def small_config(
    *,
    storage: str = '[storage]\nstate_dir = "state"',
    domain: str = "telecom.example",
    unit: str = "",
    box: str = "",
    capacity: str = "2GB",
    imap: str = IMAP,
    smtp: str = SMTP,
    more: str = "",
) -> str:
    """Return the file's text; `unit` and `box` are more lines of theirs, `more` is its end."""
    return _TEXT.format(
        storage=storage,
        domain=domain,
        unit=unit,
        box=box,
        capacity=capacity,
        imap=imap,
        smtp=smtp,
        more=more,
    )
