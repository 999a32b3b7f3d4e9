"""Whether a letter sounds like one of our users' at all: what it takes before a machine answers it.

Machines, advertisers and people who meant somebody else write in endless ways, users in a few: they
speak of themselves, speak to us, complain or ask, name a business of ours or a line. What shows
too little of that, or speaks to customers itself, is for a person to see.
"""

from dataclasses import dataclass

from mailcare.model.judgement import Elements, Reason, Scope
from mailcare.triage.expressions import Expression
from mailcare.triage.machinewords import AWAY, NOT_AWAY
from mailcare.triage.offers import OFFER
from mailcare.triage.scope import ScopeFinding
from mailcare.triage.voice import Voice
from mailcare.triage.words import Words

A_USER = 2
"""Traits of a user that a letter needs, and one more for each trait of others."""
A_CLEAR_USER = 3
"""Traits of a user beside which one trait of others says nothing."""
A_PLEA = 0.5
A_BUSINESS = 1.5
A_LINE = 40
"""Characters of a letter so short that it needs one trait only: asking about it harms nobody."""
A_FEW = 8
"""Characters that need none (在吗)."""
ABSENCE = 500
"""Characters within which a reply says that its writer is away."""
SEVERAL_OFFERS = 2
"""Different words of offers that make a trait: users speak of an offer, too."""

_TO_US = Expression(
    r"你们|贵(?=司|公司|处|中心|部|单位|方|局|厅|行)|你司|您们|你公司|电信|客服|营业厅|营业员|"
    r"10000|师傅|话务|同志|领导|服务台|侬好|\bsir\b|\bmadam\b|customer (?:service|care)|"
    r"\bsupport\b|"
    r"\byou(?:'ve|r (?:company|staff|service|side|customer|shop|people|engineer|technician|"
    r"colleague|system|server|platform|hotline|branch))?\b(?! (?:are|can|will|may|have) (?:receiv|"
    r"earn|now|been|a new))"
)
_TO_CUSTOMERS = Expression(
    r"您的(?:账号|帐号|账户|邮箱|订单|邮件|来信|来件|请求|工单|账单|密码|验证码|会员|反馈|咨询|"
    r"来电|留言|"
    r"申请|包裹|快递|权益|手机号|支持|参与|配合|理解|谅解|oa)|"
    r"您(?:收到|有)(?:一|此|\d)|您订阅|您在[^。\n]{0,12}(?:提交|订购|预约)|如非本人|如需帮助|"
    r"\byour (?:account|order|mailbox|e-?mail|parcel|receipt|invoice|password|request|enquiry|"
    r"inquiry|ticket|subscription|feedback|message|website|site|business|recent|"
    r"listing)\b(?! (?:with "
    r"you|is not|does))|\bdear (?:user|customer(?! (?:service|care))|valued|friend|winner|member)"
)
_TO_READERS = Expression(
    r"^\W{0,6}(?:各位|亲爱的|尊敬的(?:用户|客户|会员|业主|家长|商家|先生|女士|企业|业主)|老同学|"
    r"老战友|"
    r"妈[,!。]|爸[,!。]|老公|老婆|宝贝|哥[,!]|姐[,!]|儿子[,!]|女儿[,!]|编辑|老师(?:您|你)?好|"
    r"[\u4e00-\u9fa5]{1,3}(?:工|经理|总|主任|老师|姐|哥)[,:]|小[\u4e00-\u9fa5][,:]|hi (?:mom|dad|"
    r"all))|"
    r"敬请(?:谅解|关注|光临|期待)|特此通知|请(?:知悉|周知|查收|勿回复|斧正|批阅|各[^。\n]{0,6})|"
    r"诚邀|欢迎(?!你们|您们)|祝(?:商祺|生意)|首付|包邮|疗程|秘方|见效|批发|回收|"
    r"下单(?=微信|热线)|(?:进|加)群|名额|团购|开班|特惠|先办后付|不成功不收费|有意(?:者)?|"
    r"有需要(?:的)?(?:老板|联系|请|加)?|我们保证|不(?:上|成功|满意|过)[^。\n]{0,6}不收(?:费|钱)|"
    r"昨日受理|"
    r"加(?:我)?(?:微信|v信|line|qq)[^。\n]{0,4}(?:咨询|了解|详谈|领|看|:)|货到付款|订购热线|半价|"
    r"长期(?:收|合作)|高价|现结|日结|"
    r"\bunsubscribe\b|\bclick\b|\bwe (?:are|offer|provide|specialize)|\bi (?:represent|"
    r"can redesign)|"
    r"\bschedule a\b|\bbest time to\b|\bmay i send\b|\bfree (?:report|screenshot|audit|quote)|"
    r"\bplease (?:rate|find attached)|\bno longer monitored\b|\bplease use the\b|"
    r"\b(?:finished|failed|completed) (?:with|for|at)\b|\ban agent will\b"
)
_TO_MANY = Expression(
    r"^\W{0,6}(?:各位(?:老?同学|业主|家长|朋友|会员|同事|伙伴|合作|亲|邻居|战友|网友|校友)|各合作|各会员|"
    r"老?伙计们|哥们|家人们|亲友们|朋友们|战友们|校友们|老友|老同学|同学们|姐妹们|兄弟们|亲们)|"
    r"不必回信|[(,:]群发[,)。]|(?:本|此)(?:信|邮件)(?:为|系|是)?群发|"
    r"不想(?:再)?(?:收到|看到)此类|双击(?:打开|运行|查看)?[^。,\n]{0,3}附件|解压密码"
)
"""Who writes to many at once, or sends what must be opened, is hardly ever a user."""
_LINK = Expression(r"https?://|点击(?!.{0,8}(?:没反应|无反应|不了|失败|无效))|二维码")


