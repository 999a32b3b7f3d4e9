"""Lines by which mail clients announce quoted or forwarded mail."""

import re
from collections.abc import Sequence
from enum import Enum

from mailcare.intake.reading.marker_words import (
    FORWARD_WORDS,
    LABELS,
    REPLY_WORDS,
    SPACED,
    VERBS,
)

_DASHES = r"[-—–_=‐─━*#~]{2,}+"
_LEAD = r"^[\s>|*]*"
_REPLY_RULE = re.compile(rf"(?i){_LEAD}{_DASHES}\s*(?:{REPLY_WORDS})\s*[:：]?\s*{_DASHES}[\s|*]*$")
_FORWARD_RULE = re.compile(
    rf"(?i){_LEAD}{_DASHES}\s*(?:{FORWARD_WORDS})\s*[:：]?\s*{_DASHES}[\s|*]*$"
)
_FORWARD_LINE = re.compile(
    rf"(?i){_LEAD}(?:Begin forwarded message|Anfang der weitergeleiteten (?:E-Mail|Nachricht)|"
    r"Début du message (?:réexpédié|transféré)|Inicio del mensaje reenviado|"
    r"Inizio messaggio inoltrato|"
    r"开始转发的邮件|开始转发邮件|下面是被转发的邮件|下面是转发的邮件|以下是转发的邮件|"
    r"以下是轉寄的郵件|轉寄訊息開始|"
    r"開始轉寄郵件)\s*[:：]\s*$"
)
_BARE_RULE = re.compile(r"^[\s>|*]*(?:Original|原始邮件|原始郵件|原邮件)[\s|*]*$")

_ADDRESS = r"[\w.+%&'=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
_DATE = re.compile(
    r"(?i)\d{4}\s?[年/.-]\s?\d{1,2}|\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\d{1,2}[:.]\d{2}|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s|"
    r"\b\d{1,2}\.?\s+[a-zéûäа-я]{3,12}\.?,?\s+\d{4}"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}|星期|"
    r"周[一二三四五六日]|週[一二三四五六日]"
)
_DATE_ABROAD = re.compile(r"\b\d{1,2}\.?\s\w{3,12}\.?,?\s\d{4}\b")
_HAS_ADDRESS = re.compile(_ADDRESS)
_WROTE = re.compile(rf"(?i)(?:{VERBS})\s*(?:[:：﹕][*_]*\s*(?:[-=—_]{{2,}}\s*)?|[-=—_]{{2,}}\s*)$")
_FRAMED = re.compile(
    rf"(?i)^[\s>|*]*[-=—_]{{2,}}+.{{1,200}}(?:{VERBS})\s*[:：]?\s*[-=—_]{{2,}}\s*$"
)
_NO_VERB = re.compile(
    rf"[<(\[][\s\u200e-\u202e]*{_ADDRESS}[\s\u200e-\u202e]*[>)\]][\s\u200e-\u202e]*[:：][\s\u200e-\u202e]*$"
)
"""An attribution in whatever language: a date before, then the address in brackets."""
_WROTE_COLON = re.compile(r"(?i)(?:写道|寫道|wrote|writes|said|schrieb|a écrit|说|說)\s*[:：]\s*$")
_DATED_OPENING = (
    r"在|于|於|At\b|On\b|Am\b|Le\b|El\b|Il\b|Em\b|Op\b|Den\b|W dniu|Dnia|Dne|În\b|Vào\b|"
    r"Pada\b|Στις\b|\d"
)
_OPENS_DATED = re.compile(rf"^[\s>|*=—_-]*(?:{_DATED_OPENING})")
_OPENS = re.compile(
    rf"^[\s>|*=—_-]*(?:{_DATED_OPENING}|"
    r"\"|「|<|[A-Z]|\S.{0,80}[<(]|\S.{0,40}(?:于|於|在)\s?\d)"
)
_BEFORE = " \t\xa0>|*"
_DASH_CHARS = frozenset("-—–_=‐─━*#~")
_RULE_CHARS = "-—–_=‐─━*#~ \t\xa0>|"
"""What a rule that says nothing is made of."""
_GRID_FIRST = frozenset("发寄日收抄主FDTCS")
_ENDS = frozenset(":：﹕-=—_*\u202c\u200e")
"""Last characters of any line that ends an attribution."""
_QUOTING = re.compile(
    rf"(?i)^\s*(?:(?:Quoting|Zitat von|Citando(?: a)?|Citation de|Citeren) .{{2,120}}[:：]|"
    rf".{{1,80}}写于\s?\d{{4}}.{{4,30}}|.{{1,60}}<{_ADDRESS}> 写于.{{4,30}})\s*$"
)
_ABOVE = re.compile(
    r"(?i)^[\s>#*=-]*(?:please )?(?:type your |write your |enter your )?(?:reply|respond|answer) "
    r"above this line|^[\s>#*=-]*请在(?:此行|本行|这条线|此线)(?:上方|以上|之上)(?:回复|答复)"
)
_GMAIL_OLD = re.compile(rf"^\s*\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}\s.{{0,120}}<{_ADDRESS}>[:：]?\s*$")
_NOTES = re.compile(r"^.{1,80}\s-{2,3}\s?\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\s.{4,20}-{2,3}")
_NOTES_SENDER = re.compile(
    rf"^[^,，。;；!?！？]{{0,60}}(?:<{_ADDRESS}>|{_ADDRESS}|\w+(?:/\w+)+(?:@\w+)?)$"
)
_NOTES_TO = re.compile(r"(?i)^(?:收件人|收件者|to)[:：]?$")
_NOTES_SUBJECT = re.compile(r"(?i)^(?:主题|主題|主旨|subject)[:：]?$")


