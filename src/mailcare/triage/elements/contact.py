"""Who the user is: the name that the letter gives, or its From field."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mailcare.model.letter import Address
from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.labels import Role
from mailcare.triage.elements.names import (
    LONGEST,
    english_name,
    is_familiar,
    is_full_english,
    is_full_name,
    is_titled,
    name_length,
)
from mailcare.triage.elements.page import Page
from mailcare.triage.elements.rules import ElementRules
from mailcare.triage.elements.signing import signed_names
from mailcare.triage.elements.surnames import NEVER_GIVEN, NICKNAMES
from mailcare.triage.text import fold, simplify_chars


class Named(NamedTuple):
    """A name on a page, and how sure it is that it is the user's."""

    score: int
    value: str
    start: int
    end: int


_SEP = r"[ \t]*(?:[:|=\])>]|是|为|叫|\t)?[ \t:|\"“「\[(<]*"
_THIRD_PARTY = 60
"""The score of labels that may name the account's owner, who need not be the writer."""
_LABELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        100,
        re.compile(
            r"(?:联系|联络|连络)(?:人|律师)(?:姓名)?"
            + _SEP
            + r"(?=[^\s])|(?<![a-z])contact (?:person|name)[ \t]*(?:[:|=-]|is)[ \t]*|"
            r"(?<![a-z])contact[ \t]*:[ \t]*"
        ),
    ),
    (
        95,
        re.compile(
            r"(?:(?:用户|客户|您的|你的|我的|申诉人|投诉人|报障人|申请人|本人|真实|机主|户主|"
            r"会员)?(?:姓名|名字|大名|署名|落款)|申诉人|投诉人|报障人|申请人|报修人|称呼|写信人|"
            r"来信人|发信人)"
            + _SEP
            + r"|(?<![a-z])(?:(?:full|my|your|customer|user) )?name[ \t]*(?:[:|=-]|is)[ \t]*"
        ),
    ),
    (
        60,
        re.compile(
            r"(?:机主|户主|户名|用户名称|客户名称|客户名|用户|客户|登记人|开户人|律师|联系方式|"
            r"联系|联络)" + _SEP
        ),
    ),
)
_KIN = re.compile(
    r"(?:[\u4e00-\u9fa5]{1,4}的|我的?)?(?:儿子|女儿|父亲|母亲|爱人|太太|秘书|助理|同事|老公|老婆|"
    r"妻子|丈夫|孙子|孙女|家属|子女|.{2,6}部|财务|行政|前台|网管|会计|采购|人事|总务|办公室|"
    r"工会)[ \t,:]*(?=[\u4e00-\u9fa5])"
)
_SELF = re.compile(
    r"(?:[我俺偶]叫|名字叫|我的名字(?:叫|是)|我名叫|叫我|称呼我|本人叫|我姓|本人姓|免贵姓|敝姓|"
    r"小姓|"
    r"(?:(?<=[\s,。;!?、])|^)姓(?![名氏])|(?:[我俺偶](?:是|系)(?:(?:她|他|其|机主|户主|"
    r"用户)?的?(?:女儿|儿子|太太|先生|爱人|老公|老婆|妻子|丈夫|孙子|孙女|家属))?|"
    r"我(?=\([\u4e00-\u9fa5]{2,4}\))|本人(?:是|系|乃)?)(?:(?:你们|贵.{1,4}|"
    r"上海|电信)的?)?(?:老)?"
    r"(?:用户|客户|业主|住户|机主|户主|居民)?(?:叫|是)?|鄙人|我(?=\([\u4e00-\u9fa5]{2,4}\)))\(?"
)
_LABELLED = 90
_FIELD = re.compile(r"[\u4e00-\u9fa5]{4,6}(?=[ \t\n,。;]|$)")
"""A whole field behind a label: names without a known surname, such as Tibetan ones."""
_SELF_EN = re.compile(r"\b(?:[Mm]y name(?: is|'s|’s)|I am|I'm|[Tt]his is|I, )[ ,]*(?=[A-Z])")
_OF_PLACE = re.compile(r" (?:from|of|at) |,? (?:here|again)")
_ASK_FOR = re.compile(
    r"(?:请?(?:直接)?(?:与|和|同|跟|找|联系|洽|电洽|请找|请洽|致电)(?:我的?)?(?:女儿|儿子|太太|"
    r"先生|爱人|老公|老婆|同事|助理|秘书|父亲|母亲|妈妈|爸爸)?(?:[+(\d][\d \-()+]{6,20})?|(?:来信|"
    r"反映)(?:人|的)?(?:是|:)|客户|用户|业主) ?"
)
_ASK_FOR_EN = re.compile(
    r"\b(?:[Aa]sk for|[Cc]ontact|[Aa]ttn:?|[Cc]all|[Ss]peak (?:to|with)) (?=(?:Mr|Mrs|Ms|Miss|"
    r"Dr)\b|[A-Z][a-z]+ [A-Z])"
)
_NEAR_PHONE = re.compile(
    r"(?:\([^)\n]{1,12}\))?[ \t,、:/|(\[<\n]*(?:的|之)?(?:联系|移动)?(?:请|可|就)?(?:打|拨打|致电|"
    r"拨)?(?:我的?)?(?:办公室|家里|单位|公司|家)?(?:的)?(?:手机|电话|号码|座机|固话|tel|mobile|"
    r"mob|cell|phone|m|t)*(?:号码?)?[ \t.:]*$"
)
_BEHIND_PHONE = re.compile(r"[ \t,、/|([<\-]*(?:请?找|联系人|联系|,)?[ \t:]*")
_STAFF = re.compile(
    r"(?:客户经理|业务员|客服|工程师|装机|安装|维修|话务员|营业员|专员|经办|店长|厅长|你们|贵司|"
    r"贵公司|贵处|师傅|工号|受理人|处理人|接待|答复|同事|自称|一位|一个|那个|"
    r"your (?:staff|colleague|engineer)|technician|engineer|agent|manager)[^,。;\n]{0,6}$"
)
_NAME_END = re.compile(
    r"[\s,。.;:!?、/|()\[\]<>\-\d\"“”」~+&]|$|先生|女士|小姐|电话|手机|联系|号码|家住|住|同志|tel|"
    r"mobile|的(?:电话|手机|号码|家长)|白天|晚上|身份证|邮箱|宽带|固话|卡号|账号|帐号|是|敬|上$|"
    r"谨|年|今年|男|女"
)
_EMPTY = re.compile(r"(?:无|没有|同上|本人|略|暂无|不便|不方便|保密|匿名|none|n/?a|same|空)")
_TAIL_ENGLISH = re.compile(r" ?[A-Z][A-Za-z'’\-]+")


