"""The number or account of the service that a letter is about."""

import re

from mailcare.model.letter import Address
from mailcare.triage.elements.accounts import (
    from_sender,
    named_account,
    named_place,
    same_as_contact,
    stolen_account,
)
from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.numbers import Shape
from mailcare.triage.elements.page import Page, clause_bounds, closes
from mailcare.triage.elements.roles import Role
from mailcare.triage.elements.service import Service, is_about
from mailcare.triage.expressions import on_page

_NEVER = frozenset({Role.NOT, Role.OTHER})
_BY_LABEL = {Role.DEVICE: 6.0, Role.OWN: 3.0, Role.LINE: 1.0, Role.BARE: 0.5, Role.CONTACT: -4.0}
_FITTING: dict[Service, frozenset[Shape]] = {
    Service.FIXED: frozenset({Shape.FIXED, Shape.LOCAL}),
    Service.MOBILE: frozenset({Shape.MOBILE, Shape.FIXED, Shape.LOCAL}),
    Service.BROADBAND: frozenset({Shape.ACCOUNT, Shape.FIXED, Shape.LOCAL}),
    Service.MAIL: frozenset({Shape.ADDRESS, Shape.DOMAIN}),
    Service.HOSTING: frozenset({Shape.DOMAIN, Shape.IP, Shape.ACCOUNT}),
    Service.CARD: frozenset({Shape.CARD}),
    Service.VNET: frozenset({Shape.ACCOUNT, Shape.FIXED, Shape.LOCAL, Shape.MOBILE}),
}
_ENOUGH = 2.0
_FREE_MAIL = re.compile(
    r"(?:@|^|\.)(?:163|126|139|qq|sina|sohu|gmail|hotmail|outlook|yahoo|foxmail|21cn|tom|aliyun|"
    r"icloud|live|msn|189)\."
)
_SERVER_NAME = re.compile(
    r"^(?:smtp|pop3?|imap|mx\d*|ns\d*|dns\d*|bl|zen|webmail|speedtest|test|download|update|time)\."
)
_ANSWER_TO = re.compile(
    r"(?:回复|答复|回信|发(?:到|至|给)|寄|抄送|联系|转|reply|send|write|contact|e-?mail|mailto|"
    r"邮件)[^,。\n]{0,8}:?\s*$"
)
_PEER = re.compile(
    r"(?:攻击|来源|来自|对方|源ip|发往|发给|寄给|寄到|发到|收件人|发件人|指向|改为|改成|解析到|"
    r"恢复为|提交|登录地|blocked|blacklist|client host|"
    r"gateway|网关|路由|跳|dns|from|attack|peer|points? to|resolv|using|via|经由|对端|客户|供应商|"
    r"伙伴|友商|例如|比如|像|参照|e\.g\.)[^,。\n]{0,12}$"
)
_FROM_OWN = re.compile(
    r"(?<![a-z])(?:(?:send|sending|mail|write|log ?in|reply|connect|anything)(?![a-z])"
    r"[^,;\n]{0,45}(?:from|with|via|using)|"
    r"(?:my|our)(?: (?!friend|customer|client|partner|supplier)[a-z\-]+){0,3})"
    r"[ :]*$|(?:我的?|本人的?|我司的?|我们的?|我公司的?|本公司)(?:自己的?)?(?:vip|"
    r"企业|个人|收费|工作|公司)?"
    r"(?:邮箱|信箱|账号|帐号|网站|域名|主机|服务器|e-?mail|电邮|地址)(?:地址|账号)?[:是为 ]*$|"
    r"(?:我|本人)(?:的|这边)?是[ :]*$|(?:给|到|向)(?:我们|我|我司|我公司|我单位)(?:的)?[ :]*$"
)
_TO_ANSWER = re.compile(
    r"(?:reply|answer|contact|reach|respond|write)[^.;\n]{0,20}$|(?:回复|答复|回信)[^,。\n]{0,8}$"
)
_PROVIDER = re.compile(r"(?:vip|online)\.sh\.cn$")
_PRIVATE = re.compile(r"(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.")
_ELSEWHERE = on_page(
    r"公交卡|交通卡|银行卡|信用卡|盗刷|医保|社保|房东|"
    r"快递|包裹|淘宝|京东|拼多多|网购|航班|机票|火车|高铁|酒店|物业|自来水|煤气|燃气|电费|停电|"
    r"停水|商家|卖家|外卖|骑手|"
    r"(?<![a-z])(?:parcel|flight|hotel|delivery|courier|airline|water|electricity)(?![a-z])"
)
_SELLER = on_page(r"淘宝|卖家|拼多多|闲鱼|京东|网店|(?<![a-z])(?:taobao|seller)(?![a-z])")
_RELATIVE = on_page(
    r"(?:我|给|帮|替|代)?(?:妈妈?|爸爸?|母亲|父亲|爷爷|奶奶|外公|外婆|老人|老妈|老爸|妈咪|爹地|"
    r"丈母娘|岳母|"
    r"岳父|老公|老婆|先生|太太|爱人|儿子|女儿|孩子|小孩)"
    r"[^,。!?]{0,12}(?:手机|号码|电话|卡|账号|会员|电视|宽带)"
)
_IS_MINE = re.compile(r"[ ,(]*(?:这是|系|是)(?:我|本人)(?:的|嘅|自己)?")
_MINE = re.compile(r"我的?(?:手机|电话|号码|联系)|my (?:own )?(?:number|phone|mobile)")


