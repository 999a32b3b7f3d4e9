"""What the letter carries along: forwarded mail, and the writer's own earlier letters."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mailcare.model.letter import Address, Message
from mailcare.triage.elements.page import Page, make_page
from mailcare.triage.elements.rules import ElementRules
from mailcare.triage.text import fold

_LONGEST, _LONGEST_LINE = 20_000, 500
_ADDRESS = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9.-]+[A-Za-z0-9]")
_HEADER = re.compile(
    r"[ >|*]*(?:发件人|发 件 人|寄件者|寄件人|发送时间|发送日期|寄件日期|日 *期|时间|收件人|"
    r"收件者|抄 *送|副本|主 *题|主旨|from|sent|sent time|to|cc|date|subject)"
    r" *[*]* *[:| ] *",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"[ >|*]*(?:发件人|发 件 人|寄件者|寄件人|from) *[*]* *[:| ] *(?P<name>[^<\[(@\n|]*)",
    re.IGNORECASE,
)
_WROTE = re.compile(r"(?:写道|寫道|wrote|来信|撰写)[ :：\-=]*$")
_NAME_IN_WROTE = re.compile(r"\"(?P<quoted>[^\"]+)\"|[,:\d] (?P<plain>[^,:<\"\d]+)<")


class Earlier(NamedTuple):
    """An earlier mail inside the letter, and who wrote it."""

    page: Page
    author: Address | None


def earlier_mails(message: Message, rules: ElementRules) -> Iterator[Earlier]:
    """Yield what may hold the user's data: forwarded mail, then the sender's own earlier letters.

    Mail of ours is passed over: its numbers are our hotlines and our staff's.
    """
    sender = message.from_.address.lower() if message.from_ else ""
    for author, text in _mails(message.forwarded):
        if not _is_ours(author, rules):
            yield Earlier(make_page("", text, probable=True), author)
    for author, text in _mails(message.quoted):
        if author and sender and author.address.lower() == sender:
            yield Earlier(make_page("", text, probable=True), author)


def _mails(text: str) -> Iterator[tuple[Address | None, str]]:
    """Yield the mails in `text`, each with its author (None where no header line names one)."""
    author: Address | None = None
    lines: list[str] = []
    for full_line in fold(text[:_LONGEST]).text.split("\n") if text else ():
        line = full_line[:_LONGEST_LINE]
        named = _author_of(line)
        if named:
            if any(line.strip() for line in lines):
                yield author, "\n".join(lines)
            author, lines = named, []
        elif not _HEADER.match(line):
            lines.append(line.lstrip("> "))
    if any(line.strip() for line in lines):
        yield author, "\n".join(lines)


def _author_of(line: str) -> Address | None:
    address = _ADDRESS.search(line) if "@" in line else None
    head = _AUTHOR.match(line)
    if head:
        return Address(address[0] if address else "", head["name"].strip(" \"'"))
    if address and _WROTE.search(line.rstrip()):
        name = _NAME_IN_WROTE.search(line)
        return Address(address[0], (name["quoted"] or name["plain"]).strip() if name else "")
    return None


def _is_ours(author: Address | None, rules: ElementRules) -> bool:
    return author is not None and bool(author.address) and rules.is_ours(author.address)