def _label_patterns() -> re.Pattern[str]:
    """Return one pattern that names the label at the start of a line."""
    parts = []
    for key, words in LABELS.items():
        spaced = "|".join(v.replace(" ", r"\s?") for k, v in SPACED.items() if k in words)
        alternatives = words + ("|" + spaced if spaced else "")
        parts.append(f"(?P<{key.replace('-', '_')}>{alternatives})")
    return re.compile(rf"(?i)^[\s>|*_]*(?:{'|'.join(parts)})\s*[*_]*\s*[:：]")


_LABEL = _label_patterns()
_GRID = re.compile(
    r"^[\s>|]*(?:(?P<from>发件人|寄件人|From)|(?P<date>发送日期|发送时间|日期|Date)|(?P<to>收件人|"
    r"To)|(?P<cc>抄送人?|Cc)"
    r"|(?P<subject>主题|Subject))(?:\s*\|\s*|\s+|\t)\S"
)
_LONGEST = 400
"""Characters of the longest line or attribution that any client writes."""
_LONGEST_ATTRIBUTION = 250
"""The same, of one that only its date proves."""
_SPREAD = 5
"""Lines of the longest attribution."""
_WINDOW = 16
_FIELDS_SEEN = 8
_ENOUGH = 3


class Marker(Enum):
    """What a line announces."""

    REPLY = "reply"
    """Everything below is an earlier mail."""
    ATTRIBUTION = "attribution"
    """What is quoted below may be marked line by line, with own text behind it."""
    FORWARD = "forward"
    """Everything below is a forwarded mail."""


def at(lines: Sequence[str], i: int) -> tuple[Marker, int] | None:
    """Return what begins at line `i`, and how many lines announce it; None for ordinary lines."""
    line = lines[i]
    if not line or line.isspace() or len(line) > _LONGEST:
        return None
    first = line.lstrip(_BEFORE)[:1]
    is_ruled = first in _DASH_CHARS
    if is_ruled and not line.strip(_RULE_CHARS):
        return None
    if (is_ruled and _FORWARD_RULE.match(line)) or (_ends(line) and _FORWARD_LINE.match(line)):
        return Marker.FORWARD, 1
    if (is_ruled and _REPLY_RULE.match(line)) or _is_rule(lines, i, first):
        return Marker.REPLY, 1
    spread = _attribution(lines, i)
    return (Marker.ATTRIBUTION, spread) if spread else None


def _is_rule(lines: Sequence[str], i: int, first: str) -> bool:
    """Say whether everything below line `i`, whose first character is `first`, is earlier mail."""
    line = lines[i]
    if ("bove" in line or "BOVE" in line or "上" in line) and _ABOVE.match(line):
        return True
    is_bare = first in "oO原" and _BARE_RULE.match(line)
    if (is_bare or ("--" in line and _NOTES.match(line))) and "from" in _keys(lines, i + 1):
        return True
    if (first in _GRID_FIRST or ":" in line or "：" in line) and _is_header_block(lines, i):
        return True
    return ("<" in line or "@" in line or "/" in line) and _is_notes_block(lines, i)


def _attribution(lines: Sequence[str], i: int) -> int:
    """Return how many lines "on that day somebody wrote:" takes from line `i`, or 0."""
    line = lines[i]
    if _GMAIL_OLD.match(line) or _QUOTING.match(line):
        return 1
    last = next((k for k in range(i, min(i + _SPREAD, len(lines))) if _ends(lines[k])), -1)
    if last < 0 or not (_OPENS.match(line) or _NO_VERB.search(line)):
        return 0
    if not _OPENS_DATED.match(line) and any(map(_OPENS_DATED.match, lines[i + 1 : last + 1])):
        return 0
    joined = ""
    for k in range(i, min(last + 1, len(lines))):
        piece = lines[k].lstrip("> ")
        if not piece.strip() and not _goes_on(lines, k):
            return 0
        joined = f"{joined} {piece}".strip()
    if len(joined) > _LONGEST or (last > i and not _can_begin(line)):
        return 0
    spread = last - i + 1
    return spread if _is_attribution(joined, lines, last + 1) else 0


