"""Letters that no machine may answer: regulators, press, lawyers, courts; and staff's conduct."""

from mailcare.model.judgement import Reason
from mailcare.triage.expressions import Expression
from mailcare.triage.phrases import tally
from mailcare.triage.rules import Rules
from mailcare.triage.signs import first
from mailcare.triage.text import matching_copy
from mailcare.triage.words import Words

ENOUGH = 2.0
"""Points of the config's official phrases that make a letter official."""

_OFFICE = Expression(
    r"律师|律所|法律事务|法院|检察院|仲裁委|管理局|监管局|公安|网监|消保委|消协|"
    r"消费者(?:权益)?保?护?(?:协会|委员会)|电视台|广播电台|报社|日报|晚报|记者|新闻(?:坊|部|"
    r"中心|晨报)|"
    r"工信|信访办|市长信箱|申诉(?:受理)?中心|人大|政协|"
    r"\blaw (?:firm|office)|\bllp\b|\battorney|\bcourt\b|\bembassy\b|\bconsulate\b|\bpress\b|"
    r"\breporter"
)
_DOMAIN = Expression(r"(?:^|\.)gov(?:\.[a-z]{2})?$|(?:^|[.-])court(?:[.-]|$)")
_FIRM = Expression(r"(?:^|[.-])(?:law|lawyer|lawfirm|legal)(?:[.-]|$)")
_ACTS = Expression(
    r"律师函|函告|致函|委托|代理|当事人|诉讼|起诉|仲裁|法律责任|权利|依据|《|"
    r"\b(?:client|on behalf|legal|sue|liab\w+|rights)\b"
)
"""With which a law firm writes for somebody; without, it is a user like others."""
_SUBJECT = Expression(
    r"^\W{0,12}(?:律师函|律师声明|协查|采访(?:函|提纲|申请)|传票|应诉|督办(?:函|单)|交办(?:函|单)|"
    r"转办(?:函|单)|"
    r"调查(?:函|通知)|申诉(?:转办|调解|受理)|责令|行政)|\blegal notice\b|\binterview request\b"
)
_BODY = Expression(
    r"(?:受|接受).{0,30}委托.{0,80}(?:致函|函告|发函)|本律师|本所(?:律师|受|将|特)|我(?:台|报|"
    r"社)记者|"
    r"本(?:台|报)(?:记者|接)|我(?:委|局|会|办)(?:收到|接到|近日|受理)|"
    r"(?:调查|协查|取证|冻结).{0,12}(?:函|通知书)|现将.{0,30}(?:转|移交).{0,10}(?:你|贵)(?:司|"
    r"公司|单位)|"
    r"\bon behalf of (?:my|our) client\b|\bour client\b|\bi am a (?:reporter|journalist)\b"
)
_STAFF = (
    r"(?:营业员|营业厅|客服|话务员|接线员|师傅|装维|维修(?:工|人?员)|安装(?:工|人?员)|客户经理|"
    r"工作人员|"
    r"业务员|工号|员工|小姐|台席|柜台|代理商|经理|班长|"
    r"staff|agent|operator|technician|engineer|clerk|representative)"
)
_CONDUCT = (
    r"(?:态度(?:极其|极|很|非常|十分|相当|太|特别)?(?:恶劣|差|不好|生硬|冷淡|蛮横|嚣张)|骂|辱|"
    r"吼|讽刺|嘲笑|"
    r"威胁|索要|收(?:了)?红包|吃拿|挂(?:断|掉|了|我)|不耐烦|爱理不理|翻白眼|推三阻四|嗑瓜子|"
    r"动手|推搡|泄露|"
    r"私(?:自|下)|造假|冒充|拒绝(?:提供|报)工号|不(?:肯|给|报)(?:报|工号)|"
    r"rude|shout|yell|insult|hung up|hang up|swore|threaten|bribe)"
)
_ABOUT_STAFF = Expression(
    rf"{_STAFF}[^。!?\n]{{0,40}}{_CONDUCT}|{_CONDUCT}[^。!?\n]{{0,16}}{_STAFF}"
)


def find_official(words: Words, rules: Rules) -> Reason | None:
    """Return why the letter comes from an office that only a person may answer, or None.

    That somebody threatens to go to such an office is escalation and no official letter.
    """
    sender = words.message.from_
    address = sender.address.lower() if sender else ""
    domain = address.partition("@")[2]
    for official in rules.official_senders:
        if official in {address, domain} or domain.endswith("." + official.lstrip("@.")):
            return Reason("official.sender", official)
    host = domain.rpartition(".example")[0] or domain
    evidence = (
        first(matching_copy(sender.name if sender else ""), _OFFICE)
        or first(host, _DOMAIN)
        or (first(host, _FIRM) if _ACTS.search(words.all) else "")
        or first(words.subject, _SUBJECT)
        or first(words.own, _BODY)
    )
    if evidence:
        return Reason("official.sign", evidence)
    found = tally(words, rules.official_phrases).get("official")
    if found and found.points >= ENOUGH:
        return Reason("official.phrase", "、".join(found.evidence))
    return None


def find_conduct(words: Words) -> str:
    """Return the words that complain about a staff member's conduct, or nothing."""
    return first(words.all, _ABOUT_STAFF)
