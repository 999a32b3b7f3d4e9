"""What the writer wants: to complain, to ask, to suggest, to praise.

Rules tell it by their words; whether it is a complaint or a question, a second opinion learnt from
letters may tell otherwise, as linear.py does. It never makes praise of anything: that is filed.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from mailcare.model.judgement import Kind
from mailcare.triage.expressions import Expression
from mailcare.triage.linear import all_log_odds, learnt, log_odds, pieces
from mailcare.triage.signs import points, signs
from mailcare.triage.words import Words

FILE = Path(__file__).with_name("kind.json")
LEARNT = (Kind.COMPLAINT, Kind.CONSULTATION)
RULES_COUNT = 2.0
"""Log-odds that the rules' word is worth beside the second opinion."""
NO_PRAISE = 8.0
"""Log-odds of a complaint from which thanks are irony."""
NEITHER = 1.0
"""Log-odds of a complaint below which words of praise are doubted to be irony."""
A_WISH = 1.0
"""Points of complaint or question from which a letter of thanks wants something besides."""
_TEXTS = 8
"""What is asked about in turns."""
A_GRUDGE = 0.5
"""By how many points a letter must ask rather than complain to be a question: most complain."""

_COMPLAINT = signs(
    (
        2.5,
        r"难道|岂有此理|(?:合理|对|应该|像话|可以这样)吗|帮我?(?:退订|取消|退掉|关掉)|\bnobody\b",
        r"\bno ?one\b",
    ),
    (
        3,
        (
            r"投诉(?!电话|热线|类型|处理|技巧|月报|工单|管理|流程|情况|受理|信箱|邮箱|中心|与|、)|"
            r"申诉|"
            r"乱扣|多扣|乱收|多收|骗|凭什么|恶劣"
        ),
        r"要求(?:退|赔|恢复|道歉|你|贵)",
    ),
    (2.5, r"(?:被|又|还在?|仍|仲有|继续|一直|每月|重复|自动).{0,4}扣|扣(?:费|款|了|我|钱)|不明"),
    (2, r"退(?:款|费|还|钱|回|我)|赔偿?|索赔|说法|太差|太慢|垃圾(?!邮件|短信)|不满|气愤|强烈|强制"),
    (1.5, r"故障|报错|要求|恢复|解决|修(?:一下|好|理)|请?(?:尽快|立即|马上|立刻|赶紧)|至今|不合理"),
    (
        1.5,
        (
            r"(?:请|麻烦|帮我?|给我)(?:你们?|您|贵.{1,4})?(?:帮忙?|帮我|给我)?(?:查|核实|处理|取消|"
            r"退|停|关|改|转|检查|调|重开|开通|补|"
            r"派人|"
            r"注销|更正|换|修|弄|搞|追回|拆|装)"
        ),
    ),
    (
        1,
        r"不(?:能|了|上|到|出|进|开|通|见)|无法|没(?:有)?(?:收到|到账|信号|反应)|断|慢|坏|丢",
        r"中断|黑屏|白屏|不接|没人",
    ),
    (
        1.5,
        (
            r"偷偷|拿走|一分不少|退来|总不能|头也不抬|压根|被拒|被卡|刁难|拿出来|难怪|笑话|骗子|"
            r"(?:钱|款|退款|押金)[^。!?\n]{0,6}(?:什么时候|几时|何时)|什么时候(?:到账|退|修好|恢复)|"
            r"(?:没|不)(?:经|征得)[^。!?,\n]{0,4}同意|限[^。!?,\n]{0,4}(?:日|天)"
        ),
    ),
    (1, r"[!]{2,}|到底|居然|竟然|根本|态度|催|拖|多次|好几次|太(?!平洋)"),
    (3, r"\bcomplain(?:t|ts|ing)?\b|\bunacceptable\b|\bridiculous\b|\bfrustrat"),
    (
        2,
        r"\brefund(?:ed)?\b|\b(?:over)?charged\b|\bcompensat",
        r"\bnever (?:ordered|subscribed|signed)",
    ),
    (
        1.5,
        r"\bplease (?:fix|stop|cancel|refund|check|restore|help|look)\b",
        r"\bplease (?:remove|correct|explain|have)\b",
    ),
    (
        1,
        r"\bcannot\b|\bcan't\b|\bunable\b|\bnot work|\bfail|\berror\b|\bslow\b|\bno signal\b",
        r"\bdrop",
    ),
)
_QUESTION = signs(
    (2, r"请问|咨询|想问|想了解|请教|询问|打听"),
    (
        1.5,
        r"能否|可否|请明确答复|所需(?:手续|材料|资料)|可不可以|是否(?:可以|能|需要)",
        r"可以.{0,14}[吗么]|能.{0,10}[吗么]\s{0,4}[?]",
        r"^(?:[你您]好[,!。]?\s{0,4})?(?:问(?:一?下|一声|个)|想(?:确认|知道|问)|打听)",
        r"(?:是|要|该|能|得|会)[^。!?\n]{1,16}还是[^。!?\n]{1,14}[?]",
    ),
    (
        1.5,
        r"应该怎么",
        r"(?:怎么|哪能|点样|咋)\s{0,4}(?:[a-z]|办理?|设|操作|弄|开|退|找|查|改|收费|申请|充|用)",
        r"(?:怎么|哪能|点样|咋)(?:取消|注销|订|买|配|才能|样|找回)",
        r"如何|怎样",
    ),
    (
        1.5,
        r"多少钱|什么(?:手续|资料|材料|条件|时候|证件|费用|流程|要求)|哪些|哪里(?:办|可以)",
        r"到哪里(?:办|去办|申请|领|交|买)|几天|多久|多长|得?找谁(?:办|问)|会不会(?!是你)|要赔多少",
        r"(?:还能|要|需要?|可以|算|会)[^。!?\n]{0,12}[吗伐么]\s{0,3}[?]$",
    ),
    (
        0.5,
        r"[吗么呢]\s{0,4}(?:[?]|$)|要不要|有没有|需要.{0,6}(?:手续|材料|证件|资料)|报价|应该怎么",
    ),
    (2, r"\bhow (?:do|can|to|much|long|should)\b|\b(?:enquir|inquir)(?:y|e|ing)\b|\bwondering\b"),
    (
        1.5,
        r"\bcould you (?:please )?(?:tell|advise|let me know)\b|\bis it possible\b",
        r"\bwould like to know\b",
    ),
    (1, r"\bwhat (?:is|are|documents)\b|\bcan i\b|\bdo you (?:offer|have|support)\b|\bwhich\b"),
)
_SUGGESTION = Expression(
    r"[一几两](?:条|点|个)(?:小小?的?|不成熟的)?(?:意见(?!书)|想法)|可否(?:加|增|设|出|推)|"
    r"提(?:点|些|几点)(?:小)?(?:想法|看法)|(?:斗胆)?提[一两三几]点(?=[:,。]|$)|希望能\s?:|"
    r"(?:要是|如果|若)能[^。!?\n]{1,30}就(?:太|更)?(?:好|完美|方便)了|纯(?:提)?建议|"
    r"能不能像[^。!?,\n]{1,8}(?:那样|一样)|可不可以(?:加|增|出)个|"
    r"请(?:加|增加|出|做)(?:个|一个|上)(?!密|锁|我|号|账|急|班)|"
    r"能不能(?:加|做|出|设|改成|改进|搞)(?!快|急|班)|建议(?!你们?(?:尽快|马上)|零售|售价)|提(?:个|"
    r"一个|一点|点)(?:小)?(?:意见|建议)|"
    r"希望(?:贵.{1,4}|你们|能|今后|以后|可以){0,3}(?:增加|增设|推出|改进|改善|开放|支持|优化|提高|"
    r"考虑)|"
    r"能不能(?:增加|默认|提高|推出|支持|考虑)|\bi (?:would )?suggest|\bsuggestions?\b|"
    r"\bit would be (?:nice|great|better|good|helpful)\b|\bfeature request\b"
)
_DEMAND = Expression(
    r"(?<!不是)(?<!并非)投诉|申诉|退(?:款|费|还|钱|订)|赔|扣|修好|故障|要求|凭什么|"
    r"请(?:尽快|立即|马上)|解决|"
    r"\brefund|\bcomplain|\bcharged|\bfix\b"
)
_PRAISE = Expression(
    r"记(?:一|个|大)?功|(?:一次|一点|半点)也(?:没有?|不)[^。!?,\n]{0,2}(?:不耐烦|嫌)|"
    r"表扬|感谢信|锦旗|点赞|五星好评|致谢|真心感谢|衷心感谢|"
    r"感谢.{0,30}(?:师傅|员|客服|同志|姑娘|小伙|小姐|先生|老师|工号|号|耐心|热情|帮助|帮我|认真|"
    r"态度)|"
    r"谢谢.{0,20}(?:师傅|话务员|工号|姑娘|小伙).{0,20}(?:耐心|热情|帮|好)|"
    r"\b(?:thank|commend|compliment|praise|kudos).{0,60}"
    r"(?:staff|engineer|technician|colleague|help|patien|excellent|great|professional|service)"
)
_THANKS = Expression(
    r"辛苦(?:你们|您|大家|贵).{0,12}谢谢|谢谢.{0,8}辛苦|"
    r"(?:找回来|修好|解决|恢复|弄好|搞定|办好)了.{0,80}(?:谢谢|感谢)|"
    r"^(?:谢谢|感谢|致谢|多谢|表扬|thank)|\b(?:thank you|thanks)\b.{0,60}\b(?:solved|fixed|works|"
    r"recover|restor)"
)
"""Praise, where nothing else is said."""
_FORMAL_PRAISE = Expression(
    r"特此(?:表扬|致谢|感谢|鸣谢)|(?:给予|予以|提出)(?:表扬|鼓励|嘉奖|奖励)|(?:发|"
    r"加)(?:个)?(?:奖金|工资)|"
    r"(?:请|望|希望)[^。!?\n]{0,12}(?:表扬|转达(?:我的)?(?:感谢|谢意))"
)
_PRAISING = Expression(
    r"表扬|感谢信|点赞|好样的|嘉奖|奖励(?:他|她|这位)|致谢|锦旗|夸(?:一)?夸|"
    r"\b(?:commend|kudos|compliments? to|well done)"
)
_BESIDES = Expression(
    r"投诉|申诉|退(?:款|费|钱|还|给|订)|钱退|赔|顺便|另外|同时(?:建议|请)|但是|可是|不过|然而|还没|"
    r"还是(?:不|没)|"
    r"麻烦|至今|要求|凭什么|咨询|请问|能否|能不能|请(?:尽快|查|处理|解决|恢复|取消|修)|教会我"
)
"""What may want something beside praise."""
_GRIEVANCE = Expression(
    r"投诉(?!电话|热线)|申诉|退(?:款|费|还|钱)|赔|扣(?:费|款|了)|不满|恶劣|没有?解决|至今|要求|"
    r"凭什么|"
    r"请(?:尽快|立即|马上|查|核实|处理|修|问)|麻烦|无法|但是|可是|不过|还是(?:不|没)|怎么|能否|"
    r"[不未]经我|毫不知情|钱还是|送回|花掉|收回|又(?:响|断|坏|犯|掉|不)|退订|"
    r"\brefund|\bcomplain|\bhowever\b|\bbut\b|\bplease (?:fix|check|help|stop)|\bstill (?:not|no)\b"
)


