"""What the words beside a number say about it."""

import re
from typing import NamedTuple

from mailcare.triage.elements.numbers import Shape, Token
from mailcare.triage.elements.page import Page, closes
from mailcare.triage.elements.roles import ROLES, Role
from mailcare.triage.expressions import on_page

_LABELS = re.compile("|".join(f"(?P<r{role.value}>{words})" for role, words in ROLES.items()))
_ACCOUNTS = ("卡", "账号", "帐号")
_THIS = re.compile(
    r"\s?(?:这|那|此|该)(?:张|个|部|只)?(?:点|充值|电话|手机)?(?P<noun>卡|号码?|手机|固话|座机|"
    r"账号|帐号)"
)
_REACHED = re.compile(
    r"[)\s,]{0,2}(?:这个|这里|这儿)?(?:也)?(?:能|可|可以|随时|都能|就能|总能)(?:够)?(?:联系|找|打|"
    r"联络)(?:得)?到?我|[ ]?(?:可以)?转(?:告我?|给?我)|"
    r"[ ]?[(\[](?:首选|优先|以此[^)\n]{0,4}为准)|"
    r" ?为准|[)\s,]{0,2}(?:is|will be)? ?(?:always )?where you can reach me"
)
_NEW = re.compile(r"\s?(?:这个|这张|的)?新(?:的)?(?:手机)?号")
_AFTER = re.compile(
    r"\s?[(\[](?P<inside>[^)\]\n]{1,16})[)\]]|\s?,?(?:这|就|也|才)?(?:是|为)(?:我|"
    r"本人)?(?:的)?(?P<said>[^,。;\n]{1,10})"
)
_CALLED = re.compile(
    r"\)?(?:的|这个|那个)?(?:号码?|电话|短信)?(?:一直|总是|老|天天|不停)*(?:给我)?(?:打来|发来|"
    r"发(?:短信|广告|信息|垃圾|贷款)|"
    r"来电(?!显|提)|打给我|打过来|给我打|发过来|打我|发的|骚扰|推销|called me|keeps? calling)"
)
_NO_ANSWER = re.compile(
    r"\)?,?(?:但|也|却|一直|都|总是|老是|根本|始终|好几次|[0-9一二三两几多]+(?:次|遍|回|个小时|"
    r"分钟))*(?:没人接|无人接听?|没有人接|占线|"
    r"(?P<asked>去?(?:咨询|查询|报修|询问|问|反映|投诉|催))|被告知|打过去|拨过去|打了(?:几|好|三|"
    r"两|半|无数)|(?:他们|对方|客服|你们|"
    r"那边)(?:说|讲|回答|"
    r"答复)|"
    r" (?:but )?(?:nobody|no one|they said|is always busy|keeps? ringing|no answer))"
)
_UNIT = re.compile(
    r"[ ]?(?:元|块|万|次|兆|mb?|gb?|kb|k|分钟|秒)(?![a-z])|(?:个|条|人|户|份|张|号楼|室|弄)"
)
_JOINED = re.compile(r"\s*(?:[、/或和及&;]|or|and|,)\s*$")
_BREAK = re.compile(r"[。!?;\n]")
_LABEL_ALONE = 12
"""A line no longer than this, above a number that starts its own, may be its label."""
_COMMA = re.compile(r"[,,]")


class Said(NamedTuple):
    """What the surroundings say of a number."""

    role: Role
    words: str
    """The label itself, or empty."""


def said_of(page: Page, token: Token, before: Token | None) -> Said:
    """Return what the words around `token` say it is; `before` is the token to its left, if any."""
    window = _window(page.plain, token.start, before.end if before else 0)
    is_bank = token.shape in _LONG and _BANK_BEHIND.match(page.plain, token.end)
    if is_bank or _UNIT.match(page.plain, token.end) or _MISDIRECTED.search(window):
        return Said(Role.NOT, page.plain[token.end : token.end + 2])
    if _FOR.search(window) and _TOPPED_UP.match(page.plain, token.end):
        return Said(Role.DEVICE, "充")
    if _CALLED.match(page.plain, token.end) or _was_tried(page, token, window):
        return Said(Role.OTHER, page.plain[token.end : token.end + 4])
    said = _corrected(page, token, window, _nearest(window, token.shape))
    if _NOT_MINE.match(page.plain, token.end):
        return Said(Role.OTHER, page.plain[token.end : token.end + 6])
    after = _said_after(page.plain, token.end)
    if after and (said.role in (Role.BARE, Role.LINE, Role.OWN) or _is_own(said, window, after)):
        return after
    return said


