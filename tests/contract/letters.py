"""Letters that servers and readers could change or confuse; made up."""

from itertools import count

_SERIALS = count(1)


def letter(text: str = "邮箱收不到信, 请帮忙看看。", message_id: str | None = None) -> bytes:
    """Return a letter of its own, in length too; an empty `message_id` leaves the field out."""
    number = next(_SERIALS)
    known = f"<{number}.contract@users.test>" if message_id is None else message_id
    head = [
        f"From: u{number}@users.test",
        "To: vas@lab.test",
        "Subject: =?utf-8?B?5rGC5Yqp?=",
        *([f"Message-ID: {known}"] if known else []),
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    return ("\r\n".join(head) + f"\r\n\r\n{text} {'!' * (number % 97)}\r\n").encode()


def awkward() -> dict[str, bytes]:
    """Return letters whose bytes a server or client is tempted to change."""
    plain = letter()
    return {
        "plain": plain,
        "gbk without a word of it": letter().replace("邮箱".encode(), "邮箱".encode("gbk")),
        "no line end": letter().removesuffix(b"\r\n"),
        "dots and From": letter("\r\n.\r\n..\r\nFrom here on\r\n. "),
        "literal look-alike": letter("{3}\r\n)\r\na1 OK FETCH completed\r\n* BYE\r\n"),
        "long line": letter("啊" * 3000),
        "no body": b"From: nobody@users.test\r\nSubject: empty\r\n\r\n",
        "8 bit header": letter().replace(b"=?utf-8?B?5rGC5Yqp?=", "求助".encode("gbk")),
        "digits only": b"1234567890",
    }
