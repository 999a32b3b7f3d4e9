"""A first line → a command, a note, or help; never an exception, never another's words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcare.casework.commands import orders
from mailcare.casework.staff.parsing import (
    Approve,
    Fault,
    Help,
    Parsed,
    Release,
    Setting,
    Wanted,
    parse,
)
from mailcare.casework.staff.words import CHINESE, ENGLISH

ZONE = ZoneInfo("Asia/Shanghai")
SETTING = Setting(
    datetime(2026, 11, 21, 3, 0, tzinfo=UTC),  # Saturday, 11:00 in Shanghai
    ZONE,
    {
        "vas": "vas",
        "增值业务中心": "vas",
        "broadband": "broadband",
        "宽带运营中心": "broadband",
        "Broadband Operations Centre": "broadband",
        "idc": "idc",
        "数据中心": "idc",
        "kfzx": "kfzx",
        "客服中心": "kfzx",
        "telecom": "telecom",
        "电信公司": "telecom",
    },
)


def extend(month: int, day: int, reason: str, hour: int = 18, minute: int = 0) -> orders.Extend:
    year = 2026 if month > 10 else 2027
    return orders.Extend(datetime(year, month, day, hour, minute, tzinfo=ZONE), reason)


def called(outcome: str, day: int = 21, hour: int = 11, minute: int = 0) -> orders.Called:
    return orders.Called(outcome, datetime(2026, 11, day, hour, minute, tzinfo=ZONE))


COMMANDS: list[tuple[str, Wanted]] = [
    ("答复:您的邮箱已修复。", orders.Reply("您的邮箱已修复。")),
    ("答复: 您的邮箱已修复。", orders.Reply("您的邮箱已修复。")),
    ("答复 您的邮箱已修复。", orders.Reply("您的邮箱已修复。")),
    ("答复\n您的邮箱已修复。\n请重试。", orders.Reply("您的邮箱已修复。\n请重试。")),
    ("\n\n  答复:\n\n第一段\n\n\n\n第二段\n", orders.Reply("第一段\n\n第二段")),
    ("【答复】您的邮箱已修复。", orders.Reply("您的邮箱已修复。")),
    ("[答复] 您的邮箱已修复。", orders.Reply("您的邮箱已修复。")),
    ("「答复」:您的邮箱已修复。", orders.Reply("您的邮箱已修复。")),
    ("“答复”您的邮箱已修复。", orders.Reply("您的邮箱已修复。")),
    ("**答复** 您的邮箱已修复。", orders.Reply("您的邮箱已修复。")),
    ("<b>答复</b>:您的邮箱已修复。", orders.Reply("您的邮箱已修复。")),
    ("答复&nbsp;您的邮箱已修复。", orders.Reply("您的邮箱已修复。")),
    ("<div>答复:已修复。</div>", orders.Reply("已修复。")),
    ("1. 答复:已修复。", orders.Reply("已修复。")),
    ("• 答复:已修复。", orders.Reply("已修复。")),
    ("答复\u3000已修复。", orders.Reply("已修复。")),
    ("\u200b答复:已修复。", orders.Reply("已修复。")),
    ("答復:已修復。", orders.Reply("已修復。")),
    ("答覆:已修復。", orders.Reply("已修復。")),
    ("回复用户:已修复。", orders.Reply("已修复。")),
    ("答复用户 已修复。", orders.Reply("已修复。")),
    ("答复 -- 已修复。", orders.Reply("已修复。")),
    ("ANSWER: It works again.", orders.Reply("It works again.")),
    ("answer\nIt works again.", orders.Reply("It works again.")),
    ("reply to user: It works again.", orders.Reply("It works again.")),
    ("【外部邮件】请谨慎\n答复:已修复。", orders.Reply("已修复。")),
    (
        "答复:已修复。\n\n本邮件及附件含有保密信息,仅限于发送给指定的收件人。",
        orders.Reply("已修复。"),
    ),
    ("答复:已修复。\n----------\n保密声明:内容仅供参考", orders.Reply("已修复。")),
    ("答复:已修复。\nCONFIDENTIALITY NOTICE: this is private", orders.Reply("已修复。")),
    (
        "答复:已修复。\nThis e-mail is confidential and intended solely\nfor",
        orders.Reply("已修复。"),
    ),
    ("答复:已修复。\n\n发自我的iPhone", orders.Reply("已修复。")),
    ("答复:已修复。\n-- \n张三 宽带部", orders.Reply("已修复。")),
    ("答复:已修复。\n> 申诉编号:VAS-202611-0001\n> 必要元素", orders.Reply("已修复。")),
    ("转派 broadband", orders.Dispatch("broadband")),
    ("转派:宽带运营中心", orders.Dispatch("broadband")),
    ("转派宽带运营中心", orders.Dispatch("broadband")),
    ("转派给宽带运营中心。", orders.Dispatch("broadband")),
    ("轉派 寬帶運營中心", orders.Dispatch("broadband")),
    ("转派 宽带", orders.Dispatch("broadband")),
    ("转派 【电信公司】", orders.Dispatch("telecom")),
    ("转派\n数据中心", orders.Dispatch("idc")),
    ("派单:客服中心", orders.Dispatch("kfzx")),
    ("forward to Broadband Operations Centre", orders.Dispatch("broadband")),
    ("Forward: telecom", orders.Dispatch("telecom")),
    ("退单 不属我处业务", orders.Return("不属我处业务")),
    ("退单原因:不属我处业务", orders.Return("不属我处业务")),
    ("退单:\n原因:号码不符", orders.Return("原因:号码不符")),
    ("returned: not theirs", orders.Return("not theirs")),
    ("答复 附件中为您的账单。", orders.Reply("附件中为您的账单。")),
    ("【答复】附件是您的账单。", orders.Reply("附件是您的账单。")),
    ("补充:请问从哪天开始?", orders.Ask("请问从哪天开始?")),
    ("補充 請問從哪天開始?", orders.Ask("請問從哪天開始?")),
    ("ask: since when?", orders.Ask("since when?")),
    ("延期 2026-12-01 等待配件", extend(12, 1, "等待配件")),
    ("延期 2026年12月1日 原因:等待配件", extend(12, 1, "等待配件")),
    ("延期:12月1日,等待配件", extend(12, 1, "等待配件")),
    ("延期至12月1日 等待配件", extend(12, 1, "等待配件")),
    ("延期 12/1 等待配件", extend(12, 1, "等待配件")),
    ("延期 十二月一日 等待配件", extend(12, 1, "等待配件")),
    ("延期 1月8日 等待配件", extend(1, 8, "等待配件")),
    ("延期 下周三 等待配件", extend(11, 25, "等待配件")),
    ("延期 周五\n等待配件", extend(11, 27, "等待配件")),
    ("延期 明天下午3点半 等待配件", extend(11, 22, "等待配件", 15, 30)),
    ("延期 12月1日 17:00 等待配件", extend(12, 1, "等待配件", 17)),
    ("延期 3天后 等待配件", extend(11, 24, "等待配件")),
    ("extend 2026-12-01 waiting for parts", extend(12, 1, "waiting for parts")),
    ("extend to Dec 1, waiting for parts", extend(12, 1, "waiting for parts")),
    ("备注:用户下午来电", orders.Note("用户下午来电")),
    ("備註:用戶下午來電", orders.Note("用戶下午來電")),
    ("note: he called", orders.Note("he called")),
    ("办结", orders.Close()),
    ("辦結。", orders.Close()),
    ("办结 已沟通", orders.Close("已沟通")),
    ("close", orders.Close()),
    ("不予受理 已另案处理", orders.Decline("已另案处理")),
    ("不予受理", orders.Decline()),
    ("decline: settled before", orders.Decline("settled before")),
    ("非投诉", orders.NotComplaint()),
    ("非投诉:内部测试", orders.NotComplaint("内部测试")),
    ("not a complaint", orders.NotComplaint()),
    ("认领", orders.Claim()),
    ("認領!", orders.Claim()),
    ("claim", orders.Claim()),
    ("电话已答复 用户满意", called("用户满意")),
    ("电话已答复:今天10:20 用户满意", called("用户满意", hour=10, minute=20)),
    ("电话已答复 昨天的事已说明", called("昨天的事已说明")),
    ("电话已答复 9:30,用户满意", called("用户满意", hour=9, minute=30)),
    ("called: he is content", called("he is content")),
    ("催办", orders.Remind()),
    ("remind", orders.Remind()),
    ("对方已确认", orders.Confirm()),
    ("撤回", orders.Takeback()),
    ("撤回 K7M2Q4XA", orders.Takeback()),
    ("undo K7M2Q4XA", orders.Takeback()),
    ("undo", orders.Takeback()),
    ("确认 K7M2Q4XA", Approve("K7M2Q4XA")),
    ("確認:k7m2-q4xa", Approve("K7M2Q4XA")),
    ("确认K7M2Q4XA", Approve("K7M2Q4XA")),
    ("确认", Approve()),
    ("confirm K7M2 Q4XA", Approve("K7M2Q4XA")),
    ("发送", Release()),
    ("發送。", Release()),
    ("send", Release()),
    ("帮助", Help()),
    ("幫助", Help()),
    ("help", Help()),
]
FAULTS = [
    ("答复", Fault.EMPTY),
    ("答复:\n\n发自我的iPhone", Fault.EMPTY),
    ("答复,您好", Fault.UNCLEAR),
    ("请转派 宽带", Fault.UNCLEAR),
    ("麻烦办结", Fault.UNCLEAR),
    ("Ask him tomorrow", Fault.UNCLEAR),
    ("Answer is pending", Fault.UNCLEAR),
    ("Close to done, I think", Fault.UNCLEAR),
    ("转派 宽带运营中心 用户很急", Fault.UNCLEAR),
    ("认领 这件先放一放", Fault.UNCLEAR),
    ("确认 用户已收到", Fault.UNCLEAR),
    ("撤回 前天那封", Fault.UNCLEAR),
    ("转派 火星分部", Fault.UNKNOWN_UNIT),
    ("转派 中心", Fault.UNKNOWN_UNIT),
    ("转派:", Fault.UNKNOWN_UNIT),
    ("延期 尽快 等配件", Fault.NO_DAY),
    ("延期 13月40日 等配件", Fault.NO_DAY),
    ("延期 2月30日 等配件", Fault.NO_DAY),
    ("延期 2026-11-20 等配件", Fault.DAY_PAST),
    ("延期 12月1日", Fault.REASONLESS),
    ("退单", Fault.REASONLESS),
    ("答复:已修复。\n申诉编号:VAS-202611-0001\n受理单位:增值\n必要元素:", Fault.QUOTED),
    ("答复:已修复。\n[VAS-202611-0001#k7m2q4xaabcdefghijklm]", Fault.QUOTED),
]
NOTES = [
    "这件事小李在跟,大概下周能好。",
    "答复您好的那件事我再问问",
    "答复用户了",
    "转派的事情我问一下",
    "延期的理由是什么",
    "确认收到,谢谢",
    "补充资料已收到",
    "回复:VAS-202611-0001",
    "收到",
    "Closing time is near.",
    "答复附件的事我来办",
    "Thanks, will do.",
]


@pytest.mark.parametrize(("text", "command"), COMMANDS)
def test_a_command_is_read(text: str, command: Wanted) -> None:
    assert parse(text, SETTING) == Parsed(command)


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_what_is_unclear_changes_nothing(text: str, fault: Fault) -> None:
    assert parse(text, SETTING) == Parsed(fault=fault)


@pytest.mark.parametrize("text", NOTES)
def test_sentences_are_notes(text: str) -> None:
    assert parse(text, SETTING) == Parsed(text=text)


@pytest.mark.parametrize(
    "text",
    [
        "答复(带附件):见附件。",
        "答复 附件:见附件。",
        "【答复】带附件 见附件。",
        "答复(含附件)\n见附件。",
        "answer (with attachments): 见附件。",
    ],
)
def test_files_go_along_where_the_command_says_so(text: str) -> None:
    assert parse(text, SETTING) == Parsed(orders.Reply("见附件。"), attachments=True)


@pytest.mark.parametrize(
    "text", ["", "\n \n", "> 答复:已修复。", "-- \n答复:已修复。", "发自我的iPhone"]
)
def test_nothing_of_ones_own_is_nothing(text: str) -> None:
    assert parse(text, SETTING) == Parsed()


def test_every_word_is_understood_alone_or_says_what_it_lacks() -> None:
    for words in (*CHINESE.values(), *ENGLISH.values()):
        for word in words:
            parsed = parse(word, SETTING)
            assert parsed.command is not None or parsed.fault is not None, word
            assert parsed.fault is not Fault.UNCLEAR, word


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    parse(text, SETTING)


_WORDS = st.sampled_from([word for words in CHINESE.values() for word in words])
_PIECES = st.sampled_from(
    [
        "答复",
        ":",
        " ",
        "\n",
        "【",
        "】",
        "12月1日",
        "下周三",
        "宽带",
        "(带附件)",
        ">",
        "十",
        "9:61",
        "&nbsp;",
    ]
)


@given(st.lists(st.one_of(_WORDS, _PIECES, st.text(max_size=5)), max_size=12))
def test_any_mixture_of_command_words_is_read(pieces: list[str]) -> None:
    parsed = parse("".join(pieces), SETTING)
    assert parsed.command is None or parsed.fault is None


@given(st.text(max_size=200))
def test_quoted_mail_is_never_part_of_an_answer(text: str) -> None:
    quoted = "\n".join(f"> {line}" for line in f"机密{text}".splitlines())
    parsed = parse(f"答复:已修复。\n{quoted}", SETTING)
    assert parsed == Parsed(orders.Reply("已修复。"))
