"""Text → own words, signature card, quoted mail, forwarded mail.

Marks of the writing client come first, lines that announce quoted mail second. A bare ``>`` cuts
nothing by itself. When nothing of the sender's own is left, everything is kept.
"""

import re
from dataclasses import dataclass, field

from mailcare.intake.reading import cards, limits, markers, marks
from mailcare.intake.reading.markers import Marker

_QUOTED_LINE = re.compile(r"^\s?>")
_LAST_RULE = re.compile(r"^[\s>|*]*[-_=—─━*]{3,}\s*$")
_PLAIN_QUOTE = 3
"""Lines that make a quote of a ``>`` block at the letter's end which nothing announces."""
_LISTED = re.compile(r"^\s?>\s*(?:[\d一二三四五六七八九十]+\s?[、.．)）:：]|[^:：>]{1,8}[:：])")
_FOXMAIL_END = re.compile(r"^\s*(?:= ){6,}=?\s*$")
_TAG_LINE = re.compile(r"^[\s>|]*$")
ONLY_QUOTED = "only_quoted_text"
"""Note: nothing but quoted or forwarded mail was there, so it was kept as the letter's own."""


@dataclass(slots=True)
class Parts:
    """A letter's text, told apart."""

    own: str = ""
    signature: str = ""
    quoted: str = ""
    forwarded: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Heap:
    """Lines by what they belong to."""

    own: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    forwarded: list[str] = field(default_factory=list)


def tell_apart(text: str, subject: str = "", *, is_reply: bool = False) -> Parts:
    """Return the parts of `text`.

    Args:
        text: the letter's text, with the marks that HTML gave it.
        subject: tells forwards from replies.
        is_reply: the header section says that an earlier mail is being answered.
    """
    heap = _Heap()
    is_forward = markers.is_forward_subject(subject)
    is_reply = is_reply or markers.is_reply_subject(subject) or is_forward
    lines = _by_marks(text.replace("\r\n", "\n").split("\n"), heap)
    marked = heap.quoted
    if _is_forward(marked):
        heap.forwarded, marked = [*marked, *heap.forwarded], []
    heap.own, heap.quoted = [], []
    _by_lines(lines, heap, is_reply=is_reply)
    heap.quoted += marked  # the line that announces a quote stands before it
    if is_forward and not heap.forwarded:
        heap.forwarded, heap.quoted = heap.quoted, []
    return _finish(heap)


def _by_marks(lines: list[str], heap: _Heap) -> list[str]:
    """Sort lines by the marks around them; return those that no mark claims."""
    free: list[str] = []
    targets = {
        marks.QUOTE: heap.quoted,
        marks.FORWARD: heap.forwarded,
        marks.CARD: heap.signature,
        marks.NOISE: [],
    }
    opened: list[str] = []
    for line in lines:
        mark = line.strip()
        if mark in targets or mark == marks.BLOCK:
            announced = _announced_from(free) if mark in (marks.BLOCK, marks.QUOTE) else len(free)
            heap.quoted += free[announced:]
            is_quote = mark != marks.BLOCK or announced < len(free)
            opened.append((marks.QUOTE if mark == marks.BLOCK else mark) if is_quote else "")
            del free[announced:]
        elif mark == marks.END:
            if opened:
                opened.pop()
        else:
            outer = _outermost(opened)
            (targets[outer] if outer else free).append(line)
    return free


def _outermost(opened: list[str]) -> str:
    """Return the mark that decides: a quote or forward before a card inside it or around it."""
    for mark in opened:
        if mark in (marks.QUOTE, marks.FORWARD):
            return mark
    return next((mark for mark in opened if mark), "")


def _announced_from(lines: list[str]) -> int:
    """Return where "on that day somebody wrote:" begins if it ends `lines`, else their number."""
    for i in range(len(lines) - 1, max(-1, len(lines) - 7), -1):
        found = markers.at(lines, i)
        if found and found[0] is Marker.ATTRIBUTION:
            below = lines[i + found[1] :]
            return i if not any(line.strip() for line in below) else len(lines)
    last = next((i for i in range(len(lines) - 1, -1, -1) if lines[i].strip()), len(lines))
    return last if last < len(lines) and markers.names_sender(lines[last]) else len(lines)


def _is_forward(lines: list[str]) -> bool:
    """Say whether marked mail begins as forwards do."""
    filled = [line for line in lines[:6] if line.strip()][:2]
    found = (markers.at(filled, i) for i in range(len(filled)))
    return any(f and f[0] is Marker.FORWARD for f in found)