def find_device(
    page: Page, found: tuple[Candidate, ...], services: dict[Service, int], sender: Address | None
) -> tuple[str, int, int] | None:
    """Return the service's number with its place on the page, or None."""
    scored = [(_score(page, one, services), one) for one in found]
    scored = [(score + _at_the_end(page, one, scored), one) for score, one in scored]
    best = max(scored, key=lambda pair: pair[0], default=None)
    same = same_as_contact(page, found)
    if same:
        return same.token.value, same.token.start, same.token.end
    named = named_account(page) or from_sender(page, sender)
    told = best and best[1].role is Role.DEVICE and best[0] >= _BY_LABEL[Role.DEVICE]
    if best and (told if named else best[0] >= _ENOUGH):
        token = best[1].token
        return token.value, token.start, token.end
    return named or named_place(page) or stolen_account(page) or _only_line(page, scored, services)


def _only_line(
    page: Page, scored: list[tuple[float, Candidate]], services: dict[Service, int]
) -> tuple[str, int, int] | None:
    """Return the one telephone number in the text of a letter that names nothing else."""
    lines = [one for score, one in scored if one.callable and one.role in _OPEN and score > _DENIED]
    told = [one for one in lines if not closes(page, one.token.end) and not _in_closing(page, one)]
    if not told and not services.keys() & _NOT_BILLED and _CHARGED.search(page.plain):
        told = lines
    if len(told) != 1 or page.count(_ELSEWHERE):
        return None
    token = told[0].token
    return token.value, token.start, token.end


_NOT_BILLED = frozenset({Service.MAIL, Service.HOSTING, Service.CARD, Service.BROADBAND})
_CHARGED = on_page(r"扣费|扣钱|扣款|扣了?\d|被扣|多扣|乱扣|乱收费|多收|包月|订购|退订")
_DENIED = -1.6
"""The score of a number that does not fit what the letter is about, but may be its own."""
_OPEN = frozenset({Role.OWN, Role.LINE, Role.BARE})


def _at_the_end(page: Page, one: Candidate, scored: list[tuple[float, Candidate]]) -> float:
    """Return what a number loses that only closes a letter in whose text another one stands."""
    if (
        one.role not in (Role.LINE, Role.BARE)
        or not one.callable
        or not closes(page, one.token.end)
    ):
        return 0.0
    told = any(
        (two.callable or score >= _ENOUGH)
        and two.role in _BY_LABEL
        and two.role is not Role.CONTACT
        and not closes(page, two.token.end)
        for score, two in scored
        if two is not one
    )
    return -1.5 if told else 0.0


def _score(page: Page, one: Candidate, services: dict[Service, int]) -> float:
    if one.role is not Role.DEVICE and (_is_abroad(one) or _is_forgotten(page, one)):
        return -2.0
    if _is_not_the_services(page, one, services) or _is_only_the_writers(page, one, services):
        return -1.0
    by_label = _BY_LABEL[one.role] - (1.0 if _CUSTOMER.match(one.label) else 0.0)
    return by_label + _fit(page, one, services) + _manner(page, one, services)