_MISDIRECTED = re.compile(
    r"误收|误发|误送|非(?:指定|预期)[^,。]{0,4}收件人|"
    r"(?:received|sent)[^.]{0,24} (?:in error|by mistake)|"
    r"not the intended"
)
"""The small print of companies: whom to tell that a mail went astray."""
_BANK_BEHIND = re.compile(r"\s?[(\[][^)\]\n]{0,16}(?:银行|支行|分行|[工农建中交招]行|浦发)")
_LONG = frozenset({Shape.CARD, Shape.RUN})
_DIALLED = re.compile(r"打|拨|致电|去电|热线")


def _was_tried(page: Page, token: Token, window: str) -> bool:
    """Say whether the writer rang that number: nobody answered, or they asked there."""
    tried = _NO_ANSWER.match(page.plain, token.end)
    if tried is None:
        return False
    return not tried["asked"] or bool(_DIALLED.search(window))


_FOR = re.compile(r"(?:给|为|帮|替)[^,。]{0,6}$")
_TOPPED_UP = re.compile(r"[ ]?(?:这个号码?)?(?:充|交|缴|存|续)(?:了|值|话费|费|款|\d)")
"""给 1… 充值: the line that was paid for."""
_FAX = frozenset({"传真", "fax"})
_FAX_FAILS = re.compile(
    r"[^。!?\n\d|]{0,16}?(?:收不|发不|坏|没有?声|不通|断|不能|无法)|[ ,]*(?: (?:is|does|cannot))"
)
_SAME_AS_WECHAT = re.compile(
    r"(?:手机|电话|tel|mobile)[ ]?\(?(?:同|兼|即|和|与|及|/|就是)?(?:微信|wechat)"
    r"(?:同号?|号)?\)?[: ]*$"
)
_MOBILE_LIKE = re.compile(
    r"qq|扣扣|企鹅|微信|v信|(?:vx|wx|wechat|weixin|whatsapp|skype|line|msn)|传真|fax|^f|热线|"
    r"hotline|电话|客服|"
    r"支付宝|http|=$|[单批]号|流水|工单|订单|快递|运单|ticket|order|tracking"
)
"""What may be as long as a mobile number: behind any other label such a number is a telephone."""
_SIGNED_BY_TITLE = re.compile(
    r"(?:[\n。!?~]|联[系络]人?[: ]?|找|业主|用户|住户|户主)[ \t]*[\u4e00-\u9fa5]{1,2}(?:师傅|经理|"
    r"工|老板|"
    r"店长|主管)[ \t:,(]*$"
)
_NOT_MINE = re.compile(
    r"[)\s,]{0,3}(?:这|那)?(?:个|号|根本|也|并)?不是我|[)\s,]{0,3}是(?:他|她|"
    r"师傅)们?(?:自己)?(?:留|给|的)|"
    r"[)\s,]{0,3}是?(?:我)?(?:的)?(?:老号|旧号|以前的号|原来的号)(?![^。]{0,8}(?:被|扣|停))|"
    r"[)\s,]{0,3}(?:but )?please (?:do not|don't) (?:call|ring|bother|use|contact)|"
    r"[)\s,]{0,3}(?:is |which is )?not mine"
)


_DIALLED_HERE = re.compile(
    r"(?:推销|骚扰|广告|外呼|营销|诈骗|响|叫|电话)[^,。;!?]{0,10}(?:打|拨|呼|响)(?:到|进|给|来)(?:了)?"
    r"(?:我的?)?(?:这个|这只|这支|这部)?(?:手机|号码?|座机)?[: ]*$"
)
"""Strangers call this number: it is the writer's."""
_OFFICE_SIGNS = re.compile(
    r"[\n。!?][ \t]*[^\n,。;:]{0,16}(?:物业|居委|业委会|派出所)[^\n,。;:]{0,8}[ \t:]*$"
)


def _corrected(page: Page, token: Token, window: str, said: Said) -> Said:
    """Return what the label means for a number of this shape and in this place."""
    if said.role is Role.NOT:
        return _after_all(page, token, window, said)
    if said.words == "手机" and token.shape in _SHORTER and "qq" in window:
        return Said(Role.NOT, said.words)
    if said.role is Role.OTHER and _REACHED.match(page.plain, token.end):
        return Said(Role.CONTACT, said.words)
    own = _own_after_all(page, token, window, said) if said.role is Role.OTHER else None
    if own:
        return own
    if _SIGNED_BY_TITLE.search(page.plain[max(0, token.start - 20) : token.start]):
        return Said(Role.LINE, said.words)
    return said


