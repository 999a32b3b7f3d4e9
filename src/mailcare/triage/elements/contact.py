"""Who the user is: the name that the letter gives, or its From field."""

import re
from collections.abc import Iterator, Sequence

from mailcare.model.letter import Address
from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.names import (
    LONGEST,
    RUN,
    SHORTEST,
    is_full_english,
    is_full_name,
    is_pinyin,
    is_titled,
    name_length,
)
from mailcare.triage.elements.naming import POST, STAFF, Named, ends, is_empty, name_here
from mailcare.triage.elements.page import Page, closes, matches
from mailcare.triage.elements.presented import asked_for, introduced
from mailcare.triage.elements.roles import Role
from mailcare.triage.elements.rules import ElementRules
from mailcare.triage.elements.signing import signed_names
from mailcare.triage.elements.surnames import (
    COMMON,
    COMPOUND,
    NEVER_GIVEN,
    NICKNAMES,
    NO_PERSON,
    WORDY,
)
from mailcare.triage.expressions import Expression, on_page
from mailcare.triage.text import fold, simplify_chars

_SEP = (
    r"(?:\([^)\n]{1,6}\))?[ \t]*(?:[:|=\])>]|,(?=[\u4e00-\u9fa5]{2,4}[;,。])|是|为|叫|\t)?"
    r"[ \t:|\"“「\[(<]*"
)
_THIRD_PARTY = 60
"""The score of labels that may name the account's owner, who need not be the writer."""
_LABELS: tuple[tuple[int, Expression], ...] = (
    (
        100,
        on_page(
            r"(?:联系|联络|连络)(?:人|律师|窗口)(?:姓名)?了?"
            + _SEP
            + r"(?=[^\s])|(?<![a-z])contact (?:person|name)[ \t]*(?:[:|=-]|is)[ \t]*|"
            r"(?<![a-z])contact[ \t]*:[ \t]*"
        ),
    ),
    (
        95,
        on_page(
            r"(?:(?:用户|客户|您的|你的|我的|申诉人|投诉人|报障人|申请人|本人|真实|机主|户主|"
            r"会员)?(?:姓名|本名|真名|全名|(?<!区)(?<!司)(?<!店)(?<!品)(?<!站)(?<!片)名字|大名|"
            r"署名|落款)|申诉人|"
            r"投诉人|报障人|申请人|报修人|称呼|写信人|"
            r"来信人|发信人|留言人|留言者|反映人|反映者|提交人|填写人|来访人|写信者|投诉者)"
            + _SEP
            + r"|(?<![a-z])(?:(?:full|my|your|customer|user) )?name(?: on [a-z ]{3,20})?[ \t]*"
            r"(?:[:|=-]|is)[ \t]*|"
            r"(?<![a-z])(?:customer|client|subscriber|account holder|holder|"
            r"tenant)[ \t]*[:|=][ \t]*"
        ),
    ),
    (
        93,
        on_page(
            r"(?<![\u4e00-\u9fa5])(?!开户|登记|户主|发件|受理|处理|收件|收信|经手|接听|接待|回复|"
            r"回访|被|工作|负责|审核|审批|推荐|"
            r"介绍|担保|法|代理|发送|寄件|对方|经办)"
            r"[\u4e00-\u9fa5]{2}[人者](?:姓名)?[ \t]*[:|][ \t]*"
        ),
    ),
    (
        60,
        on_page(
            r"(?:机主|户主|户名|家长|监护人|店主|房主|用户名称|客户名称|客户名|用户|客户|登记人|"
            r"开户人|消费者|业主|住户|"
            r"屋主|房主|负责人|律师|联系方式|(?<![\u4e00-\u9fa5])承办(?:人|律师)?|"
            r"联系|联络)" + _SEP
        ),
    ),
)
_KIN = re.compile(
    r"(?:[\u4e00-\u9fa5]{1,4}的|我的?)?(?:儿子|女儿|父亲|母亲|爱人|太太|秘书|助理|同事|老公|老婆|"
    r"妻子|丈夫|孙子|孙女|家属|子女|.{2,6}[部处科室]|财务|行政|前台|网管|会计|采购|人事|总务|"
    r"办公室|"
    r"工会|店里|厂里|单位|公司|家里|车间|柜上|门卫)(?:主管|主任|经理|专员|助理|总监|部长|"
    r"科长|处长)?[ \t,:]*(?=[\u4e00-\u9fa5])"
)
_NEAR_PHONE = re.compile(
    r"(?:\([^)\n]{1,12}\))?[ \t,、:/|(\[<\n\-]*(?:的|之)?(?:联系|移动)?(?:请|可|就)?(?:打|拨打|"
    r"致电|"
    r"拨)?(?:我的?)?(?:办公室|家里|单位|公司|家)?(?:的)?(?:手机|电话|号码|座机|固话|固定电话|直线|"
    r"宅电|tel|mobile|"
    r"mob|cell|phone|m|t)*(?:号码?)?[ \t.:]*$"
)
_BEHIND_PHONE = re.compile(rf"[ \t,、/|([<\-]*(?:请?找|转接?|联系人|联系|,)?(?:{POST})?[ \t:]*")