def find_contact(
    page: Page, found: tuple[Candidate, ...], rules: ElementRules, sender: Address | None
) -> tuple[str, int, int] | None:
    """Return the user's name with its place on the page (the end, if it is From's), or None."""
    best = max(names_on(page, found), key=lambda named: named.score, default=None)
    if best and best.value not in rules.staff_names:
        return best.value, best.start, best.end
    name = sender_name(sender) if sender and rules.sender_name_counts else ""
    return (name, 0, 0) if name and name not in rules.staff_names else None


def names_on(page: Page, found: tuple[Candidate, ...]) -> Iterator[Named]:
    """Yield every name that the page may hold, with how likely it is the user's."""
    yield from _labelled(page)
    yield from _introduced(page)
    yield from _beside_phone(page, found)
    yield from _asked_for(page)
    for score, start, end in signed_names(page):
        yield Named(score, page.shown[start:end], start, end)


def _labelled(page: Page) -> Iterator[Named]:
    for score, pattern in _LABELS:
        for match in pattern.finditer(page.plain):
            if _EMPTY.match(page.plain, match.end()):
                continue
            kin = _KIN.match(page.plain, match.end())
            yield from _name_here(
                page, kin.end() if kin else match.end(), score, sure=score > _THIRD_PARTY
            )


def _name_here(page: Page, start: int, score: int, *, sure: bool) -> Iterator[Named]:
    """Yield the name that starts at `start`: Chinese, English, or both (Yolanda 秦岚)."""
    english = english_name(page.shown, start)
    if english:
        end = start + len(english)
        follow = end + 1 if page.shown[end : end + 1] == " " else end
        length = name_length(page.plain, follow, sure=True)
        whole = _ends(page, follow + length) and length
        end = follow + length if whole else end
        yield Named(score, page.shown[start:end], start, end)
        return
    length = name_length(page.plain, start, sure=sure)
    if score > _LABELLED and not _ends(page, start + length):
        field = _FIELD.match(page.plain, start)
        length = len(field[0]) if field and not set(field[0]) & NEVER_GIVEN else length
    if not length and is_familiar(page.plain[start : start + 2]):
        length = 2
    if length and (sure or _ends(page, start + length)):
        yield Named(score, page.shown[start : start + length], start, start + length)


def _ends(page: Page, at: int) -> bool:
    return bool(_NAME_END.match(page.plain, at))