_THIRD = re.compile(r"[他她伊]|his|her|their")
_OURS = on_page(
    r"妈|母亲|爸|父亲|爷爷|奶奶|外公|外婆|老人|阿婆|老太|爱人|老公|老婆|太太|先生|儿子|女儿|孩子|"
    r"代|替|老伴|(?<![a-z])my (?:wife|husband|mother|father|mum|mom|dad|parents|son|daughter|"
    r"grand\w+)|丈夫|妻子|岳|婆婆|公公"
)
_STRANGER = re.compile(
    r"(?<![a-z])(?:technician|agent|landlord|mr|engineer|operator)(?![a-z])|师傅|经理|客服|营业员|"
    r"工程师|业务员|骗子|对方|小姐"
)
_WE_ARE = on_page(
    r"(?<!不是)(?:我|我们|本人)是[^,。\n]{0,8}?(?P<place>居委|物业|派出所|中介|"
    r"房东|租客|房客|邻居|同事|朋友|主管|店长|销售|工程师)"
)


def _is_of_ours(page: Page, token: Token, said: Said) -> bool:
    """Say whether 她的电话 is a relative's for whom the writer speaks, or the office is theirs."""
    office = _WE_ARE.search(page.plain, 0, token.start)
    if office and said.words.startswith(office["place"]):
        return True
    near = page.plain[max(0, token.start - 40) : token.start]
    speaks_for = _THIRD.match(said.words) and _OURS.search(page.plain, 0, token.start)
    return bool(speaks_for) and not _STRANGER.search(near)


def _own_after_all(page: Page, token: Token, window: str, said: Said) -> Said | None:
    """Return what a number is that others' names stand beside, but that is the writer's."""
    if _is_of_ours(page, token, said) or _DIALLED_HERE.search(window):
        return Said(Role.OWN, said.words)
    return Said(Role.LINE, "") if _is_office_of_writer(page, token) else None


def _is_office_of_writer(page: Page, token: Token) -> bool:
    """Say whether an office signs the letter with its number: 物业经理室 021-…."""
    near = page.plain[max(0, token.start - 40) : token.start]
    return bool(_OFFICE_SIGNS.search(near)) and closes(page, token.end)


def _after_all(page: Page, token: Token, window: str, said: Said) -> Said:
    """Return the role of a number that may be the user's although its label speaks against it."""
    if _SAME_AS_WECHAT.search(window):
        return Said(Role.LINE, said.words)
    if said.words in _FAX and _FAX_FAILS.match(page.plain, token.end):
        return Said(Role.DEVICE, said.words)
    if token.shape is Shape.MOBILE and not _MOBILE_LIKE.search(said.words):
        return Said(Role.BARE, "")
    if token.shape is Shape.CARD and _ON_CARD.match(said.words) and page.count(_PREPAID):
        return Said(Role.DEVICE, said.words)
    return said


_ON_CARD = re.compile(r"序列号|编号|编码")
_PREPAID = re.compile(r"点卡|充值卡|刮开|卡密|上网卡|电话卡")


_SHORTER = frozenset({Shape.LOCAL, Shape.RUN})


def _is_own(said: Said, window: str, after: Said) -> bool:
    """Say whether 这个号 makes it the writer's own after all, whoever got it for them."""
    if said.role is not Role.OTHER or not _THIS_WORD.match(after.words):
        return False
    return bool(_FOR_US.search(window))


_THIS_WORD = re.compile(r"\s?[这该此]")
_FOR_US = re.compile(r"我|本人|公司|单位|家里")


_SALUTATION = re.compile(
    r"(?:客服|同志|领导|先生|小姐|女士|师傅|经理|网管|中心|公司|您好|你好|team|sir|madam)[:,! ]*$"
)


def _window(plain: str, start: int, floor: int) -> str:
    """Return the words between the last full stop (or the token before) and `start`."""
    left = max(floor, start - 40)
    for stop in _BREAK.finditer(plain, left, start):
        left = stop.end()
    window = plain[left:start]
    if not window.strip(" \t:([|-=*·>") and left and plain[left - 1] == "\n":
        above = plain.rfind("\n", 0, left - 1) + 1
        line = "" if floor > above else plain[above : left - 1].strip()
        return line if len(line) <= _LABEL_ALONE and not _SALUTATION.search(line) else ""
    return window


