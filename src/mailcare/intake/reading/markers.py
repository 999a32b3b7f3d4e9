"""Lines by which mail clients announce quoted or forwarded mail, in the languages we meet."""

import re
from collections.abc import Sequence
from enum import Enum

_DASHES = r"[-—–_=‐─━*#~]{2,}"
_REPLY_WORDS = (
    "原始邮件|原始郵件|邮件原文|郵件原文|原邮件|原郵件|邮件原件|郵件原件|回复的原邮件|"
    "回复的邮件信息|回复邮件信息|回覆的郵件|"
    "原始信件|原始訊息|原始信息|原始邮件信息|历史邮件|Original|Original Message|Original message|"
    "Original Email|Original Mail|Replied Message|Reply to Message|Reply Message|Previous message|"
    "Ursprüngliche Nachricht|Ursprüngliche Mail|Originalnachricht|Original-Nachricht|"
    "Message d'origine|Message d’origine|Message original|Mensaje original|Mensagem original|"
    "Messaggio originale|Oorspronkelijk bericht|Ursprungligt meddelande|Ursprungsmeddelande|"
    "Oprindelig meddelelse|Opprinnelig melding|Alkuperäinen viesti|Исходное сообщение|"
    "Пересылаемое сообщение|Wiadomość oryginalna|Původní zpráva|元のメッセージ|원본 메시지|"
    "Orijinal İleti"
)
_FORWARD_WORDS = (
    "转发邮件|转发邮件信息|转发的邮件|轉寄郵件|轉寄的郵件|轉發郵件|转发的消息|轉寄信件|已转发邮件|"
    "转发信息|"
    "Forwarded message|Forwarded Message|Forwarded mail|Forward Message|Forwarded by .{0,80}|"
    "Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|Messaggio inoltrato|"
    "Mensagem encaminhada|Doorgestuurd bericht|Пересланное сообщение|Vidarebefordrat meddelande|"
    "Przekazana wiadomość|転送メッセージ"
)
_LEAD = r"^[\s>|*]*"
_REPLY_RULE = re.compile(rf"(?i){_LEAD}{_DASHES}\s*(?:{_REPLY_WORDS})\s*[:：]?\s*{_DASHES}[\s|*]*$")
_FORWARD_RULE = re.compile(
    rf"(?i){_LEAD}{_DASHES}\s*(?:{_FORWARD_WORDS})\s*[:：]?\s*{_DASHES}[\s|*]*$"
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
_HAS_ADDRESS = re.compile(_ADDRESS)
_WROTE = re.compile(
    r"(?i)(?:写道|寫道|撰写|撰寫|wrote|writes|said|pisze|schrieb(?:\s.{0,80})?|"
    r"geschrieben|"
    r"a écrit|escribió|"
    r"escreveu|ha scritto|schreef(?:\s.{0,80})?|skrev(?:\s.{0,80})?|napisał\(?a?\)?|kirjoitti|"
    r"написала?|пишет|писала?|yazdı|írta|"
    r"napsala?|のメール|書きました|작성)\s*(?:[:：﹕]\s*(?:[-=—_]{2,}\s*)?|[-=—_]{2,}\s*)$"
)
_WROTE_COLON = re.compile(r"(?i)(?:写道|寫道|wrote|writes|said|schrieb|a écrit|说|說)\s*[:：]\s*$")
_OPENS = re.compile(
    r"^[\s>|*=—_-]*(?:在|于|於|At\b|On\b|Am\b|Le\b|El\b|Il\b|Em\b|Op\b|Den\b|W dniu|Dnia|Dne|\d|"
    r"\"|「|<|[A-Z]|\S.{0,80}[<(]|\S.{0,40}(?:于|於|在)\s?\d)"
)
_QUOTING = re.compile(
    rf"(?i)^\s*(?:(?:Quoting|Zitat von|Citando(?: a)?|Citation de|Citeren) .{{2,120}}[:：]|"
    rf".{{1,80}}写于\s?\d{{4}}.{{4,30}}|.{{1,60}}<{_ADDRESS}> 写于.{{4,30}})\s*$"
)
_ABOVE = re.compile(
    r"(?i)^[\s>#*=-]*(?:please )?(?:type your |write your |enter your )?(?:reply|respond|answer) "
    r"above this line|^[\s>#*=-]*请在(?:此行|本行|这条线|此线)(?:上方|以上|之上)(?:回复|答复)"
)
_GMAIL_OLD = re.compile(rf"^\s*\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}\s.{{0,120}}<{_ADDRESS}>[:：]?\s*$")

_LABELS = {
    "from": "发件人|發件人|寄件者|寄件人|从|從|来自|发自|From|Von|De|Da|Van|Från|Fra|Od|От|"
    "Lähettäjä|差出人|보낸 사람",
    "date": (
        "发送时间|發送時間|发送日期|寄件日期|日期|时间|時間|傳送日期|發件日期|發送日期|Sent|Date|"
        "Sent Time|Send Time|"
        "Gesendet|Datum|Envoyé|Date d'envoi|Enviado|Enviado el|Enviada em|Fecha|Data|Inviato|"
        "Verzonden|"
        "Skickat|Sendt|Dato|Отправлено|Дата|Wysłano|送信日時|보낸 날짜|Lähetetty"
    ),
    "to": "收件人|收件者|至|发给|To|An|À|Para|A|Aan|Till|Til|Кому|Do|宛先|받는 사람|Vastaanottaja",
    "cc": "抄送|抄送人|副本|Cc|CC|Kopie|Kopia|Копия",
    "subject": (
        "主题|主題|主旨|标题|Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|"
        "Тема|Temat|件名|제목|Aihe"
    ),
    "reply-to": "回复地址|Reply-To|Reply to",
}
_SPACED = {"发件人": "发 件 人", "收件人": "收 件 人", "主题": "主　题", "抄送": "抄　送"}


def _label_patterns() -> re.Pattern[str]:
    """Return one pattern that names the label at the start of a line."""
    parts = []
    for key, words in _LABELS.items():
        spaced = "|".join(v.replace(" ", r"\s?") for k, v in _SPACED.items() if k in words)
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
    if _FORWARD_RULE.match(line) or _FORWARD_LINE.match(line):
        return Marker.FORWARD, 1
    is_rule = (
        _REPLY_RULE.match(line)
        or _ABOVE.match(line)
        or (_BARE_RULE.match(line) and "from" in _keys(lines, i + 1))
    )
    if is_rule or _is_header_block(lines, i):
        return Marker.REPLY, 1
    spread = _attribution(lines, i)
    return (Marker.ATTRIBUTION, spread) if spread else None


def _attribution(lines: Sequence[str], i: int) -> int:
    """Return how many lines "on that day somebody wrote:" takes from line `i`, or 0."""
    if _GMAIL_OLD.match(lines[i]) or _QUOTING.match(lines[i]):
        return 1
    if not _OPENS.match(lines[i]):
        return 0
    joined = ""
    for count, line in enumerate(lines[i : i + 4], 1):
        if not line.strip("> \t") and count > 1:
            return 0
        joined = f"{joined} {line.lstrip('> ')}".strip()
        if len(joined) > _LONGEST:
            return 0
        if _WROTE.search(joined):
            return count if _is_proven(joined, lines, i + count) else 0
    return 0


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
