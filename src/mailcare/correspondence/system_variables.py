"""Variables of alarms and digests; the catalogue ends with them."""

from mailcare.correspondence.variable import Variable, always

_DAILY = ("digest.daily",)
_LINE = ("digest.line",)


def _listed(
    name: str, what: tuple[str, str], example: tuple[str, str]
) -> tuple[Variable, Variable]:
    """Describe a list of the digest, empty where there is nothing, and how many it has in all."""
    zh, en = what
    return (
        Variable(name, f"{zh};没有时为空", f"{en}; empty where there are none", *example, _DAILY),
        Variable(f"{name}_count", f"`{name}` 共有多少", f"how many: {en}", "3", "3", _DAILY),
    )


SYSTEM: tuple[Variable, ...] = (
    # alarms
    Variable(
        "title",
        "告警标题",
        "what is wrong, in a few words",
        "信箱无法连接",
        "a mailbox can't be reached",
        ("alarm.*",),
        ("alarm.general", "alarm.capacity", "alarm.cleared"),
    ),
    Variable(
        "means",
        "告警的含义,一句话",
        "what it means, in one sentence",
        "信箱在规定时间内一直不能收信。",
        "The mailbox could not be polled for too long.",
        ("alarm.*",),
    ),
    Variable(
        "details",
        "告警内容,可有多行",
        "the facts, several lines",
        "信箱:vas\n最近一次成功:2026年11月21日08:00",
        "Mailbox: vas\nLast success: 08:00 on 21 November 2026",
        ("alarm.*",),
        ("alarm.general", "alarm.cleared"),
    ),
    Variable(
        "todo",
        "建议的处理办法",
        "what to do",
        "请检查网络与密码,运行 mailcare doctor。",
        "Check network and password; run mailcare doctor.",
        ("alarm.*",),
    ),
    Variable(
        "mailbox",
        "信箱名称",
        "the mailbox's name",
        "vas",
        "vas",
        ("alarm.*",),
        ("alarm.capacity",),
    ),
    always("used", "已用容量", "space used", "850 MB", "850 MB", templates=("alarm.capacity",)),
    always(
        "limit",
        "总容量",
        "the mailbox's capacity",
        "1.0 GB",
        "1.0 GB",
        templates=("alarm.capacity",),
    ),
    always("percent", "已用百分比", "percentage used", "85", "85", templates=("alarm.capacity",)),
    Variable(
        "forecast",
        "增长情况与预计用满的时间,一至三句;尚不能预测时为空",
        "how it grows and when it will be full, some sentences; empty where nobody knows",
        "按目前的增长,约 6 天后(11月29日(周日)10:00)用满。",
        "As it grows now it will be full in about 6 days (10:00 on 29 November).",
        ("alarm.capacity",),
    ),
    Variable(
        "notes",
        "其他提示",
        "further hints",
        "恢复后自动继续收信。",
        "It goes on by itself once the server is back.",
        ("alarm.*",),
    ),
    # digests
    always(
        "date",
        "汇总日期",
        "the digest's day",
        "11月23日(周一)",
        "Monday, 23 November",
        templates=_DAILY,
    ),
    always(
        "scope",
        "汇总范围:单位名称,或全部单位",
        "whose cases it is about: the unit's name, or all units",
        "增值业务中心",
        "VAS Centre",
        templates=_DAILY,
    ),
    always(
        "summary",
        "各项件数,一行;没有待办事项时为一句话",
        "how many of each, in one line; one sentence where nothing waits",
        "超时 2 件 · 今明到期 3 件 · 待人工判断 1 件",
        "overdue 2 · due soon 3 · to be decided 1",
        templates=_DAILY,
    ),
    *_listed(
        "overdue",
        ("超时的申诉,超时最久的在前", "overdue cases, the longest overdue first"),
        ("VAS-202611-0042 答复已超时 2 个工作日", "VAS-202611-0042 answer 2 working days late"),
    ),
    *_listed(
        "soon",
        ("今天和下一个工作日到期的申诉", "cases due today or on the next working day"),
        ("VAS-202611-0043 答复还剩 2 小时", "VAS-202611-0043 answer due in 2 hours"),
    ),
    *_listed(
        "dispatches",
        ("未确认的派单,已列在前面的除外", "dispatches not confirmed and not listed above"),
        ("VAS-202611-0044 电信公司尚未确认", "VAS-202611-0044 to the telecom company"),
    ),
    *_listed(
        "reviews",
        ("待人工判断的来信,已列在前面的除外", "cases to be decided and not listed above"),
        ("VAS-202611-0045 待人工判断", "VAS-202611-0045 to be decided"),
    ),
    *_listed(
        "mails",
        ("没有发出或不能确定是否发出的邮件", "mails that did not leave, or perhaps did not"),
        ("VAS-202611-0046 自动回复未发:来信过旧", "VAS-202611-0046 reply not sent: too old"),
    ),
    *_listed(
        "asides",
        ("无法自动处理而搁置的来信", "letters set aside, by mailbox"),
        ("信箱 vas 有 2 封来信搁置", "mailbox vas: 2 letters set aside"),
    ),
    Variable(
        "boxes",
        "观察模式的信箱、收不到信的信箱;没有时为空",
        "mailboxes in shadow mode or not polled; empty where there are none",
        "信箱 idc 处于观察模式,不对外发信",
        "mailbox idc is in shadow mode",
        _DAILY,
    ),
    Variable(
        "departments",
        "每月第一次汇总:各部门上月的派单情况;其余时候为空",
        "in the first digest of a month what departments did with last month's dispatches",
        "客服中心 11月派单 12 件,按时确认 11 件",
        "Customer Service Centre: 12 dispatches",
        _DAILY,
    ),
    always(
        "since",
        "上一次汇总的时间",
        "when the last digest was written",
        "11月20日(周五)08:30",
        "08:30 on Friday, 20 November",
        templates=_DAILY,
    ),
    always("opened", "上次汇总以来新收件数", "new cases since", "12", "12", templates=_DAILY),
    always("answered", "上次汇总以来答复件数", "cases answered since", "9", "9", templates=_DAILY),
    always("running", "在办件数", "cases that still run", "41", "41", templates=_DAILY),
    Variable(
        "opened_trend",
        "新收件数与上周同期之差;不满一周时为空",
        "new cases compared with the same time last week; empty in the first week",
        "+3",
        "+3",
        _DAILY,
    ),
    Variable(
        "answered_trend",
        "答复件数与上周同期之差;不满一周时为空",
        "answered cases compared with the same time last week; empty in the first week",
        "-2",
        "-2",
        _DAILY,
    ),
    always(
        "head",
        "一行的开头:受理编号或信箱",
        "how a line begins: a case's number or a mailbox",
        "VAS-202611-0042",
        "VAS-202611-0042",
        templates=_LINE,
    ),
    Variable(
        "about",
        "一行说的是什么",
        "what a line says",
        "答复已超时 2 个工作日",
        "answer 2 working days late",
        _LINE,
    ),
    Variable(
        "detail",
        "一行的细节:时限、类别、单位",
        "the details of a line: due time, category, unit",
        "应于 11月19日(周四)17:00 · 服务质量",
        "due 17:00 on Thursday, 19 November · service quality",
        _LINE,
    ),
    Variable(
        "link",
        "催办的邮件链接,不能催办时为空",
        "a mail link that reminds; empty where nobody can be reminded",
        "mailto:vas@telecom.example",
        "mailto:vas@telecom.example",
        _LINE,
    ),
    Variable(
        "urgent",
        "超时或紧急时不为空,只用于 {% if urgent %}",
        "not empty where it is late or urgent; only for {% if urgent %}",
        "是",
        "yes",
        _LINE,
    ),
)