def find_contact(
    page: Page, found: tuple[Candidate, ...], rules: ElementRules, sender: Address | None
) -> tuple[str, int, int] | None:
    """Return the user's name with its place on the page (the end, if it is From's), or None."""
    return choose_contact(page, list(names_on(page, found, sender)), rules, sender)


def choose_contact(
    page: Page, every: Sequence[Named], rules: ElementRules, sender: Address | None
) -> tuple[str, int, int] | None:
    """Return the likeliest of `every` name on the page, else From's, as `find_contact` does."""
    named = (one for one in every if one.value not in rules.staff_names)
    best = max(named, key=lambda one: one.score, default=None)
    if best:
        return _with_given_name(page, best)
    name = sender_name(sender) if sender and rules.sender_name_counts else ""
    return (name, 0, 0) if name and name not in rules.staff_names else None


def _with_first_name(page: Page, named: Named) -> tuple[str, int, int]:
    """Return the full name with which a letter is signed whose writer gave one part of it first."""
    fuller = re.search(
        rf"(?m)^[ \t]*(?P<name>(?:[A-Z][\w.'-]* ){{1,2}}{re.escape(named.value)})(?![\w-])"
        rf"|^[ \t]*(?P<first>{re.escape(named.value)} [A-Z][\w'-]+)[ ,.]*$",
        page.shown[named.end :],
    )
    if fuller is None:
        return named.value, named.start, named.end
    found = "name" if fuller["name"] else "first"
    start, end = (named.end + at for at in fuller.span(found))
    return fuller[found], start, end


def _with_given_name(page: Page, named: Named) -> tuple[str, int, int]:
    """Return the full name where the letter gives it apart from the surname: 我姓黎,黎…."""
    if named.value.isascii() and named.value.isalpha():
        return _with_first_name(page, named)
    surname = page.plain[named.start : named.end]
    if is_titled(surname):
        surname = surname[: SHORTEST if surname[:SHORTEST] in COMPOUND else 1]
    if len(surname) > 1 and surname not in COMPOUND:
        return named.value, named.start, named.end
    others = list(_begin_with(page, surname))
    full = [one for one in others if not is_titled(one.value)]
    bare = named.end - named.start == len(surname)
    chosen = (full or (others if bare else []) or [named])[0]
    return page.shown[chosen.start : chosen.end], chosen.start, chosen.end


def _begin_with(page: Page, surname: str) -> Iterator[Named]:
    """Yield the names that start with `surname`."""
    for match in re.finditer(
        rf"(?:(?<![\u4e00-\u9fa5])|名?叫|全名|联[系络]|请?找|与|和)(?={surname}[\u4e00-\u9fa5])",
        page.plain,
    ):
        start = match.end()
        end = start + name_length(page.plain, start, sure=match[0].endswith(("叫", "名")))
        name = page.plain[start:end]
        known = is_titled(name) or is_full_name(name, sure=True)
        if known and end - start > len(surname) and ends(page, end):
            yield Named(0, name, start, end)


def names_on(page: Page, found: tuple[Candidate, ...], sender: Address | None) -> Iterator[Named]:
    """Yield every name that the page may hold, with how likely it is the user's."""
    yield from _labelled(page)
    yield from introduced(page)
    yield from _beside_phone(page, found)
    yield from asked_for(page)
    yield from _as_in_from(page, sender)
    for score, start, end in signed_names(page):
        yield Named(score, page.shown[start:end], start, end)


_FIELD_ALONE = re.compile(r"[\u4e00-\u9fa5]{3}(?=[ \t,。;|/(]|\n|$)")
"""Three characters that fill a field look like a name if their first is a surname."""


def _labelled(page: Page) -> Iterator[Named]:
    for score, pattern in _LABELS:
        for match in matches(pattern, page.plain):
            if is_empty(page.plain, match.end()):
                continue
            kin = _KIN.match(page.plain, match.end())
            start = kin.end() if kin else match.end()
            sure = score > _THIRD_PARTY or bool(_FIELD_ALONE.match(page.plain, start))
            yield from name_here(page, start, score, sure=sure)


_FROM_NAME = re.compile(r"[\u4e00-\u9fa5]{2,4}|[a-z]{2,}(?: [a-z]{2,}){1,2}")


def _as_in_from(page: Page, sender: Address | None) -> Iterator[Named]:
    """Yield the From name where the letter itself gives it, apart from other words."""
    name = " ".join(_plain(sender.name).lower().split()) if sender else ""
    if not _FROM_NAME.fullmatch(name) or not _may_be_name(name):
        return
    likely = name[0].isascii() or is_full_name(name, sure=True) or is_titled(name)
    for match in re.finditer(re.escape(name), page.plain[page.body_at :]):
        start, end = match.start() + page.body_at, match.end() + page.body_at
        if not likely and not closes(page, end):
            continue
        if _starts(page, start) and ends(page, end):
            whole = [one for one in name_here(page, start, 83, sure=True) if one.end >= end]
            yield from whole or (Named(83, page.shown[start:end], start, end),)