_SHAPES: Mapping[str, re.Pattern[str] | Expression] = {
    "suggestion": _SUGGESTION,
    "praise": _PRAISE,
    "demand": _DEMAND,
    "grievance": _GRIEVANCE,
    "ends asking": re.compile(r"[?][^?]{0,12}$"),
}
_CHARS, _MOST, _MARKS = 1_500, 5, 3


@lru_cache(_TEXTS)
def complaint_points(text: str) -> float:
    """How much a matching copy sounds like a complaint."""
    return points(text, _COMPLAINT)


@lru_cache(_TEXTS)
def question_points(text: str) -> float:
    """How much a matching copy sounds like a question."""
    return points(text, _QUESTION)


def find_kind(words: Words) -> Kind:
    """Tell what the writer wants; a request for service is a complaint unless put as a question."""
    return find_kinds(words)[0]


def find_kinds(words: Words) -> tuple[Kind, Mapping[Kind, float]]:
    """Tell what the writer wants, and the odds of LEARNT by rules and second opinion together."""
    by_rules = kind_by_rules(words)
    if by_rules is Kind.SUGGESTION:
        return by_rules, {}
    learnt_of = all_log_odds(FILE, tuple(LEARNT), second_signs(words))
    odds = {kind: learnt_of[kind] for kind in LEARNT}
    summed = {kind: one + RULES_COUNT * (kind is by_rules) for kind, one in odds.items()}
    return weigh(by_rules, odds), summed


