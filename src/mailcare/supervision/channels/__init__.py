"""Over which ways alarms are told beside the outbox: robots' webhooks, a command, other mail.

In: a `Message` without personal data and the config of a channel. Out: nothing, or a
`ChannelError` with a stable word. Touches the network, secrets' files, and starts the command;
never the store: alarms about the database are told over these channels, too.

message   what is said
robots    webhooks of WeCom, DingTalk, Feishu and one's own: bodies, signatures, answers
command   a program with the alarm on its standard input
post      mail over an SMTP account of its own
deliver   one message over one channel
"""

from mailcare.supervision.channels.deliver import ChannelError, Taken, deliver
from mailcare.supervision.channels.message import Message

__all__ = ["ChannelError", "Message", "Taken", "deliver"]
