"""What a writer wishes besides a solution: a call, haste, a deadline; and signs of escalation."""

import re

from mailcare.model.judgement import DemandKind, SpecialDemand
from mailcare.triage.signs import first
from mailcare.triage.words import Words

_DEADLINE = re.compile(
    r"(?:请|务必|须|必须|要求|望|限|最迟|最晚)?.{0,8}"
    r"(?:\d{1,8}|[一二三四五六七八九十两])(?:个)?(?:小时|工作日|天|日)(?:之)?内.{0,12}"
    r"(?:答复|回复|解决|处理|恢复|退|给|修|寄|办)|"
    r"(?:今天|今晚|明天|明早|后天|本周|这周|周[一二三四五六日]|月底|\d{1,2}[日号])(?:之)?(?:内|"
    r"前|以前)"
    r".{0,14}(?:答复|回复|解决|处理|恢复|退|给|修|寄|办|开|到)|"
    r"\b(?:by|before) (?:tomorrow|today|monday|tuesday|wednesday|thursday|friday|the end of)\b|"
    r"\bwithin (?:\d{1,8}|two|three|five|seven|ten) (?:working )?(?:hours|days)\b"
)
_URGENT = re.compile(
    r"紧急|加急|十万火急|火急|万分火急|特急|急件|急用|急需|很急|非常急|着急|急等|急!|^急|\s急$|"
    r"\burgent(?:ly)?\b|\basap\b|\bas soon as possible\b|\bimmediately\b|\bemergency\b"
)
_OTHER = re.compile(
    r"书面(?:答复|回复|说明|解释|道歉)|盖章|上门(?:道歉|解释|说明)|公开道歉|领导(?:亲自|出面)|专人|"
    r"\bin writing\b|\bwritten (?:reply|explanation|apology)\b"
)

