# ruff: noqa: E501 - one case a line, in the characters that people type
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcare.model.letter import Address, Message
from mailcare.triage.elements import ElementRules, find_elements


@pytest.mark.parametrize(
    ("subject", "text", "device", "phone"),
    [
        (
            "固话故障",
            "单位电话62331890和62331891都没声音了，请打我手机13801239987",
            "62331890",
            "13801239987",
        ),
        ("话费", "13311667788这个月怎么扣了200多", "13311667788", "13311667788"),
        (
            "话费",
            "我号码是1331-166-7788，话费查询不了。我爱人的手机13311667799正常。",
            "1331-166-7788",
            "13311667788",
        ),
        (
            "宽带",
            "宽带故障，房东电话13901230000，我电话13701230001，账号ad20019988",
            "ad20019988",
            "13701230001",
        ),
        ("宽带", "我打你们热线021-68889999报修没人理。宽带账号ad20019988", "ad20019988", None),
        ("宽带", "我打58889999报修，值班的说明天来。宽带账号ad20019988", "ad20019988", None),
        ("宽带报修", "报修：02158112230，单号NO.20190812。", "02158112230", "02158112230"),
        (
            "光纤",
            "安装地址：浦东大道1200号，预约电话：13501660022，预约单号88201933",
            None,
            "13501660022",
        ),
        (
            "短信",
            "1065712088888这个号一直给我发短信，我的手机是17301238866",
            "17301238866",
            "17301238866",
        ),
        (
            "邮箱",
            "邮箱zhoumin@vip.sh.cn收信慢，办公室电话63221100-216，手机13601880055，请打手机",
            "zhoumin@vip.sh.cn",
            "13601880055",
        ),
        (
            "邮箱",
            "我们用的是 @haitian-crane.com 的企业邮箱，昨天起全部收不到信",
            "haitian-crane.com",
            None,
        ),
        (
            "邮箱",
            "My address wolfgang.b@vip.sh.cn gets 200 spam mails a day. Phone +49 89 1234 5678",
            "wolfgang.b@vip.sh.cn",
            "+498912345678",
        ),
        (
            "域名",
            "域名 abc-filter.cn 解析到 203.0.113.8 后打不开，电话 5080-1122",
            "abc-filter.cn",
            "50801122",
        ),
        (
            "备案",
            "备案号沪ICP备12003345号，网站 www.green-tea.net.cn 备案信息要变更，怎么办理？电话021-63112233",
            "www.green-tea.net.cn",
            "02163112233",
        ),
        (
            "主机",
            "我的云主机（IP 198.51.100.201）硬盘满了，想扩容。tel:18018880011",
            "198.51.100.201",
            "18018880011",
        ),
        (
            "点卡",
            "8899001122334455这张卡充不进去，我手机13916660077",
            "8899001122334455",
            "13916660077",
        ),
        ("点卡", "卡号0011-2233-4455-6677 密码被刮掉 电话66554433", "0011223344556677", "66554433"),
        (
            "会员",
            "支付宝订单2021033122001456789012，会员没到账，登录手机号18901990077",
            "18901990077",
            "18901990077",
        ),
        ("会员", "用手机13901112233（移动号）注册的视频会员登不上", "13901112233", "13901112233"),
        ("移机", "固话64330011移机到新址，新址联系电话：52110099 转 8", "64330011", "52110099"),
        ("欠费", "ID: 5801122334 的账户欠费？我从没用过。手机 one three eight", "5801122334", None),
        (
            "漫游",
            "My Chinese number +86 189 1812 3344 was cut off while roaming. Please call my US number +1 (650) 555-0199.",
            "+8618918123344",
            "+16505550199",
        ),
        ("宽带", "请于下午3点后致电2156 8890联系安装。", None, "21568890"),
        ("宽带", "账号：ad11223344，密码：77889900，联系电话58990011", "ad11223344", "58990011"),
        ("账单", "户号：1002003004，电话：6411-2200，帐单没收到", "1002003004", "64112200"),
        (
            "营业厅",
            "合同号SH-2013-00112233，手机保底协议，请取消，号码壹捌玖壹捌捌捌零零贰贰",
            "18918880022",
            "18918880022",
        ),
        ("投诉", "受理单20130405001122，用户13301239900，流量异常", "13301239900", "13301239900"),
        (
            "iptv",
            "iptv账号：xxiptv02188 ，手机:１３８\u3000１７６５\u3000００１１",
            "xxiptv02188",
            "13817650011",
        ),
        (
            "测速",
            "速率 1000/50，实测下行 320.55Mbps，IP 192.168.1.2，宽带号02151112222",
            "02151112222",
            "02151112222",
        ),
        (
            "注销",
            "身份证号 31010419850606123X，想注销名下13300001234这个号",
            "13300001234",
            "13300001234",
        ),
    ],
)
def test_which_number_is_the_services_and_which_the_users(
    subject: str, text: str, device: str | None, phone: str | None
) -> None:
    found = find_elements(Message(subject=subject, own_text=text), ElementRules())
    assert found.device_number is None or found.device_number.evidence
    values = (
        _bare(found.device_number.value) if found.device_number else None,
        found.phone.value if found.phone else None,
    )
    assert values == (_bare(device) if device else None, phone)


@settings(max_examples=60)
@given(
    text=st.text(
        alphabet=st.sampled_from(
            "我联系人电话号码：，。姓名王芳 手机一三八\n\t-+().@/1380215aAz宽带账"
        ),
        max_size=200,
    )
)
def test_any_text_whatever_can_be_searched(text: str) -> None:
    letter = Message(
        subject=text, own_text=text, signature=text, quoted=text, forwarded=text,
        from_=Address(text, text),
    )  # fmt: skip
    found = find_elements(letter, ElementRules())
    assert all(found.get(name) is None for name in found.missing)


def _bare(number: str) -> str:
    return "".join(char for char in number if char not in "-() ")