_SHORT = 3
_CREATURES = frozenset("虎鱼猫鼠兔熊鸟虫牛羊狐狼豹鲨虾蟹龟蛙鹰猪狗怪侠客仙神魔鬼妖")
"""Behind the first character they make a nickname."""


def _may_be_name(name: str) -> bool:
    if name[0].isascii():
        return not set(name.split()) & NO_PERSON
    short = len(name) <= _SHORT and not set(name) & NEVER_GIVEN and not set(name[1:]) & _CREATURES
    return short or is_full_name(name, sure=True) or is_titled(name)


def _beside_phone(page: Page, found: tuple[Candidate, ...]) -> Iterator[Named]:
    for one in found:
        if not one.callable or one.role in (Role.NOT, Role.OTHER):
            continue
        yield from _behind(page, one.token.end)
        yield from _before(page, one.token.start)


_WHOLE_REST = re.compile(r"[\u4e00-\u9fa5]{2,3}[ 。]*(?:\n|$)")
_STOPS = ("。", "!", "?", "~", "\n")
_NUMBER = 8
"""Of a number's characters at least; what follows its first ones is looked at."""
_BLANK = ("", " ", "\t", "\n")


def _behind(page: Page, end: int) -> Iterator[Named]:
    gap = _BEHIND_PHONE.match(page.plain, end)
    start = gap.end() if gap else end
    alone = (
        start - end <= 1
        and page.plain[start : start + 1] in COMMON
        and _WHOLE_REST.match(page.plain, start)
    )
    for named in name_here(page, start, 82, sure=bool(alone)):
        if ends(page, named.end):
            yield named


def _before(page: Page, start: int) -> Iterator[Named]:
    left = max(0, start - 40)
    gap = _NEAR_PHONE.search(page.plain, left, start)
    end = gap.start() if gap else start
    for begin in range(max(left, end - 24), end):
        if not _may_be_named(page, begin, end) or (begin and not _starts(page, begin)):
            continue
        apart = page.plain[begin - 1 : begin] in _BLANK and page.plain[end : end + 1] in _BLANK
        sure = apart or _is_signed(page, begin, end, start)
        for named in name_here(page, begin, 84, sure=sure and end - begin <= LONGEST):
            if _is_lone_word(page, named, start):
                continue
            if named.end == end and not STAFF.search(page.plain[max(0, begin - 14) : begin]):
                yield named


def _may_be_named(page: Page, begin: int, end: int) -> bool:
    """Say whether a name may go from `begin` to `end` at all, by its first character and length."""
    if "\u4e00" <= page.plain[begin] <= "\u9fa5":
        return end - begin <= RUN or not _PARTED.isdisjoint(page.plain[begin:end])
    return page.shown[begin].isupper() or "\u0100" <= page.shown[begin] <= "\u017f"


_PARTED = frozenset("·•・‧.")
"""What may stand inside the long names of minorities."""


def _is_signed(page: Page, begin: int, end: int, number: int) -> bool:
    """Say whether three characters between the last sentence and the number look like a name."""
    parted = page.plain[begin - 1 : begin] in _STOPS and closes(page, number + _NUMBER)
    return parted and end - begin == SHORTEST + 1 and page.plain[begin] in COMMON


def _is_lone_word(page: Page, named: Named, start: int) -> bool:
    """Say whether an English word before a number in the text is hardly a name."""
    english = named.value[0].isascii() and " " not in named.value
    return english and (
        not closes(page, start + 8)
        or bool(_PREPOSITION.search(page.plain, max(0, named.start - 8), named.start))
    )


_PREPOSITION = re.compile(r"(?<![a-z])(?:in|from|at|on|to|of|via|near|the|your|our) $")


_APART = re.compile(rf"(?:[\s,。.;:!?、/|()\[\]<>\-\"~]|联系人|联系|叫|找|本人|姓名|^|{POST})$")


def _starts(page: Page, begin: int) -> bool:
    """Say whether something parts what starts at `begin` from the words before."""
    return bool(_APART.search(page.plain[max(0, begin - 4) : begin]))


def sender_name(sender: Address) -> str:
    """Return the From name if it is plainly a real name, else an empty string."""
    page_name = " ".join(sender.name.split()).strip("'\"“”")
    plain = _plain(page_name)
    if plain[:1] in WORDY and len(plain) == len(page_name) == SHORTEST:
        return ""
    if is_titled(plain) or plain in NICKNAMES or plain[1:] == plain[:1] or _is_pet_name(plain):
        return ""
    if is_full_name(plain.replace(" ", ""), sure=False):
        return page_name.replace(" ", "")
    return page_name if is_full_english(page_name) or is_pinyin(page_name) else ""


_PET = "哥姐妹弟儿仔酱君喵控"
"""With which nicknames end."""
_GIVEN_NAMES_TOO = "君"
"""With which given names end as often."""


def _is_pet_name(plain: str) -> bool:
    is_given = plain[-1:] in _GIVEN_NAMES_TOO and len(plain) > SHORTEST
    return plain[-1:] in _PET and not (is_given and is_full_name(plain, sure=True))


def _plain(name: str) -> str:
    return simplify_chars(fold(name).text)