def _is_not_the_services(page: Page, one: Candidate, services: dict[Service, int]) -> bool:
    """Say whether a number is nobody's account with us, whatever the letter is about."""
    if one.role in _NEVER or (one.role is Role.CONTACT and one.callable):
        return True
    if one.token.shape is Shape.CARD and (page.count(_SELLER) or _is_bank_card(page, one)):
        return True
    plain = one.callable and one.role in (Role.LINE, Role.BARE)
    return plain and _is_elsewhere(page, services)


def _is_only_the_writers(page: Page, one: Candidate, services: dict[Service, int]) -> bool:
    if _is_relatives(page, one) or _is_writers(page, one):
        return True
    return _is_signed_with(page, one, services)


_CUSTOMER = re.compile(r"(?:客户|用户)(?:编|识别|代)")
"""Rather the customer's than the service's number."""
_BANK_CARD = re.compile(r"62\d{14,17}")
_OWN_CARD = on_page(r"点卡|点数|充值卡|卡密|电话卡|上网卡|刮开|密码")


def _is_bank_card(page: Page, one: Candidate) -> bool:
    """Say whether a card's number is a bank's (UnionPay) in a letter that names no card of ours."""
    bank = _BANK_CARD.fullmatch(one.token.digits) or "银行" in page.plain
    return bool(bank) and not page.count(_OWN_CARD)


def _is_elsewhere(page: Page, services: dict[Service, int]) -> bool:
    """Say whether the letter speaks at least as much of other trades as of telecommunication."""
    others = page.count(_ELSEWHERE)
    return others > 0 and others >= max(services.values(), default=0)


def _fit(page: Page, one: Candidate, services: dict[Service, int]) -> float:
    """Return how well the shape fits what the letter is about."""
    shape = one.token.shape
    fitting = [service for service, shapes in _FITTING.items() if shape in shapes]
    if shape is Shape.MOBILE and page.count(_MOBILE_MAIL):
        fitting.append(Service.MAIL)
    if shape is Shape.ADDRESS and not services:
        return _prominence({Service.MAIL: 1}, fitting)
    if is_about(services, *fitting):
        mobile = shape is Shape.MOBILE and page.count(_MOBILE_ONLY)
        return _prominence(services, fitting) + (0.6 if mobile else 0.0)
    if shape is Shape.IP and services:
        left, right = clause_bounds(page.plain, one.token.start, one.token.end, 30)
        return 2.0 if _IP_TROUBLE.search(page.plain, left, right) else -4.0
    if one.role is Role.DEVICE or (one.role is Role.OWN and one.callable and not services):
        return 0.0 if one.role is Role.DEVICE or not _is_elsewhere(page, services) else -2.0
    hosts = is_about(services, Service.MAIL, Service.HOSTING, Service.CARD)
    return -2.0 if hosts or one.role is not Role.OWN else -0.5


_IP_TROUBLE = on_page(
    r"封|不通|丢包|攻击|黑洞|拉黑|黑名单|端口|清洗|black-?list|listed|block|down|unreachable|loss"
)
_MOBILE_MAIL = on_page(r"(?<!\d)1[38]9(?:手机)?(?:邮箱|信箱|邮)|手机邮箱")
_MOBILE_ONLY = on_page(
    r"手机(?!号)|流量|短信|彩信|简讯|(?<!\d)[345]g(?!b)|漫游|信号|补卡|sim|"
    r"(?<![a-z])(?:sms|mms|roaming|text messages?)(?![a-z])"
)


def _prominence(services: dict[Service, int], fitting: list[Service]) -> float:
    most = max(services.values())
    return 1.5 + max(services.get(service, 0) for service in fitting) / most


_NO_LINE = (Service.MAIL, Service.HOSTING, Service.CARD)


_ACCOUNT_NAME = re.compile(r"(?:ad|lan|ftth|itv|iptv|vnet|shvn|vn|shlan|adsl)[_-]?\d{5,}$")
_ACCOUNT_FORM = 5.5
"""An account of the form in which we give them needs no label."""
_UNCALLABLE = {Shape.RUN: -3.0, Shape.CARD: -3.0, Shape.ACCOUNT: -1.0}
_UNCALLABLE |= {Shape.CODE: -4.0, Shape.FREE: -4.0}