_THREAT = re.compile(
    r"(?<!\d)(?:12300|12381|12321|12315|12345|315)(?!\d)|告到|告你们|纪委|"
    r"监管(?:部门|局)|诉诸|工信部|工业和信息化部|信产部|信息产业部|"
    r"通管局|通信管理局|管理局|消协|"
    r"消保委|消费者(?:权益保护)?(?:协会|委员会)|媒体|曝光|电视台|报社|新闻(?!发布)|记者|法院|"
    r"起诉|诉讼|"
    r"打官司|律师|仲裁|黑猫|市长(?:热线|信箱)|信访|法律(?:途径|手段|程序|责任)|有关部门(?:投诉|"
    r"反映)|上级(?:投诉|反映)|"
    r"微博(?:曝|发)|\bregulator|\bmiit\b|\bministry\b|\bcourt\b|\blaw(?:yer|suit)\b|\bsue\b|"
    r"\blegal action\b|"
    r"\bnewspaper|\bmedia\b|\bconsumer (?:association|council|rights)|\bsocial media\b"
)
_REPEATED = re.compile(
    r"(?:不(?:满意|服|接受|认可)).{0,8}(?:答复|处理(?:结果|意见)|解释)|(?:答复|处理(?:结果|"
    r"意见)|解释).{0,6}不(?:满意|服|接受|认可)|"
    r"第(?:[二三四五六七八九十两2-9]|n)(?:次|封|回)|再次(?:投诉|来信|反映|写信|申诉|报修|致信|"
    r"去信)|又(?:来)?投诉|"
    r"屡次|反复(?:投诉|报修|反映|打|联系)|"
    r"多次(?:打|报|投诉|反映|联系|致电|拨打|催|向|与|跟|找|去|要求|沟通|来电|修)|"
    r"(?:(?:打|找|去|修|写|发|申请)(?:过|了)|(?:报|投诉|反映|联系|催|拨|致电|报修)(?:过|"
    r"了)?)[^。!?\n]{0,8}"
    r"(?:[两二三四五六七八九十几多\d]{1,4}|好几|无数|数)(?:次|遍|回|趟|封|个电话)|"
    r"(?:[两二三四五六七八九十几多\d]{1,4}|好几|无数|数)(?:次|遍|趟|个电话).{0,6}(?:报修|投诉|反映|"
    r"来了|上门|电话|都)|"
    r"(?:上次|上个?月|上周|之前|以前|前几天|早就|已经?|此前|曾|昨天).{0,6}(?:投诉|反映|报修|"
    r"报障|申诉)(?:过|了|给|到)?|"
    r"(?:向|跟|和|找|与).{1,10}(?:投诉|反映|报修|反应)(?:过|了|,|未果|无果)|(?:投诉|反映|反应|"
    r"报修)(?:过|了)|"
    r"(?:投诉|反映|报修|报障|沟通|交涉)(?:未果|无果|无门|没用|没有用)|"
    r"(?:至今|一直|始终|迟迟|依然|仍然?|还是|都|也)(?:没有?|无|未)(?:人)?.{0,4}"
    r"(?:答复|回复|回音|回应|解决|处理|修好|联系我|理|管|下文|结果|上门)|"
    r"(?:没|无)人(?:管|理|处理|回复|回应|答复|联系)|"
    r"(?:修|处理|解决)(?:好)?了?.{0,6}(?:又|没几天|不到.{0,3}天)|石沉大海|杳无音信|"
    r"工单.{0,16}(?:没|无|未|超)|"
    r"\b(?:second|third|fourth|2nd|3rd|4th) (?:time|mail|e-?mail|letter|complaint|message)\b|"
    r"\b(?:several|many|multiple|two|three|four|five|\d{1,8}) (?:times|calls|mails|e-?mails|"
    r"tickets|"
    r"weeks ago)\b|"
    r"\balready (?:called|reported|wrote|written|complained|contacted|told|raised)\b|"
    r"\bcalled .{0,12}twice\b|"
    r"\b(?:no|without) (?:any )?(?:response|reply|answer)\b|\bnobody (?:call|answer|repl|"
    r"respond|came|care)|"
    r"\bstill (?:not|no|nothing|unresolved|unsolved|broken|waiting)\b|\bescalat|"
    r"\bno one (?:call|answer|repl)|"
    r"\bi (?:have )?(?:called|reported|complained|phoned|wrote|written)\b"
)
_MANY = re.compile(
    r"(?:整个?|全)(?:小区|楼|栋|幢|村|街|弄|单位|园区|大楼)|(?:几十|上百|数十|数百|\d{2,4})(?:多|"
    r"余)?(?:户|个?(?:用户|家庭|居民))"
    r"|(?:几十|上百|数十|数百)个?人|(?:邻居|居民|业主|家长|同事|大家|街坊)(?:们)?.{0,4}(?:都|也|"
    r"全)|大面积|"
    r"\b(?:whole|entire) (?:building|compound|neighbou?rhood|block|office park)\b|\ball (?:my|"
    r"our) neighbou?rs\b"
)
_LEADS = (
    ("escalation.threat", _THREAT),
    ("escalation.repeated", _REPEATED),
    ("escalation.many", _MANY),
)


def special_demand(words: Words) -> SpecialDemand | None:
    """Return the demand that needs more than the usual speed (R6), if there is one."""
    kinds = (
        (DemandKind.DEADLINE, _DEADLINE),
        (DemandKind.URGENT, _URGENT),
        (DemandKind.OTHER, _OTHER),
    )
    for kind, pattern in kinds:
        evidence = first(words.all, pattern)
        if evidence:
            return SpecialDemand(kind, evidence)
    return None


def escalation(words: Words) -> tuple[str, str] | None:
    """Return rule and words of a sign of escalation (R26): reported before, threats, many hit."""
    for rule, pattern in _LEADS:
        evidence = first(words.all, pattern, around=4)
        if evidence:
            return rule, evidence
    return None
