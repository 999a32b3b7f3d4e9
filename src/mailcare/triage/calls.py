"""Whether the writer asks in words to be answered by telephone."""

import re
from collections.abc import Iterator

from mailcare.triage.words import Words

BEFORE, AFTER = 26, 12
"""Characters around the words that may turn them into something else."""

_FIELD = re.compile(
    r"(?:答复|回复|回覆|回访|联系|反馈)(?:的)?(?:方式|要求|渠道|途径)\s{0,4}[:是为]?\s{0,4}(?:请)?"
    r"(?:[用以]|直接)?打?(?:电话|手机|来电|phone|call)|"
    r"(?:来电|回电|致电|联络|通话)(?:的)?时(?:间|段)\s{0,4}[:是]?|"
    r"(?:方便|可以?)(?:接|听|接听)?(?:电话|来电)的?时间"
)
_ME = (
    r"(?:我|本人|俺|咱|家里|家中|屋里|单位|办公(?:室|电话)?|公司|厂里|店里|传达室|宿舍|门卫|新号|"
    r"新的|"
    r"这(?:个|只|部|一)|此|该|那个|上面|以上|下面|上述|下列|本机|座机|固话|手机|小灵通|宅电|"
    r"老公|老婆|爱人|先生|太太|女儿|儿子|\+?\d[\d -]{5})"
)
_ACT = re.compile(
    rf"(?:打|拨打?|致电|挂)(?:个|通)?(?:电话|手机)?(?:给|到|往|去|通)?(?:一下)?\s?:?\s?{_ME}|"
    rf"打过来(?!的|说|推|骚|问|是)|"
    r"打(?:个|通|一?个)?电话(?:给我|跟我|告诉我|通知我|联系|来|就行|即可|说清|讲清|谈)|"
    r"(?:请|麻烦|烦|望|最好|务必|直接|尽快|晚上|白天|以后|上午|下午)(?:你们|您)?(?:直接|先|再|能)?"
    r"打(?:个|通|一?个)?电话(?!给(?:你|10|客|贵|他)|到(?:你|10|客)|问|咨询|投诉|报|费|卡|时)|"
    r"(?:给|跟|同|与|和|替|畀)(?:我|本人|我们|她|他|我.{1,4})(?:先|再|也|直接)?(?:(?:回|打|来|拨|"
    r"挂|"
    r"去|通)(?:个|一个|通|一通|一?下)?(?:电话)|(?:个|一个|通|一通)电话|电话(?!\s?[\d(+])|回电|"
    r"来电)|"
    r"回(?:我)?(?:个|一个|一下|通|一通|拨)?(?:电话|电|我?手机)(?!视|子|脑|信|梯|影|话费)|回拨|"
    r"来(?:个|一个|通|一通)?电(?!显|名|提|铃|视|秀|池|了|停|话费|号|的(?:是|人)|影|脑|梯|信)话?|"
    r"电话(?:里|上|中)?(?:答复|回复|回覆|联系|联络|告知|通知|沟通|说明|回访|解释|详谈|确认|反馈|"
    r"告诉|商量|谈|说清|讲清|给我|找我|为[准宜好主])|"
    r"(?:(?<!公)(?<!使)(?<!拨)用|以|通过|经)电话(?!卡|线|费|拨|宽|点|充|订|上网)|"
    r"(?:请|麻烦)(?:速|尽快|直接|即)?致电(?!.{0,4}(?:10000|客服|热线|你))|"
    r"致电\s?[(+\d]|[打拨][^。!?,;\n\d不没了过就说]{0,14}\s?[(+]?\d[\d\s()-]{6,16}|"
    r"(?:打|拨).{0,24}(?:找我|联系我|[搵揾]我)|(?:等|盼|候)(?:你们?|您|贵.{1,3})?的?(?:电话|来电|"
    r"回电)|"
    r"(?:打|拨)(?:原来|后面|前面|后边)?(?:那|的)?(?:个)?(?:号|电话)(?:就|即|都|找|联)|"
    r"\b(?:call|phone|ring|telephone|buzz) (?:me|us|him|her|back)\b(?! tone)|"
    r"\b(?:call|ring|telephone) (?:my|the (?:number|mobile|office)|this number|on|at|(?:\+|\(|"
    r"\d))|\bcall\s?(?:我|一下|back|过来)|"
    r"\b(?:give|drop) (?:me|us) an? (?:\w{1,10} )?(?:call|ring|bell|buzz)\b|"
    r"\b(?:by|via|over|on) (?:the )?(?:tele)?phone\b|"
    r"\bphone call|\ba (?:return |quick )?call (?:back|would|is|please|from|on|to)\b|"
    r"\bcall-?back\b|"
    r"\b(?:please|pls|kindly|just) (?:do )?(?:call|phone|ring|telephone)\b(?!ed|ing| cent)|"
    r"\bprefer (?:to (?:be called|talk)|(?:a |the )?(?:call|phone|telephone))"
)
_ASKED = re.compile(
    r"请|麻烦|烦|望|盼|希望|务必|必须|最好|尽快|速|赶紧|马上|立即|可以?|直接|就|先|再|给我|能|"
    r"要(?!求)|"
    r"需|想|白天|晚上|上午|下午|中午|早上|晚间|平时|工作日|周[一二三四五六日末]|[以之]后|后$|"
    r"点(?:以?后|钟|前)|时间|"
    r"方便|到时|[搵揾找]我|结果|进展|有(?:了)?(?:消息|结果|进展)|联系|等|答复|回复|"
    r"\b(?:please|pls|kindly|could|can|would|want|need|like|prefer|best|better|should|just|or|"
    r"reply|"
    r"answer|contact|respond|reach|explain|discuss|inform|tell|happy to)\b"
)
_NOT_ASKED = re.compile(
    r"(?:不要|别|勿|不必|不用|不需|无需|无须|毋须|不方便|不便|不想|不能|不许|避免|拒绝|"
    r"少)[^,。]{0,10}$|"
    r"(?:没(?:有|人)?|未|无人|从不|不见|不曾)[^,。]{0,8}$|"
    r"(?:如有?|若有?|万一|要是|倘|有)(?:什么|任何|何)?[^,。]{0,6}(?:疑问|问题|不明|需要|"
    r"不清楚)[^。]{0,6}$|"
    r"(?:上门|过来|来修|来之?|到之?|来装|施工)前[^。]{0,6}$|"
    r"(?:客服|话务员|营业员|师傅|他们|你们|对方|有人|自称|骗子|推销|机器人|朋友|别人|客户|客人|"
    r"同事|同学|家长|顾客|亲戚|病人|外面|人家|用户)"
    r"(?:的人)?(?:也|又|天天|老是|总是|一直|都|还|再|就|昨天|今天|上周|说|答应|承诺|讲|来|用|经常|"
    r"从来)?"
    r"[^请,。]{0,8}$|(?:可以?|能|能够|也能|都能)$|(?:说|答应|承诺|告诉我|讲)(?:会|要|将|明天|马上|"
    r"稍后|\d)[^请,。]{0,12}$|"
    r"(?:我|本人|家人|我们|她|他)(?:已|曾|又|再|也|都|昨|今|前|上|刚|多次|每次|一|来|在|从|反复|"
    r"连续|只好|先后)"
    r"[^请,。]{0,10}$|^\s{0,3}(?:接|接到|收到|来)[^,。]{0,4}$|(?:接到|收到|听到|接过|"
    r"天天接)[^,。]{0,6}$|"
    r"\b(?:not|don't|doesn't|never|nobody|no one|didn't|no need|without|instead of|rather than|"
    r"avoid|"
    r"no|i|we|they|he|she|somebody|someone|you|agent|staff|was|were|told|when|promised)"
    r"(?: (?:to|will|would|did|have|had|already|just|also|can|could|please|a|any|be|been|that|do|"
    r"able))*\s?$"
)
_POLITE_I = re.compile(
    r"\b(?:can|could|would|will) (?:you|someone|somebody|anybody|anyone)(?: please| kindly)? $"
)
_VISIT = re.compile(
    r"(?:上门|过来|来修|来之?|到之?|来装|施工)(?:之)?前|before (?:you |the )?(?:com|visit)"
)
_PAST = re.compile(
    r"^(?:过|(?:们)?(?:这里|这边|这儿)|[^,。]{0,6}(?:就能|能找到|打得通|打的通)|了(?!解)|"
    r"[^,。]{0,3}(?:没人接|不接|占线|打不通|没打通|"
    r"不通|无人|被挂|听不)|[^,。]{0,2}(?:推销|骚扰|诈骗|显示)|ed\b)"
)
_NEVER = re.compile(
    r"(?:不要|别|勿|不必|不用|不需要?|无需|无须|请勿|不方便|不便)(?:再|给我|跟我|向我|用|接){0,2}"
    r"(?:打(?:我的?)?(?:手机|电话)|来电|致电|接(?:听)?电话|回电|电话)|"
    r"\b(?:do not|don't|no need to|please no|please don't) (?:tele)?(?:phone|call|ring)|"
    r"\bno (?:phone )?calls?\b"
)


def wants_call(words: Words) -> str:
    """Return the words that ask for an answer by telephone, or nothing."""
    text = words.all
    if _NEVER.search(text):
        return ""
    field = _FIELD.search(text)
    return field[0].strip() if field else next(_wishes(text), "")


def _wishes(text: str) -> Iterator[str]:
    for found in _ACT.finditer(text):
        before = re.split(r"[。!?;\n]", text[max(0, found.start() - BEFORE) : found.start()])[-1]
        after = re.split(r"[。!?;\n]", text[found.end() : found.end() + AFTER])[0]
        if _is_wish(before, found[0], after):
            yield found[0].strip()


def _is_wish(before: str, act: str, after: str) -> bool:
    if _VISIT.search(before + act) or _PAST.search(after):
        return False
    if _NOT_ASKED.search(before) and not _POLITE_I.search(before):
        return False
    return (
        not before.rpartition(",")[2].strip(" 、)")
        or _ASKED.search(before) is not None
        or _ASKED.search(act) is not None
    )