def _introduced(page: Page) -> Iterator[Named]:
    for match in _SELF.finditer(page.plain):
        if match[0].endswith("姓"):
            yield from _surname_only(page, match.end())
            continue
        english = english_name(page.shown, match.end()) if match[0].endswith(("叫", "叫我")) else ""
        if english:
            yield Named(88, english, match.end(), match.end() + len(english))
            continue
        length = name_length(page.plain, match.end(), sure=match[0].endswith("叫"))
        end = match.end() + length
        done = _ends(page, end) or match[0].endswith(("叫", "叫我", "称呼我"))
        if length and done and not _STAFF.search(page.plain[: match.end()][-12:]):
            yield Named(90, page.shown[match.end() : end], match.end(), end)
    for match in _SELF_EN.finditer(page.shown):
        name = english_name(page.shown, match.end())
        if name and (
            len(name.split()) > 1
            or match[0].startswith(("My", "my"))
            or _OF_PLACE.match(page.shown, match.end() + len(name))
        ):
            yield Named(88, name, match.end(), match.end() + len(name))


def _surname_only(page: Page, start: int) -> Iterator[Named]:
    """Yield the name after 我姓: the surname alone, or whatever name follows."""
    length = name_length(page.plain, start, sure=False)
    if length and _ends(page, start + length):
        yield Named(80, page.shown[start : start + length], start, start + length)
    elif is_full_name(page.plain[start : start + 1] + "明", sure=True) and _ends(page, start + 1):
        yield Named(70, page.shown[start : start + 1], start, start + 1)


def _beside_phone(page: Page, found: tuple[Candidate, ...]) -> Iterator[Named]:
    for one in found:
        if not one.callable or one.role in (Role.NOT, Role.OTHER):
            continue
        yield from _behind(page, one.token.end)
        yield from _before(page, one.token.start)


_BLANK = ("", " ", "\t", "\n")


def _behind(page: Page, end: int) -> Iterator[Named]:
    gap = _BEHIND_PHONE.match(page.plain, end)
    start = gap.end() if gap else end
    for named in _name_here(page, start, 82, sure=False):
        if _ends(page, named.end):
            yield named


def _before(page: Page, start: int) -> Iterator[Named]:
    left = max(0, start - 40)
    gap = _NEAR_PHONE.search(page.plain, left, start)
    end = gap.start() if gap else start
    for begin in range(max(left, end - 24), end):
        if begin and not _starts(page, begin):
            continue
        apart = page.plain[begin - 1 : begin] in _BLANK and page.plain[end : end + 1] in _BLANK
        for named in _name_here(page, begin, 84, sure=apart and end - begin <= LONGEST):
            if named.end == end and not _STAFF.search(page.plain[max(0, begin - 14) : begin]):
                yield named


_APART = re.compile(
    r"(?:[\s,。.;:!?、/|()\[\]<>\-\"~]|用户|客户|联系人|联系|叫|找|律师|本人|姓名|^)$"
)


def _starts(page: Page, begin: int) -> bool:
    """Say whether something parts what starts at `begin` from the words before."""
    return bool(_APART.search(page.plain[max(0, begin - 3) : begin]))


_AT_HOME_OF = re.compile(
    r"(?<![\u4e00-\u9fa5])(?=[\u4e00-\u9fa5]{2,4}家(?:里)?[\s,。;!?]|[\u4e00-\u9fa5]{2,4}家$)"
)


def _asked_for(page: Page) -> Iterator[Named]:
    for match in _AT_HOME_OF.finditer(page.plain):
        length = name_length(page.plain, match.end(), sure=False)
        if length and page.plain[match.end() + length] == "家":
            yield Named(
                65,
                page.shown[match.end() : match.end() + length],
                match.end(),
                match.end() + length,
            )
    for match in _ASK_FOR.finditer(page.plain):
        length = name_length(page.plain, match.end(), sure=False)
        end = match.end() + length
        if (
            length
            and _ends(page, end)
            and not _STAFF.search(page.plain[max(0, match.start() - 8) : match.end()])
        ):
            yield Named(78, page.shown[match.end() : end], match.end(), end)
    for match in _ASK_FOR_EN.finditer(page.shown):
        name = english_name(page.shown, match.end())
        if name:
            yield Named(76, name, match.end(), match.end() + len(name))


def sender_name(sender: Address) -> str:
    """Return the From name if it is plainly a real name, else an empty string."""
    page_name = " ".join(sender.name.split()).strip("'\"“”")
    plain = _plain(page_name)
    if is_titled(plain) or plain in NICKNAMES or plain[1:] == plain[:1]:
        return ""
    if is_full_name(plain.replace(" ", ""), sure=False):
        return page_name.replace(" ", "")
    return page_name if is_full_english(page_name) else ""


def _plain(name: str) -> str:
    return simplify_chars(fold(name).text)
