"""Mail over an SMTP account of the channel's own: not over the outbox, which may be what is broken.

A mail whose fate is open is written again: two alarms harm less than none.
"""

import hashlib
import socket
from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.config.channels import ChannelConfig
from mailcare.config.mailbox import SmtpAccountConfig
from mailcare.config.secrets import read_secret
from mailcare.correspondence.compose import Outgoing, compose
from mailcare.errors import ConfigError, LoginRefusedError
from mailcare.model.letter import Address
from mailcare.supervision.channels.message import Message
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.smtp import OutcomeState, SmtpAccount, open_session


def send(
    channel: ChannelConfig,
    message: Message,
    *,
    admins: tuple[str, ...],
    zone: str,
    keeper: DeadlineKeeper,
    now: datetime,
) -> str:
    """Send the mail to everybody in `to`; return why somebody was not reached, empty: all were.

    Raises:
        WireError: the server can't be used.
        ComposeError: an address is odd.
    """
    assert channel.smtp is not None  # noqa: S101 - the config's check sees to it
    assert channel.sender is not None  # noqa: S101 - the same
    reverse_path = channel.sender
    session = open_session(_account(channel.smtp, channel.timeout.total_seconds()), keeper)
    try:
        failed = ""
        for recipient in channel.to or admins:
            data = compose(_mail(channel, message, recipient, zone=zone, now=now))
            outcome = session.send(reverse_path, recipient, data, lambda: None)
            if outcome.state is not OutcomeState.SENT:
                failed = f"{outcome.code} {outcome.reason}".strip()
            if not session.usable:
                break
        return failed
    finally:
        session.close()


def _account(account: SmtpAccountConfig, seconds: float) -> SmtpAccount:
    return SmtpAccount(
        host=account.host,
        port=account.port,
        security=account.security.value,
        user=account.user,
        secret=lambda: _secret(account),
        ca_file=None if account.ca_file is None else str(account.ca_file),
        timeout=seconds,
        helo=account.helo or socket.getfqdn(),
        tls_min_version=account.tls_min_version,
        tls_ciphers=account.tls_ciphers,
        final_timeout=seconds,
    )


def _secret(account: SmtpAccountConfig) -> str:
    try:
        return read_secret(account)
    except ConfigError as error:
        raise LoginRefusedError(str(error), temporary=False, code="NOPASSWORD") from None


def _mail(
    channel: ChannelConfig, message: Message, recipient: str, *, zone: str, now: datetime
) -> Outgoing:
    sender, tag = channel.sender or "", message.tag_for(recipient)
    unique = hashlib.sha256(f"{message.alarm_id} {message.occasion} {recipient} {now}".encode())
    return Outgoing(
        from_=Address(sender, f"{message.organisation} mailcare"),
        to=Address(recipient),
        reply_to=Address(message.reply_to) if message.reply_to else None,
        subject=f"{message.title} {tag}".strip(),
        text="\n".join([message.text, *filter(None, [tag])]) + "\n",
        date=now.astimezone(ZoneInfo(zone)),
        message_id=f"<mailcare.{unique.hexdigest()[:24]}@{sender.rpartition('@')[2].lower()}>",
        auto_submitted="auto-generated",
        extra=(("X-Auto-Response-Suppress", "All"),),
    )