_KINDS = (_TO_CUSTOMERS, _TO_READERS, _LINK)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a letter sounds: which traits of a user it has, and by which words it has others'."""

    shown: tuple[str, ...]
    others: tuple[str, ...]
    to_many: str
    """Words of who writes to many, or sends what must be opened."""
    length: int
    outside: bool
    """Its business is nobody's here: such letters name none of ours."""

    @property
    def is_brief(self) -> bool:
        """Whether it is one line with a trait of a user and none of others: little to judge by."""
        return bool(self.shown) and self.length < A_LINE and not self.others and not self.to_many

    @property
    def is_clear(self) -> bool:
        """Whether it has most traits of a user, and none of others."""
        return len(self.shown) >= A_CLEAR_USER and not self.others and not self.to_many

    @property
    def doubt(self) -> Reason | None:
        """Why the letter may be nobody's complaint, or None if it sounds like a user's."""
        if self.to_many:
            return Reason("doubt.customer", self.to_many)
        shown, others = len(self.shown), len(self.others)
        if shown >= A_USER - self.outside + others or (shown >= A_CLEAR_USER and others <= 1):
            return None
        if not others and (self.length < A_FEW or (self.length < A_LINE and shown)):
            return None
        return Reason("doubt.customer", "、".join(self.others))


def find_manner(words: Words, scope: ScopeFinding, elements: Elements, voice: Voice) -> Manner:
    """Tell how the letter sounds."""
    own = words.own.strip()
    many = _TO_MANY.search(own)
    return Manner(
        shown=tuple(_traits(words, scope, elements, voice)),
        others=tuple(_traits_of_others(own)),
        to_many=many[0] if many else "",
        length=len(own),
        outside=scope.scope is Scope.NON_TELECOM,
    )


def speaks_to_us(words: Words, voice: Voice) -> bool:
    """Whether somebody speaks of themselves and to us: hardly a machine, whatever else it says."""
    return voice.first_person and _TO_US.search(words.own) is not None


def _traits(words: Words, scope: ScopeFinding, elements: Elements, voice: Voice) -> list[str]:
    found = (
        ("self", voice.first_person),
        ("us", _TO_US.search(words.all) is not None),
        ("plea", voice.plea >= A_PLEA),
        ("business", scope.points >= A_BUSINESS),
        ("line", elements.device_number is not None),
        ("who", voice.requests >= A_PLEA and None not in (elements.contact, elements.phone)),
    )
    return [name for name, shows in found if shows]


def _traits_of_others(text: str) -> list[str]:
    """Return the words by which a letter speaks as others do, one of each kind."""
    found = [hit[0].strip() for kind in _KINDS if (hit := kind.search(text))]
    away = AWAY.search(text, 0, ABSENCE)
    if away and not NOT_AWAY.search(text):
        found.append(away[0][:20])
    offers = list(dict.fromkeys(OFFER.findall(text)))
    return found + offers[:1] if len(offers) >= SEVERAL_OFFERS else found