def _nearest(window: str, shape: Shape) -> Said:
    """Return what the label nearest to the number says; a wish to be called outweighs a noun.

    A label in an earlier clause speaks only where nothing but the comma stands between.
    """
    *_, above, clause = ["", *_COMMA.split(window)]
    found = _within_reach(clause, shape)
    is_mine = _MINE_BETWEEN.search(clause)
    if (
        not is_mine
        and _NAMED_STRANGER.search(above)
        and all(said.role in _PLAIN_LINE for said in found)
    ):
        return Said(Role.OTHER, above)
    if _ASKED_FOR.search(above) and all(said.role in _PLAIN_LINE for said in found):
        return Said(Role.CONTACT, above)
    if not found and not clause.strip(_THIN):
        found = [
            said for said in _within_reach(above, shape) if above.rstrip(_THIN).endswith(said.words)
        ]
    return _weigh(found) if found else Said(Role.BARE, "")


_PLEASE = re.compile(r"联[系络]人|请|麻烦|可以|打我|打给我|联系我")
_PLAIN_LINE = frozenset({Role.BARE, Role.LINE})
_NAMED_STRANGER = re.compile(
    r"(?:自称|对方|接电话|话务员?|工程师|师傅|客服|业务员|营业员|"
    r"经理)[^,]{0,8}(?:姓[\u4e00-\u9fa5]|(?<=自称)[小老]?[\u4e00-\u9fa5]{1,3}|叫"
    r"[\u4e00-\u9fa5]{2,3}|工号 ?\d+)[^,]{0,3}$"
)
"""The clause before names a person who is not the writer: the number is theirs."""
_ASKED_FOR = re.compile(
    r"(?:联系人?|联络人?|联系我|请找|找)[: ]*(?![过了不没])(?:[\u4e00-\u9fa5·]{1,6}|[a-z. ]{2,20})$"
)


_MINE_BETWEEN = re.compile(
    r"(?<![a-z])my (?:own )?(?:number|phone|mobile|line)|"
    r"(?<![给留让叫告要对跟和])(?:我(?:家|的|们|自己|手机|电话|座机|号|门号|单位|公司|上海)|本人|"
    r"本机|本号)"
    r"[^的用是]{0,8}$|(?<![给留让叫告要对跟和打找])"
    r"(?:我|本人)(?:的?这[个只支部]?(?:手机|电话|座机)?(?:号码?)?)?[ :]*$"
)
"""The number behind is the writer's, whoever is named before."""


_ADDRESSED = re.compile(
    r"[ ]*(?:@|尊敬的?|亲爱的?|各位)[ ]*(?:电信|贵司)?(?:的)?(?:客服|师傅|主管|专员)"
)


def _is_addressed(clause: str, end: int) -> bool:
    """Say whether whoever is named at the head of the clause is only spoken to: @客服 1…."""
    return bool(_ADDRESSED.fullmatch(clause, 0, end))


def _within_reach(clause: str, shape: Shape) -> list[Said]:
    found = []
    for match in _LABELS.finditer(clause):
        role = _role(match)
        gap = clause[match.end() :].strip(_THIN)
        if role is Role.OTHER and (_MINE_BETWEEN.search(gap) or _is_addressed(clause, match.end())):
            continue
        if len(gap) <= (_REACH_OF_HOST if shape in _HOSTS else _REACH).get(role, 14):
            found.append(Said(role, match[0]))
    return found


_THIN = ' \t:([|-=*·>#是为叫"'
_HOSTS = frozenset({Shape.ADDRESS, Shape.DOMAIN, Shape.IP})
_REACH = {Role.NOT: 6, Role.OTHER: 22}
"""How many characters may stand between a label and its number."""
_REACH_OF_HOST = {Role.NOT: 1, Role.OTHER: 6, Role.CONTACT: 3}


def _role(match: re.Match[str]) -> Role:
    return Role(int((match.lastgroup or "r0")[1:]))


def _weigh(found: list[Said]) -> Said:
    last = found[-1]
    if (
        found[0].role is Role.CONTACT
        and _PLEASE.match(found[0].words)
        and last.role is not Role.NOT
    ):
        return found[0]
    for role in (Role.OTHER, Role.CONTACT):
        if last.role in (Role.LINE, Role.OWN):
            for said in found:
                if said.role is role:
                    return said
    return last


def _said_after(plain: str, end: int) -> Said | None:
    this = _THIS.match(plain, end)
    if this:
        return Said(Role.DEVICE if this["noun"] in _ACCOUNTS else Role.OWN, this[0])
    if _NEW.match(plain, end) or _REACHED.match(plain, end):
        return Said(Role.CONTACT, "新号")
    match = _AFTER.match(plain, end)
    if not match:
        return None
    label = _LABELS.search(match["inside"] or match["said"])
    if label and label[0] in _FAX and _FAX_FAILS.match(plain, match.end()):
        return Said(Role.DEVICE, label[0])
    return Said(_role(label), label[0]) if label else None
