import pytest

from mailcare.model.judgement import ElementName
from mailcare.model.letter import Address, Message
from mailcare.triage.elements import ElementRules, find_elements


def _phone(text: str, rules: ElementRules) -> str | None:
    found = find_elements(Message(own_text=text), rules).phone
    return found.value if found else None


def test_our_numbers_are_nobodys_phone() -> None:
    rules = ElementRules(own_numbers=frozenset({"021-68881000"}))
    for written in ("68881000", "021-68881000", "+86 21 6888 1000"):
        assert _phone(f"电话{written}一直没人接", rules) is None
    assert _phone("我的电话68881001", rules) == "68881001"


def test_our_mailboxes_are_no_device() -> None:
    rules = ElementRules(own_addresses=frozenset({"vas@telecom.example"}))
    letter = Message(own_text="邮箱vas@telecom.example收不到我的信")
    assert find_elements(letter, rules).device_number is None


def test_a_users_mailbox_may_be_in_the_domain_of_ours_unless_only_colleagues_are() -> None:
    letter = Message(own_text="我的邮箱wang_xy@mail.telecom.example收不到信")
    shared = ElementRules(own_addresses=frozenset({"vas@mail.telecom.example"}))
    device = find_elements(letter, shared).device_number
    assert device
    assert device.value == "wang_xy@mail.telecom.example"
    closed = ElementRules(own_domains=frozenset({"telecom.example"}))
    assert find_elements(letter, closed).device_number is None


def test_staff_are_no_contact() -> None:
    letter = Message(own_text="短信费退回来。\n王晶", from_=Address("a@b.example", "王晶"))
    assert find_elements(letter, ElementRules(staff_names=frozenset({"王晶"}))).contact is None


def test_a_from_name_can_be_left_aside() -> None:
    letter = Message(own_text="短信费退回来", from_=Address("a@b.example", "丁一凡"))
    assert find_elements(letter, ElementRules()).contact is not None
    assert find_elements(letter, ElementRules(sender_name_counts=False)).contact is None


def test_form_fields_by_their_configured_labels() -> None:
    fields = {
        "经办人称谓": ElementName.CONTACT,
        "業務代號": ElementName.DEVICE_NUMBER,
        "可联络到您的号码": ElementName.PHONE,
    }
    letter = Message(
        own_text="经办人称谓：胖胖\n業務代號：\nQX 1190 22\n可联络到您的号码: 135-2447-0016 转 2\n"
    )
    found = find_elements(letter, ElementRules(form_fields=fields))
    assert found.contact
    assert found.device_number
    assert found.phone
    values = (found.contact.value, found.device_number.value, found.phone.value)
    assert values == ("胖胖", "QX119022", "13524470016")


@pytest.mark.parametrize(
    "trap",
    [
        "身份证310109198107235014",
        "订单号13812345678901",
        "QQ：330098172",
        "工单 2022060900417",
        "发票号码 00483127",
        "邮编200433",
        "传真：021-59113321",
        "客服热线021-63636363",
        "师傅的电话是13918801122",
        "招行卡号6225880212345678",
        "共扣了58881234元",
        "微信13918801122",
        "受理编号20190301",
        "工号58812345",
        "一个叫13918801122的号码打来推销",
        "手机尾号4321",
    ],
)
def test_numbers_that_are_never_the_users(trap: str) -> None:
    letter = Message(subject="宽带断了", own_text=f"宽带断了三天没有人来修，{trap}，请处理。")
    found = find_elements(letter, ElementRules())
    assert (found.device_number, found.phone) == (None, None)


def test_evidence_is_in_the_letters_own_words() -> None:
    letter = Message(own_text="會員扣了兩次費。\n聯絡電話：１８９－１７７２－００２３，謝謝")
    found = find_elements(letter, ElementRules()).phone
    assert found
    assert found.value == "18917720023"
    assert found.evidence == "聯絡電話：１８９－１７７２－００２３"


def test_a_very_long_letter_is_still_signed() -> None:
    letter = Message(own_text="网页打不开，一直转圈。\n" * 40_000 + "祝好\n庄文彬 13524470016")
    found = find_elements(letter, ElementRules())
    assert found.contact
    assert found.phone
    assert (found.contact.value, found.phone.value) == ("庄文彬", "13524470016")