def may_be_praise(words: Words, kind: Kind) -> str:
    """Return words of praise in a letter that hardly sounds like a complaint, though it may be one.

    What praises is filed, so this never makes praise of it: a person looks.
    """
    praising = _PRAISING.search(words.all) if kind in LEARNT else None
    if praising is None:
        return ""
    odds = log_odds(learnt(FILE, Kind.COMPLAINT.value), second_signs(words))
    return praising[0] if odds < NEITHER else ""


def weigh(by_rules: Kind, odds: Mapping[Kind, float]) -> Kind:
    """Weigh the rules' word against the second opinion's odds of LEARNT."""
    if by_rules is Kind.PRAISE and odds[Kind.COMPLAINT] > NO_PRAISE:
        return Kind.COMPLAINT
    if by_rules not in LEARNT:
        return by_rules
    return max(LEARNT, key=lambda kind: odds[kind] + RULES_COUNT * (kind is by_rules))


def second_signs(words: Words) -> Iterator[str]:
    """Yield what the second opinion sees: pairs of characters, words, points, question marks."""
    text = words.all[:_CHARS]
    yield "always"
    yield from pieces(text)
    complaint, question = _points(words)
    yield f"asks more by {max(-_MOST, min(_MOST, round(question - complaint)))}"
    yield f"complains {min(_MOST, int(complaint))}"
    yield f"asks {min(_MOST, int(question))}"
    yield from (name for name, shape in _SHAPES.items() if shape.search(words.all, 0, _CHARS))
    yield f"question marks {min(_MARKS, text.count('?'))}"


def kind_by_rules(words: Words) -> Kind:
    """Tell what the writer wants by its words alone."""
    text = words.all
    if _PRAISE.search(text) and not _GRIEVANCE.search(text):
        return Kind.PRAISE
    if _FORMAL_PRAISE.search(text) and not _BESIDES.search(text):
        return Kind.PRAISE
    if _THANKS.search(text) and not _GRIEVANCE.search(text) and not _wants_anything(text):
        return Kind.PRAISE
    if _SUGGESTION.search(text) and not _DEMAND.search(text):
        return Kind.SUGGESTION
    complaint, question = _points(words)
    return Kind.CONSULTATION if question > complaint + A_GRUDGE else Kind.COMPLAINT


def _points(words: Words) -> tuple[float, float]:
    """Return how much the letter complains and how much it asks, its subject half as much again."""
    complaint = complaint_points(words.all) + complaint_points(words.subject) / 2
    return complaint, question_points(words.all) + question_points(words.subject) / 2


def _wants_anything(text: str) -> bool:
    return complaint_points(text) + question_points(text) >= A_WISH