def _by_lines(lines: list[str], heap: _Heap, *, is_reply: bool) -> None:
    """Sort lines by what they announce."""
    in_quote = False
    i = 0
    lines, rest = lines[: limits.LINES], lines[limits.LINES :]
    is_reply = is_reply or _answers_questions(lines)
    tail = _quoted_tail(lines)
    while i < len(lines):
        line = lines[i]
        found = markers.at(lines, i)
        if found is None:
            if in_quote and _FOXMAIL_END.match(line):
                i += 1
                continue
            quoted = _QUOTED_LINE.match(line) and (
                in_quote or (is_reply or _is_quote_block(lines, i, tail))
            )
            (heap.quoted if quoted else heap.own).append(line)
            in_quote = in_quote or bool(quoted)
            i += 1
            continue
        marker, spread = found
        if marker is Marker.ATTRIBUTION and _next_is_quoted(lines, i + spread):
            stop = _quote_end(lines, i + spread)
            heap.quoted += lines[i:stop]
            in_quote = True
            i = stop
            continue
        _drop_rule(heap.own)
        target = heap.forwarded if marker is Marker.FORWARD else heap.quoted
        target += lines[i:]
        target += rest
        return
    heap.own += rest


def _answers_questions(lines: list[str]) -> bool:
    """Say whether ``>`` lines are questions with answers below: at least two, and most of them."""
    runs: list[bool] = []
    before = ""
    for line in lines:
        if not line.strip():
            continue
        if _QUOTED_LINE.match(line):
            before += line
        elif before:
            runs.append("?" in before or "？" in before)
            before = ""
    return len(runs) > 1 and not before and sum(runs) * 2 > len(runs)


def _quoted_tail(lines: list[str]) -> int:
    """Return where ``>`` lines begin that end the letter and hold no list; else a large number."""
    start = len(lines)
    count = 0
    for i in range(len(lines) - 1, -1, -1):
        if not lines[i].strip():
            continue
        if not _QUOTED_LINE.match(lines[i]):
            break
        if _LISTED.match(lines[i]):
            return len(lines)
        start, count = i, count + 1
    return start if start and count >= _PLAIN_QUOTE else len(lines)


def _is_quote_block(lines: list[str], i: int, tail: int) -> bool:
    """Say whether ``>`` at line `i` quotes without being asked: at the end, or announced mail."""
    block = [line for line in lines[i : i + 12] if _QUOTED_LINE.match(line)]
    if i >= tail:
        return True
    return len(block) > 1 and any(
        markers.at(block, k) is not None for k in range(min(2, len(block)))
    )


def _next_is_quoted(lines: list[str], i: int) -> bool:
    """Say whether the next line with content is marked by ``>``."""
    for line in lines[i : i + 4]:
        if line.strip():
            return bool(_QUOTED_LINE.match(line))
    return False


def _quote_end(lines: list[str], i: int) -> int:
    """Return where the run of ``>`` lines ends; one broken line inside belongs to it."""
    last = i
    while i < len(lines):
        if _QUOTED_LINE.match(lines[i]):
            last = i + 1
        elif lines[i].strip() and not (
            i == last and i + 1 < len(lines) and _QUOTED_LINE.match(lines[i + 1])
        ):
            break
        i += 1
    return last


def _drop_rule(lines: list[str]) -> None:
    """Remove blank lines and rules that lead over to quoted mail."""
    while lines and (_TAG_LINE.match(lines[-1]) or _LAST_RULE.match(lines[-1])):
        lines.pop()


def _finish(heap: _Heap) -> Parts:
    """Return the parts as text; own text is never cut to nothing."""
    own, card = cards.set_apart(heap.own)
    parts = Parts(
        own=join(own),
        signature=join([*card, *heap.signature]),
        quoted=join(heap.quoted),
        forwarded=join(heap.forwarded),
    )
    if parts.own.strip():
        return parts
    if parts.forwarded or parts.quoted:
        parts.forwarded = parts.forwarded or parts.quoted
        parts.quoted = "" if parts.forwarded == parts.quoted else parts.quoted
        parts.own = parts.forwarded
        parts.notes.append(ONLY_QUOTED)
    elif parts.signature:
        parts.own = parts.signature
    return parts


def join(lines: list[str]) -> str:
    """Return lines as text, without blank lines around it and with one at most inside."""
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", text)