def _manner(page: Page, one: Candidate, services: dict[Service, int]) -> float:
    """Return what the way in which it is written adds or takes away."""
    shape = one.token.shape
    if shape in (Shape.ADDRESS, Shape.DOMAIN, Shape.IP):
        return _host_manner(page, one)
    if shape in _UNCALLABLE and one.role is not Role.DEVICE:
        bare_card = shape is Shape.CARD and is_about(services, Service.CARD)
        if _ACCOUNT_NAME.match(one.token.value.lower()):
            return _ACCOUNT_FORM
        return -0.5 if bare_card and one.role is Role.BARE else _UNCALLABLE[shape]
    return _line_manner(page, one, services)


def _line_manner(page: Page, one: Candidate, services: dict[Service, int]) -> float:
    if one.callable and one.role in _OPEN and _in_trouble(page, one):
        return 0.7
    if one.role is Role.LINE and _in_closing(page, one) and one.token.shape is Shape.MOBILE:
        return -1.0
    switchboard = one.label in ("总机", "直线") and is_about(services, *_NO_LINE)
    return -2.0 if switchboard else 0.0


_TROUBLE = on_page(
    r"停|扣|收费|多收|断|不能|收不|打不|上不|用不|坏|没有?声|杂音|欠费|骚扰|乱|没信号|订|"
    r"(?<![a-z])(?:charged?|billed|no |not |cannot|can't|cut|dead|down|blocked|suspended)"
)


def _in_trouble(page: Page, one: Candidate) -> bool:
    left, right = clause_bounds(page.plain, one.token.start, one.token.end, 30)
    return bool(_TROUBLE.search(page.plain, left, right))


_MAIL_WORD = on_page(r"邮箱|信箱|邮件|电邮|收信|发信|退信|(?<![a-z])e?-?mail(?:box)?(?![a-z])")


def _is_only_a_field(page: Page, one: Candidate) -> bool:
    """Say whether mail is named only as the label of this address."""
    return bool(_MAIL_WORD.search(one.label)) and page.count(_MAIL_WORD) == 1


def _host_manner(page: Page, one: Candidate) -> float:
    left = page.plain[max(0, one.token.start - 60) : one.token.start]
    value = one.token.value.lower()
    domain = one.token.shape is Shape.DOMAIN
    own = _FROM_OWN.search(left) and not _TO_ANSWER.search(left)
    reasons = (
        (8.0, _PEER.search(left) and not own),
        (6.0, _THEIRS.match(page.plain, one.token.end) and not own),
        (6.0, _SPARE.search(left) or _WELL.match(page.plain, one.token.end)),
        (6.0, _SERVER_NAME.match(value) or _is_on_card(page, one)),
        (6.0, domain and _PROVIDER.match(value)),
        (4.0, _ANSWER_TO.search(left) and not own),
        (3.0, _RETURNED.match(page.plain, one.token.end) and not own),
        (3.0, _PRIVATE.match(value)),
        (2.0, _FREE_MAIL.search(value)),
        (4.0, _FREE_MAIL.search(value) and _is_only_a_field(page, one)),
        (1.5, domain and one.role is Role.BARE and not _is_ours_here(page, one)),
        (-1.0, own),
    )
    return -sum(weight for weight, holds in reasons if holds)


def _is_on_card(page: Page, one: Candidate) -> bool:
    """Say whether a host stands in the signature, on a card of its own or beside a fax number."""
    if one.token.start >= page.signature_at:
        return True
    beside = page.line(one.token.start)
    return closes(page, one.token.end) and bool(_FAX.search(page.plain, *beside))


_SPARE = re.compile(
    r"(?:另(?:外)?(?:有)?(?:一|1)?个?|其他|其它|别的|备用|换个?|改用|(?<![a-z])(?:other|another|"
    r"spare|backup|private|personal))"
    r"[^,。;\n]{0,10}$"
)
_RETURNED = re.compile(r"[ ]?>[:,]? ?(?:host |smtp|5\d\d[ \-])")
_FAX = on_page(r"传真|fax")
_THEIRS = re.compile(r"[ )>]{0,2}(?:发来|发过来|发给我|寄来|寄给我|那边|他们|说|反映)")
_WELL = re.compile(
    r"[ ]?(?:是|都|就|却|则|的|也)?(?:正常|没问题|没有问题|好的|可以收|能收|都能|不受影响| "
    r"(?:works?|is) (?:fine|ok))"
)
_POSSESSED = on_page(
    r"我|本|敝|注册|购买|买|申请|企业?邮|邮局|贵司托管|域|网址|网站|邮箱|后缀|(?<![a-z])(?:my|our|"
    r"we|bought|registered|own|name|domain|"
    r"site)(?![a-z])"
)


