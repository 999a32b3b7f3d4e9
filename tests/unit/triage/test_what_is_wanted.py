"""Kind, category, language and wishes."""

from pathlib import Path

import pytest

from mailcare.model.judgement import DemandKind
from mailcare.triage.calls import wants_call
from mailcare.triage.category import find_category
from mailcare.triage.escalation import escalation
from mailcare.triage.kind import find_kind
from mailcare.triage.language import find_language
from mailcare.triage.wishes import special_demand
from mailcare.triage.words import Words
from support.triage import letter


def words(text: str, subject: str = "") -> Words:
    return Words(letter(text, subject))


_CALLS = (Path(__file__).parent / "calls.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", _CALLS)
def test_a_wish_to_be_called_however_it_is_said(line: str) -> None:
    expected, _, text = line.partition("|")
    assert bool(wants_call(words(text))) is (expected == "Y")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请问过户要带什么资料？", "consultation"),
        ("How can I cancel my landline?", "consultation"),
        ("请帮我退订手机报。", "complaint"),
        ("凭什么扣我的钱？难道不看也要收费吗？", "complaint"),
        ("建议邮箱登录页面增加扫码登录。", "suggestion"),
        ("建议你们马上退款，否则投诉。", "complaint"),
        ("感谢工号2207的客服耐心帮助我。", "praise"),
        ("感谢客服的耐心，但是问题还是没有解决，请尽快处理。", "complaint"),
        ("Many thanks to your staff for the excellent service.", "praise"),
        ("想咨询一下邮箱是否支持手机客户端收信，需要另外申请吗？", "consultation"),
        ("感谢你们让我的网天天断，每月还照扣会员费二十元，退钱！", "complaint"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert find_kind(words(text)) == kind


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("这个月被乱扣了25元会员费，请退款", "billing"),
        ("退订页面打不开，一直无法取消包月", "process"),
        ("点卡刮开密码看不清，报刊亭不给换", "after_sales"),
        ("宽带天天掉线，网速很慢", "service_quality"),
        ("My internet connection keeps dropping", "service_quality"),
        ("I was charged twice, please refund", "billing"),
    ],
)
def test_category(text: str, category: str) -> None:
    found = words(text)
    assert find_category(found, find_kind(found), has_problem=True) == category


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我的邮箱打不开，提示 error 500，用的是 Outlook", "zh"),
        ("敝公司的企業郵箱無法寄信，請儘速處理", "zh-Hant"),
        ("My mailbox is full. Zhang Wei 张伟", "en"),
        ("我的 video VIP 上个月 cancel 了，但是 this month 还是 charge 了，please refund", "mixed"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert find_language(letter(text)) == language


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("请来电联系。", True),
        ("答复方式：电话", True),
        ("白天打家里电话", True),
        ("請晚上7點以後打我手機 13501234871", True),
        ("Please call me in the evening.", True),
        ("请不要打电话，邮件回复。", False),
        ("我打电话说过了，没人理。", False),
        ("师傅上门前打个电话，就打这个号。", False),
        ("如有疑问请来电。", False),
        ("Nobody called me back.", False),
        ("有进展了给我回个电。", True),
        ("烦请于工作日白天拨打我的座机 64001122 说明", True),
        ("查清楚以后打这个号 13812340987", True),
        ("结果用电话告诉我就行。", True),
        ("處理好請打給我，謝謝", True),
        ("等你们的电话。", True),
        ("麻烦核实后致电 021-60001234 找小吴", True),
        ("Could somebody phone me about this?", True),
        ("I would rather have an answer by phone.", True),
        ("Kindly ring my mobile after six.", True),
        ("查好之后 call 我一下", True),
        ("客服说会给我回电，到现在也没有。", False),
        ("我给你们打电话打了一上午都占线", False),
        ("别人打我手机总说关机", False),
        ("天天有人打电话推销宽带", False),
        ("家里电话打不出去了", False),
        ("来电显示没有了", False),
        ("公用电话坏了", False),
        ("My phone 13812340987, name Li", False),
        ("I called the hotline and was told to wait", False),
        ("The agent promised to call me within a day", False),
        ("不用来电，发邮件就好", False),
        ("别打家里座机，有事打我手机", True),
        ("能不能让懂的人打个电话给我讲讲", True),
        ("上门前打个电话，另外结果也电话告诉我", True),
        ("Mail is useless here; could somebody phone me?", True),
        ("I'd rather be called than written to", True),
        ("机器说请在工作时间来电", False),
        ("我给我妈打电话总断", False),
        ("打962000要等很久", False),
        ("My call to Osaka was billed twice", False),
    ],
)
def test_wish_for_a_call(text: str, wish: bool) -> None:  # noqa: FBT001 - a column of the table
    assert bool(wants_call(words(text))) is wish


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("报修过两次都没修好", True),
        ("再不解决就去消保委", True),
        ("整个小区都没信号", True),
        ("I already called twice, still not fixed", True),
        ("对你们的答复不满意", True),
        ("电话号码 13512345678，卡号 1230012345", False),
        ("邮箱打不开，请处理", False),
        ("上礼拜跟师傅讲过了，他看一眼就走，晚上又断了", True),
        ("客服答应两天内给结果，今天已经第六天了", True),
        ("热线那边说登记好了会有人联系，到现在也没动静", True),
        ("I rang the hotline, they promised an engineer, nobody came", True),
        ("楼上楼下几家也都上不了网", True),
        ("我们学校全体师生都登录不了", True),
        ("打 10000 说不归他们管，让我找你们。", False),
        ("营业厅说要带身份证原件", False),
        ("我要投诉，请尽快处理", False),
        ("因诉讼需要，请提供话单", False),
        ("流媒体播放器打不开", False),
        ("套餐 315 元一个月", False),
        ("通讯录里几百个客户全没了", False),
        ("营业员态度差，我问第二句她就把电话挂了", False),
        ("修好撑了两天又掉线", True),
        ("七月的去信石沉大海", True),
        ("说好三天内退，今天第九天了", True),
        ("让我打热线，热线让我去厅里，厅里又让我写信", True),
        ("我们会向通信管理局申诉", True),
        ("楼里十几家公司都上不了网", True),
        ("Three technicians have been here, the line still drops", True),
        ("Still nothing, three weeks since I reported it", True),
        ("如果下次再扣，我就投诉", False),
        ("我们律师事务所的邮箱收不到信", False),
        ("账单里有一笔 12315 短信服务费", False),
        ("广告上写着免费安装", False),
        ("大家都说好用，我家却总掉线", False),
        ("充了两次都没到账", False),
    ],
)
def test_escalation(text: str, sign: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (escalation(words(text)) is not None) is sign


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请在三日内答复", DemandKind.DEADLINE),
        ("十万火急，业务全停了", DemandKind.URGENT),
        ("请书面答复", DemandKind.OTHER),
        ("邮箱打不开", None),
        ("限你们明天下班前处理好", DemandKind.DEADLINE),
        ("下午三点前务必恢复", DemandKind.DEADLINE),
        ("客户等着用，火烧眉毛", DemandKind.URGENT),
        ("请负责人出面", DemandKind.OTHER),
        ("客服说三天内答复，没有", None),
        ("合同约定五个工作日内恢复", None),
        ("紧急联系人是我太太", None),
    ],
)
def test_special_demand(text: str, kind: DemandKind | None) -> None:
    demand = special_demand(words(text))
    assert (demand.kind if demand else None) == kind
