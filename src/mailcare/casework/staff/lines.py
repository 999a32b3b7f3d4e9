"""What a colleague wrote, without what their client, company or gateway put around it.

Reading has cut quoted mail and signature cards already; what is cut here are footers and banners
that stand in the letter's own text, and what of a quoted notice was left for want of marks.
"""

import re
from dataclasses import dataclass

from mailcare.casework.shaping import shape
from mailcare.casework.tokens import has_mark
from mailcare.intake.reading.own_text import ONLY_QUOTED
from mailcare.model.letter import Message
from mailcare.triage.text import fold

_FOOTER = re.compile(
    r"^\s*(?:[*_#=\[(「【]\s?){0,4}(?:"
    r"(?:本|此|该)(?:电子)?(?:邮件|信件|消息)[^\n。]{0,60}?(?:保密|机密|秘密|商密|专有信息|特权|未经.{0,8}授权|"
    r"病毒.{0,8}(?:检查|扫描|责任)|仅[供限][^\n。]{0,12}(?:收件人|指定|列明|特定|上述|使用))|"
    r"(?:保密|机密|免责|版权|重要)(?:声明|提示|条款|须知)|声明:(?:本|此|该)邮件|"
    r"(?:在您?)?打印(?:本|此|该)邮件(?:之)?前|(?:保护|爱护)环境[,,]|"
    r"confidential(?:ity)?(?: (?:notice|note|statement|information|disclaimer)|[:*\s]|$)|"
    r"disclaimer|privileged (?:and|&) confidential|legal (?:notice|disclaimer)|important notice:|"
    r"this (?:e-?mail|message|communication|transmission)[^\n]{0,80}"
    r"(?:confidential|intended|privileged|solely|proprietary)|"
    r"the (?:information|content)s? (?:contained )?(?:in|of|transmitted)[^\n]{0,30}"
    r"(?:e-?mail|message|communication)|"
    r"if you (?:are not|have received) (?:the|this)|please consider the environment|"
    r"发自我的|发送自|来自我的|从我的.{1,12}发送|发自.{1,12}(?:手机|客户端|邮箱|iphone|ipad)|"
    r"来自.{1,12}(?:手机|客户端)|sent from (?:my|mail|outlook|yahoo|foxmail|qq)|"
    r"get outlook for|获取 ?outlook|使用.{1,16}邮箱.{0,4}发送|"
    r"从 ?(?:windows|android|ios|outlook).{0,12}发送)"
)
"""How confidentiality notices and clients' advertisements begin; all below belongs to them."""
_BANNER = re.compile(
    r"^\s*(?:[*#【\[(「<-]\s?){0,4}(?:外部邮件|外来邮件|内部邮件|"
    r"external(?: e-?mail| sender)?\s?[\])】:*]|"
    r"caution[:!]|warning[:!]|注意[:!].{0,6}外部|本邮件来自(?:公司)?外部|"
    r"this (?:e-?mail|message) (?:came|originated|is) from outside)"
)
_TAG = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|i|o:p|p|span|strong|table|td|tr|u)(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|#160|#xa0);?", re.IGNORECASE)
_QUOTED = re.compile(r"^\s?[>|]")
_RULE = re.compile(r"^[\s>|*]*[-_=—─━*~]{2,}\s*$")
_SIGN_OFF = re.compile(r"^--\s?$")
_OLD_MAIL = re.compile(
    r"^\s*(?:发件人|寄件人|发 件 人|from)\s?:|^\s*[-_=—]{3,}\s?(?:原始邮件|original|转发)|"
    r"(?:写道|wrote)\s?:\s*$"
)
_OUR_NOTICE = re.compile(
    r"^\s*(?:申诉编号|受理编号|来信编号|必要元素|case|necessary data|reference)\s?:"
)
_A_NOTICE = 2
"""Lines as our notices have them that make what follows the first of them a quoted notice."""


@dataclass(frozen=True, slots=True)
class OwnLines:
    """What is left of a letter's own words."""

    first: str = ""
    """The first line with anything on it."""
    rest: str = ""
    """The lines below it."""
    quotes_notice: bool = False
    """A notice of ours stands in it without marks: nobody can say where the own words end."""


def own_lines(own_text: str) -> OwnLines:
    """Return the first line of `own_text` and what stands below it; never raises."""
    lines = [_bare(line) for line in own_text.splitlines()]
    kept = _without_banner(_above_footer(lines))
    quotes = _notice_in(kept)
    kept = [line for line in kept if not _QUOTED.match(line)]
    start = next((i for i, line in enumerate(kept) if _says(line)), None)
    if start is None:
        return OwnLines(quotes_notice=quotes)
    return OwnLines(kept[start].strip(), _joined(kept[start + 1 :]), quotes)


def own_words(message: Message) -> str:
    """Return what a letter's sender wrote, empty where reading found nothing but a quote or card.

    Reading then keeps that as the letter's own text, lest a customer's words are lost.
    """
    if ONLY_QUOTED in message.notes or message.own_text == message.signature:
        return ""
    return message.own_text


def _bare(line: str) -> str:
    """Return a line without tags and entities that a client has left in plain text."""
    if "<" in line:
        line = _TAG.sub("", line)
    return _ENTITY.sub(" ", line) if "&" in line else line


def _above_footer(lines: list[str]) -> list[str]:
    for i, line in enumerate(lines):
        if (
            _SIGN_OFF.match(line)
            or _FOOTER.search(shape(line)[:400])
            or _OLD_MAIL.search(shape(line))
        ):
            above = lines[:i]
            while above and (not above[-1].strip() or _RULE.match(above[-1])):
                above.pop()
            return above
    return lines


def _without_banner(lines: list[str]) -> list[str]:
    for i, line in enumerate(lines):
        if _says(line) and not _BANNER.search(shape(line)):
            return lines[i:]
    return []


def _notice_in(lines: list[str]) -> bool:
    """Say whether a notice's tag, or lines as only our notices have them, stand among the own."""
    shaped = [shape(line) for line in lines]
    ours = sum(_OUR_NOTICE.match(line) is not None for line in shaped)
    return ours >= _A_NOTICE or has_mark("\n".join(lines))


def _says(line: str) -> bool:
    return any(char.isalnum() for char in fold(line).text)


def _joined(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", text).strip()
