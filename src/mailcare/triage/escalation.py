"""Signs of escalation (R26): reported before in vain, threats, many users hit.

Each report of the same trouble counts through whatever channel, told as a story too: an act of
reporting or something our people said, and nearby that it led to nothing. That somebody was sent
elsewhere once, or was told a rule, is no escalation.
"""

import re
from collections.abc import Iterator

from mailcare.triage.words import Words

STORY = 64
"""Characters within which a report's fate is told."""

_THREAT = re.compile(
    r"(?<![\d.-])(?:12300|12381|12321|12315|12345|3\.?15)(?!\s?[\d元块号室弄兆m.-])|"
    r"告到|告你们|告上|纪委|监管(?:部门|局)|诉诸|"
    r"(?:工信部|工业和信息化部|信产部|信息产业部|通管局|通信管理局|通信管理部门|工商(?:局|所|部门)|"
    r"市场监管|"
    r"物价局|质监局|消协|消保委|消费者(?:权益保护)?(?:协会|委员会)|cnnic)|"
    r"(?<![流多新自富全融])媒体(?!中心|公司|播放|文件|服务|卡|业)|曝光|电视台|(?:找|给|向|"
    r"联系)报社|找?新闻(?:坊|晨报|媒体|曝光)|"
    r"(?:找|联系|叫|告诉|请)[^。,\n]{0,6}记者|(?<!因)(?<!由于)(?:起诉|提起诉讼|诉讼的?权)|打官司|"
    r"法院(?:见|起诉|告)|"
    r"(?:上|去|到|向)[^。,\n]{0,6}法院|(?:找|请|委托|我的|咨询|由)律师|律师函|仲裁|黑猫|"
    r"市长(?:热线|信箱)|信访|"
    r"法律(?:途径|手段|程序|责任|武器)|(?:向|找|到|去)?(?:有关|上级|主管)(?:部门|单位)?(?:投诉|"
    r"反映|举报|申诉)|"
    r"发(?:到|上|在)?(?:网上|朋友圈|微博|抖音|论坛|贴吧|小红书|知乎|群里)|微博(?:曝|发)|网上(?:曝|"
    r"发帖)|越级|"
    r"\b(?:the )?regulator|\bmiit\b|\bministry\b|\b(?:to|in|at) court\b|\b(?:my|a) lawyer\b|"
    r"\blawsuit\b|\bsue\b|"
    r"\blegal (?:action|steps)\b|\b(?:the|to) (?:news)?papers?\b|\b(?:the|to) (?:press|media)\b|"
    r"\bconsumer (?:association|council|rights|protection)|\bon social media\b"
)
_TIMES = r"(?:[两二三四五六七八九十几多\d]{1,4}|好几|好多|无数|数|若干)"
_AGAIN = re.compile(
    r"(?:前|上次|上回|寄出)的?(?:那封)?信[^。!?\n]{0,16}(?:没|未|无)|^催(?:办|问|促)|(?:没有?|无|"
    r"未见)回音|"
    r"看清楚再回|"
    r"上次的?(?:事情?|问题|投诉|反映|来信)[^。!?\n]{0,8}(?:怎么样|怎样|如何|有没有|结果|进展)|"
    r"(?:催(?:问|办|促)?|每次都?)[^。!?\n]{0,8}(?:\"|“)?(?:已派单|排队中|处理中|在处理|等通知)|"
    r"(?:不(?:满意|服|接受|认可)).{0,8}(?:答复|处理(?:结果|意见)|解释)|"
    r"(?:答复|处理(?:结果|意见)|解释).{0,6}不(?:满意|服|接受|认可)|"
    r"第(?:[二三四五六七八九十两2-9]|n)(?:次|封|遍|回)(?:投诉|来信|反映|写|申诉|报|致信|去信|信|"
    r"邮件|了?[!。,]|找|打|催|联系)|"
    r"(?:这|已经|今天)(?:已经?)?是?第(?:[二三四五六七八九十两2-9])(?:次|封)(?!点|充)|"
    r"再次(?:投诉|来信|反映|写信|申诉|报修|致信|去信|向|联系|催)|又来?投诉|屡次|反复(?:投诉|报修|"
    r"反映|打|联系|催)|"
    r"(?:多次|再三|几次三番|一再)(?:打|报|投诉|反映|联系|致电|拨打|催|向|与|跟|找|去|要求|沟通|"
    r"来电|修|询问|交涉|申请)|"
    rf"(?:(?:找|去|修|写|发|跑|来|交|递)(?:过|了)|(?:报修?|报障|投诉|反映|联系|催|拨打?|致电|申诉|"
    rf"上门|维修|交涉)(?:过|了)?)"
    rf"[^。!?\n,]{{0,8}}{_TIMES}(?:次|遍|回|趟|封|个电话|通电话)|"
    rf"(?<![点试按输登启刷选拨])(?<![点试按输登启刷选拨]了){_TIMES}(?:次|遍|趟|个电话|通电话|"
    rf"回)[^。!?\n]{{0,6}}(?:报修|报障|投诉|反映|来了|上门|电话|"
    rf"催|都(?:没|未|说|不|是))|"
    rf"打(?:过|了)[^。!?,\n]{{0,6}}{_TIMES}(?:次|遍|个|通)(?:电话|客服|热线|10000|投诉|报修)|"
    rf"(?:10000|客服|热线|电话|人工|400[-\d]{{0,9}})[^。!?,\n]{{0,4}}(?:打|拨)(?:过|"
    rf"了)[^。!?,\n]{{0,6}}{_TIMES}(?:次|遍)|"
    rf"打(?:过|了){_TIMES}(?:次|遍)(?:10000|客服|热线|电话|你们)|"
    r"\bnobody (?:has |ever )?(?:repl|answer|respond|react|c[ao]me|call)|"
    r"\bticket[^.!?\n]{0,40}(?:not been|untouched|ignored|no )|"
    r"(?:投诉|反映|报修|报障|沟通|交涉|协商|催(?:促|办)?)(?:至今)?(?:未果|无果|无门|没用|没有用|"
    r"无效|没结果)|石沉大海|杳无音[信讯]|"
    r"(?:推来推去|互相推|来回推|两头推)|(?:客服|营业员|业务员|师傅|经理|他们|你们|"
    r"热线)[^。!?,\n]{0,4}非(?:要)?说|"
    r"多次(?:提交|申请|修改)[^。!?\n]{0,12}(?:驳回|退回|失败|不(?:通过|成功))|"
    r"(?:^|\n)\s{0,4}(?:[你您]好[,。!:]?\s{0,4})?(?:还是|仍然?|依然|依旧)(?:不|没|老样子|一样|这样|"
    r"收|登|打|有)|"
    r"(?:报修|报障|投诉|反映|申诉|催|去信|来信|写信|工单)[^。!?\n]{0,30}(?:至今|到现在|一直|始终|"
    r"迟迟|仍|还是|依旧)[^。!?\n]{0,4}(?:没|"
    r"未|无|不)|"
    r"(?:没|无)人(?:管|理|处理|回复|回应|答复|理睬|过问|跟进)|修(?:好)?了?[^。!?,\n]{0,6}(?:又|"
    r"没几天|不到.{0,3}天)(?:坏|断|不|掉|"
    r"这样|老)?|"
    r"\b(?:second|third|fourth|fifth|2nd|3rd|4th|last) (?:time|mail|e-?mail|letter|complaint|"
    r"message|reminder|report)(?! i buy)\b|"
    r"\b(?:called|phoned|rang|wrote|written|reported|complained|contacted|asked|visited|e-?mailed|"
    r"chased|been)\b[^.!?\n]{0,40}"
    r"\b(?:twice|several times|many times|(?:two|three|four|five|six|\d{1,2}) times|"
    r"again and again|repeatedly)\b|"
    r"\b(?:two|three|four|five|several|many|\d{1,2}) (?:calls|mails|e-?mails|tickets|visits|"
    r"complaints|reminders)\b|"
    r"\bstill (?:waiting for|no (?:reply|answer|response|solution|news|one))|\bescalat(?:ed|ion)|"
    r"\b(?:no|without|never)(?: \w{1,9}){0,3} (?:response|reply|answer|call back)\b(?! to)"
)
_REPORT = re.compile(
    r"(?:打|拨打?|致电|联系|问|找|跑|去|到|跟|给|向|和|同)(?:过|了|通)?(?:你们?的?|"
    r"贵.{1,4})?[^。!?,\n]{0,8}"
    r"(?:10000|1000号|客服|热线|营业厅|门市|柜台|师傅|经理|业务员|工程师|值班|人工|售后|400-?\d|"
    r"报修|投诉)[^。!?\n]{0,6}(?:说|讲|过|了|"
    r",|问|报|反|投|电话|没|答|告|查)|"
    r"(?:报修|报障|投诉|反映|反应|申诉|申告|登记|举报)(?:过|了|给|到|单|完|后|以后|之后|已)|"
    r"(?:报修|报障|投诉|申诉)(?:工单|编号|单号)|"
    r"(?:写|发|寄)(?:过|了)[^。!?\n]{0,8}(?:信|邮件|mail)|"
    r"(?:上个?月|上周|上次|前几天|前些天|之前|此前|去年|\d{1,2}月(?:份|"
    r"\d{1,2}[日号])?)[^。!?,\n]{0,6}"
    r"(?:来信|写信|去信|打电话|致电|报修|反映|投诉|申诉)|"
    r"(?:客服|话务员|接线员|营业员|营业厅|门市|师傅|维修工|装维|业务员|客户经理|你们(?:的人)?|"
    r"电话里|那边|店员|店里|工程师|值班|热线|小姐|对方|后台|前台)"
    r"[^。!?\n]{0,10}(?:说|讲|答复|答应|承诺|回复|回答|告诉|告知|保证|称|来(?:过|了|看))|"
    r"(?:说好|讲好|答应|承诺|保证|约定|通知我?说)(?:的|了|过)?[^。!?\n]{0,4}(?:\d|"
    r"[一二两三四五六七八九十几]|今|明|后天|当天|下周|尽快|马上|"
    r"月底|周)|"
    r"上次(?:来信|投诉|反映|报修|来修|修|回复|答复|说)|"
    r"\b(?:called|phoned|rang|wrote|reported|complained|contacted|e-?mailed|was told|were told|"
    r"(?:agent|store|hotline|operator|staff|technician|engineer|shop|they|"
    r"10000)[^.!?\n]{0,20} (?:said|told|promised|says)|ticket|call (?:my|me)|have raised|"
    r"raised an?)\b|"
    r"(?:ticket|store|agent|客服)[^。.!?\n]{0,16}(?:开了|说|让)"
)
_IN_VAIN = re.compile(
    r"(?:没|未|无)(?:有)?(?:人|任何|见|得到|再|给|能|被)?[^。!?,\n]{0,4}(?:人(?:来|管|理|联系|回|"
    r"上门|答|处理)|答复|回复|回音|解决|"
    r"处理|消息|结果|音讯|下文|修好|"
    r"弄好|动静|联系|上门|兑现|落实|反应|恢复|到账|到位|改)|没来|未来|没人|无人|"
    r"(?:至今|到现在)[^。!?,\n]{0,4}(?:没|未|无|不|还是|仍|也)|现在过了|(?:还是|仍然?|依旧|依然|"
    r"照样)(?:不|没|未|老样子|一样|坏|这样|断|卡|慢|"
    r"扣|收|是|有|出现|提示|老)|老样子|早就[出过到]|照旧|"
    r"(?:人|他)?一走[^。!?\n]{0,3}(?:又|就)|就走|又(?:坏|断|掉|卡|扣|不|没|出|开始|犯|收|停|被|慢|"
    r"来了?短)|照扣|照收|"
    r"等(?:到现在|到什么时候|了[^。!?,\n]{0,8}(?:天|周|月|星期|礼拜|小时)|个?没完)|\bwait(?:ed|"
    r"ing)?\b|"
    r"(?:今天|今日|已经?|现在)(?:都|已经?|是|过去|过了|超过)?(?:第)?(?:\d{1,3}|"
    r"[一二三四五六七八九十两几半]{1,3})(?:个)?(?:多)?(?:工作日|天|周|星期|礼拜|月|小时)|"
    r"(?:\d{1,3}|[一二三四五六七八九十两几半]{1,3})(?:个)?(?:多)?(?:工作日|天|周|星期|礼拜|月|"
    r"小时)(?:了|过去|还|仍|都)|"
    r"第(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:天|个)|"
    r"不了了之|敷衍|搪塞|超时|过期|糊弄|非说|非要说|不(?:认|承认|解决|处理|理|管)(?!财)|说话不算|"
    r"没下文|\bnothing\b|\bnobody (?:did|"
    r"came|call|repl|answ)|"
    r"\bno one (?:did|came|call|repl)|\bno (?:response|reply|answer|result|solution|change)\b|"
    r"\bstill\b|\bnever\b|\bnot (?:fixed|solved|resolved)|\bsince then\b|\bbut (?:it|the)"
)
_ELSEWHERE = re.compile(
    r"(?:不(?:归|属于?)|让我?(?:们)?(?:来)?找|叫我(?:们)?(?:来)?找|要我(?:们)?找|应该找|"
    r"建议(?:我)?(?:联系|找|写)|转(?:到|给)你们)"
)
_NOT_YET = re.compile(
    r"(?:请|要|想|准备|打算|再不|否则|不然|如果|若|可以|应该|怎么|如何|哪里|将|会|我要|特此|现|"
    r"建议|不想|懒得)(?:再|去|向|来)?[^。!?,\n]{0,4}$|"
    r"(?:自称|诱导|推销|推荐|忽悠|当时|办的时候|开的时候)[^。!?,\n]{0,8}$"
)
_CONDUCT = re.compile(r"挂(?:了|断|掉)|道歉|态度|聊天|骂|吼|hung up|rude")
"""A call that is itself the trouble is no earlier report."""
_ORDER = re.compile(
    r"(?:办理?(?:的|了)|申请|预约|报装|开通|下单|订购?)(?!.{0,40}(?:投诉|催|反映|报修|打过|客服))"
    r"[^。!?\n]{0,30}(?:说好?|答应|承诺|通知|保证|约定)"
)
"""An order that takes too long is no report of trouble."""
_CROWD = (
    r"[一二三四五六七八九十两几百]{1,4}[位名](?:老人|居民|用户|住户|同事|员工|学生|业主)|"
    r"(?:整个?|全)(?:小区|楼|栋|幢|村|街|弄|单位|园区|大楼|公司|校|厂|院|店|办公室|层|宿舍|班|部门|"
    r"片|镇|体(?:员工|住户|居民|业主|师生)|员)|"
    r"(?:几十|上百|数十|数百|\d{2,4}|[一二三四五六七八九两几][十百千])(?:多|余|来)?(?:户|"
    r"家(?!庭?里)|[名位]?(?:老人|用户|家庭|居民|住户|业主|"
    r"员工|同事|学生|商户))|"
    r"(?:几十|上百|数十|数百|\d{2,4}多?)个?(?:人|员工|同事)|"
    r"(?:所有|全部|每个|(?<![十百千\d])多个|多名|很多|好多|不少|众多|大量)(?:的)?(?:用户|住户|居民|"
    r"业主|员工|同事|"
    r"邻居|同学|人(?!员)|客户(?!端|资料|信息)|家庭|"
    r"楼层|客房|房间|分店|门店|网点)|"
    r"(?:邻居|居民|业主|家长|同事|大家|街坊|同学|室友|隔壁|楼上楼下|左邻右舍|周围|群里)(?:们|"
    r"的?(?:人|几家|几户|同学|住户))?.{0,4}(?:都|也|全)|"
    r"大面积|联名(?:反映|投诉|信|上书|签)|"
    r"\b(?:whole|entire) (?:building|compound|neighbou?rhood|block|office|office park|company|"
    r"team|floor|school|hotel)\b|"
    r"\b(?:all|many|several) (?:of )?(?:my |our |the |other )?(?:neighbou?rs|users|residents|"
    r"tenants|colleagues|staff|employees|flats|customers)\b|"
    r"\b(?:everyone|everybody|nobody) (?:in|at|on) (?:the|our|my|this)\b|"
    r"\bneighbou?rs? (?:the same|too|also|have|has|are)|\b(?:our|my) (?:customers|users|clients|"
    r"staff|colleagues|guests) (?:are|is|were|all|have)|\b\d{2,4} (?:people|users|employees|"
    r"households|staff)\b"
)
_HIT = (
    r"(?:都|也|无法|不能|上不了|没(?:有)?(?:信号|网)|断|停|受影响|影响|涉及|被(?:变更|扣|骗|改|开|"
    r"坑)|一样|投诉|反映|抱怨|"
    r"这样|"
    r"中断|瘫痪|收不到|发不出|打不开|"
    r"\b(?:same|too|also|down|affected|cannot|can't|no|complain|without|lost|suffer|offline|hit)\b)"
)
_MANY = re.compile(
    rf"(?:{_CROWD})[^。!?\n]{{0,16}}{_HIT}|{_HIT}[^。!?,\n]{{0,8}}(?:{_CROWD})|大面积|"
    rf"\bneighbou?rs? (?:have |has |are )?(?:the same|too|also)\b"
)


def escalation(words: Words) -> tuple[str, str] | None:
    """Return rule and words of a sign of escalation (R26), or None."""
    text = words.all
    for rule, pattern in (("threat", _THREAT), ("repeated", _AGAIN)):
        found = pattern.search(text)
        if found:
            return f"escalation.{rule}", _around(text, found.start(), found.end())
    story = next(_stories(text), None)
    if story:
        return "escalation.repeated", story
    crowd = _MANY.search(text)
    return ("escalation.many", _around(text, crowd.start(), crowd.end())) if crowd else None


def _stories(text: str) -> Iterator[str]:
    """Yield reports of the trouble that led to nothing."""
    for found in _REPORT.finditer(text):
        fate = text[found.end() : found.end() + STORY].split("\n\n", 1)[0]
        vain = _IN_VAIN.search(fate)
        before = text[max(0, found.start() - 24) : found.start()]
        if vain is None or _NOT_YET.search(before) or _ORDER.search(before + found[0]):
            continue
        told = fate[: vain.end()]
        if not _ELSEWHERE.search(told) and not _CONDUCT.search(told):
            yield (found[0] + told).strip()


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 4) : end + 4].strip()
