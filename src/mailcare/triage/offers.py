"""Letters that speak to customers instead of as one: a net under what no other question caught."""

from mailcare.triage.expressions import Expression
from mailcare.triage.signs import first, request_points
from mailcare.triage.words import Words

SEVERAL, MANY = 2, 3
"""Different offers that make a letter odd: without any request, and in any case."""
A_REQUEST = 1.0

_TO_CUSTOMERS = Expression(
    r"^\W{0,6}(?:尊敬的|亲爱的)(?:客户|用户|会员|商家|企业|经理|老板|朋友|车主|业主|女士|先生|"
    r"各位)|"
    r"(?:老板|总经理|经理|负责人|财务)[^。\n]{0,8}(?:您|你)好|"
    r"^\W{0,4}dear (?:user|customer(?! (?:service|care|support))|friend|winner|valued|business|"
    r"account|owner|email|mailbox)"
)
OFFER = Expression(
    r"合作|洽谈|谈谈|面谈|资源|置换|方案|投放|联系方式吗|说明会|招租|代理|对接|货源|(?:加|"
    r"联系)(?:我)?(?:的)?(?:q|微信|v信|飞机|line)|报价单|优惠|"
    r"免费(?:领|体验|试|赠|咨询)|点击|扫码|限时|立即(?:领|参|加|购|注|登|下载|体验|确认|申)|名额|"
    r"报名|招商|加盟|(?:我们|我司|本公司|我公司)(?:是|提供|专业|主营|专注|拥有|代理|长期|有)|中奖|"
    r"贷款|核贷|月入|兼职|折(?:起|扣|优惠)|全国(?:包邮|发货|统一)|热线[:：]|咨询(?:电话|热线)|"
    r"\b(?:we|our team) (?:offer|provide|can help|specialize)|\bour (?:services|solutions|platform|"
    r"products|experts)|\bpartnership|\bclick\b|\bfree\b|\blimited time|\bdiscount|\bsign up|"
    r"\bregister now|\bunsubscribe|\bopportunit|\binvest"
)


def find_offer(words: Words) -> str:
    """Return the words by which a letter addresses or woos customers, or nothing.

    Nobody is filed by them: they only make a person look, since no customer writes like that.
    """
    text = words.own
    greeting = first(text, _TO_CUSTOMERS) or first(words.subject, _TO_CUSTOMERS)
    offers = list(dict.fromkeys(OFFER.findall(text)))
    requests = request_points(text)
    is_odd = len(offers) >= MANY or (
        requests <= A_REQUEST
        and (bool(greeting) or (len(offers) >= SEVERAL and requests < A_REQUEST))
    )
    return "、".join([greeting, *offers][:5]).strip("、") if is_odd or (greeting and offers) else ""