def _ends(line: str) -> bool:
    """Say whether an attribution can end with `line`."""
    return line.rstrip()[-1:] in _ENDS


def _goes_on(lines: Sequence[str], k: int) -> bool:
    """Say whether the address of an attribution stands below the blank line at `k`."""
    return k + 1 < len(lines) and lines[k + 1].lstrip("> ").startswith("<")


def _can_begin(line: str) -> bool:
    """Say whether `line` can begin an attribution of several lines: no name typed above one."""
    return bool(_OPENS_DATED.match(line) or "<" in line or _DATE.search(line)) or line.rstrip()[
        -1:
    ] in (",", "，")


def names_sender(line: str) -> bool:
    """Say whether `line` ends with a colon after a date and an address, as above marked quotes."""
    is_short = len(line) < _LONGEST_ATTRIBUTION and line.rstrip().endswith((":", "："))
    return is_short and bool(_DATE.search(line)) and bool(_HAS_ADDRESS.search(line))


def _is_attribution(joined: str, lines: Sequence[str], following: int) -> bool:
    """Say whether `joined` says that somebody wrote what follows."""
    if _FRAMED.match(joined):
        return True
    if _WROTE.search(joined):
        return _is_proven(joined, lines, following)
    if not (_DATE.search(joined) or _DATE_ABROAD.search(joined)):
        return False
    below = next((line for line in lines[following : following + 2] if line.strip()), "")
    is_quoted = below.lstrip().startswith(">")
    return bool(_NO_VERB.search(joined)) or (is_quoted and bool(_HAS_ADDRESS.search(joined)))


def _is_proven(joined: str, lines: Sequence[str], following: int) -> bool:
    """Say whether an attribution names a date or an address, or stands above a marked quote."""
    if _HAS_ADDRESS.search(joined) or (_DATE.search(joined) and len(joined) < _LONGEST_ATTRIBUTION):
        return True
    below = next((line for line in lines[following : following + 2] if line.strip()), "")
    return bool(_WROTE_COLON.search(joined)) and below.lstrip().startswith(">")


def _is_header_block(lines: Sequence[str], i: int) -> bool:
    """Say whether the header fields of an earlier mail begin at line `i`."""
    if not (_LABEL.match(lines[i]) or _GRID.match(lines[i])):
        return False
    keys = _keys(lines, i)
    if "from" not in keys:
        return False
    if len(keys) >= _ENOUGH:
        return True
    above = next((line.strip() for line in reversed(lines[max(0, i - 2) : i]) if line.strip()), "")
    ruled = len(above) >= _FIELDS_SEEN and not above.strip("-_=─—* ")
    return ruled and len(keys) >= 2  # noqa: PLR2004 - sender and one more


def _is_notes_block(lines: Sequence[str], i: int) -> bool:
    """Say whether an earlier mail begins at line `i` as Notes shows it.

    Sender and date stand alone on their lines; below them labels, their values on the next lines.
    """
    filled = [line.strip() for line in lines[i : i + _WINDOW] if line.strip()][:_FIELDS_SEEN]
    if len(filled) < _ENOUGH or not (_NOTES_SENDER.match(filled[0]) and _DATE.match(filled[1])):
        return False
    return any(_NOTES_TO.match(line) for line in filled[2:4]) and any(
        _NOTES_SUBJECT.match(line) for line in filled[3:]
    )


def _keys(lines: Sequence[str], i: int) -> set[str]:
    """Return which header fields follow from line `i`, blank lines between them or not."""
    keys: set[str] = set()
    seen = 0
    for line in lines[i : i + _WINDOW]:
        if not line.strip("> \t|*"):
            continue
        seen += 1
        match = _LABEL.match(line) or _GRID.match(line)
        if match:
            keys |= {name for name, value in match.groupdict().items() if value}
        if seen == _FIELDS_SEEN:
            break
    return keys


_FORWARD_SUBJECT = re.compile(
    r"(?i)^\s*(?:\[[^\]]{0,40}\]\s*)?(?:转发|轉發|轉寄|转|fwd?|wg|tr|rv|i|enc)\s*[:：]"
)
_REPLY_SUBJECT = re.compile(
    r"(?i)^\s*(?:\[[^\]]{0,40}\]\s*)?(?:回复|回覆|答复|答覆|回信|re|aw|sv|antw|ynt|odp|rif|"
    r"r)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]"
)


def is_forward_subject(subject: str) -> bool:
    """Say whether a subject begins as forwarding clients write it."""
    return bool(_FORWARD_SUBJECT.match(subject))


def is_reply_subject(subject: str) -> bool:
    """Say whether a subject begins as answering clients write it."""
    return bool(_REPLY_SUBJECT.match(subject))