def _is_ours_here(page: Page, one: Candidate) -> bool:
    """Say whether the clause around a host says whose it is, or is about it from its start."""
    left, right = clause_bounds(page.plain, one.token.start, one.token.end)
    if not page.plain[left : one.token.start].strip():
        return True
    return bool(_POSSESSED.search(page.plain, left, right))


def _is_signed_with(page: Page, one: Candidate, services: dict[Service, int]) -> bool:
    """Say whether a bare number beside a name only closes a letter about something else."""
    if one.role is not Role.BARE or not one.callable:
        return False
    if not is_about(services, *_NO_LINE) or one.token.start < page.body_at:
        return False
    start, end = page.line(one.token.start)
    return not _SENTENCE_MARK.search(page.plain, start, end) and end - start <= _SHORT_LINE + 30


_SENTENCE_MARK = re.compile(r"[。!?;]")
_SHORT_LINE = 40


def _in_closing(page: Page, one: Candidate) -> bool:
    return one.token.start >= page.signature_at


_FORGOTTEN = on_page(
    r"(?:账号|帐号|号码|用户名|卡号)[^,。;!?\n]{0,10}?(?:记不得|不记得|记不清|忘了|忘记|不知道|"
    r"不晓得|找不到|不清楚|不在手)"
)


def _is_abroad(one: Candidate) -> bool:
    """Say whether it is a number abroad that nothing calls the service's own."""
    return one.token.shape is Shape.FOREIGN and one.role is not Role.OWN


_LINES = on_page(r"上网|宽带|网线|互联星空|会员|信箱|邮箱|专线")


def _is_forgotten(page: Page, one: Candidate) -> bool:
    """Say whether the writer cannot name the account: a telephone number is then only theirs."""
    return one.callable and bool(page.count(_FORGOTTEN) and page.count(_LINES))


def _is_relatives(page: Page, one: Candidate) -> bool:
    """Say whether the service is a relative's and this number the writer's own."""
    if one.role not in _OPEN or not one.callable:
        return False
    clause = page.plain[max(0, one.token.start - 10) : one.token.start]
    mine = _MINE.search(clause) or _IS_MINE.match(page.plain, one.token.end)
    upto = one.token.start if one.role is Role.OWN else len(page.plain)
    return bool(mine and _RELATIVE.search(page.plain, 0, upto))


_ON_BEHALF = on_page(
    r"(?:替|代|帮)(?:我?(?:的)?(?:妈妈?|爸爸?|母亲|父亲|爷爷|奶奶|外公|外婆|老人|老妈|老爸|父母|"
    r"岳父|岳母|公公|婆婆|邻居|亲戚)|她|他|伊|佢|老人家?)"
    r"[^,。]{0,6}(?:写|发|投诉|反映|申诉|维权|问|说)|"
    r"(?:她|他|佢|老人家?|妈|爸|母亲|父亲)[^,。]{0,6}不(?:会|懂|识)(?:写|用|上网|打字|电脑|发)|"
    r"(?<![a-z])(?:on behalf of|writing for) my (?:mother|father|parents|wife|husband|grand\w+)"
)
_CARD_LINES = re.compile(
    r"\n[^\n:,]{0,20}(?:公司|集团|事务所|有限|大学|医院|学校|总监|经理|主管|主任|部(?=[ \n|]|$)|"
    r"(?<![a-z])(?:co\.|ltd|inc|dept|manager|director)(?![a-z]))[^\n:,]{0,20}\n"
)
_ONLY_MOBILE = frozenset(
    {"mobile", "mob", "cell", "cellphone", "m", "t", "tel", "p", "h", "hp", "direct"}
)


def _is_writers(page: Page, one: Candidate) -> bool:
    """Say whether a number that closes the letter is only where its writer can be reached."""
    if (
        one.role not in (Role.LINE, Role.BARE)
        or not one.callable
        or not closes(page, one.token.end)
    ):
        return False
    if page.count(_ON_BEHALF):
        return True
    start, _ = page.line(one.token.start)
    if _SENTENCE_MARK.search(page.plain, start, one.token.start):
        return False
    above = page.plain[max(page.body_at, start - 60) : start]
    return one.label in _ONLY_MOBILE or bool(_CARD_LINES.search(above))
