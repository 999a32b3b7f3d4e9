from mailcare.model.judgement import ElementName
from mailcare.model.letter import Address, Message
from mailcare.triage.elements import ElementRules, find_elements

_RULES = ElementRules(own_addresses=frozenset({"vas@telecom.example"}))
_USER = Address("meng@user.example", "孟庆云")
_OLD = (
    "------------------ 原始邮件 ------------------\n"
    '发件人: "{name}" <{address}>\n发送时间: 2016年1月17日\n收件人: x\n主题: 扣费\n\n'
    "我的会员被扣了两次费，请退还。电话 15000428816\n"
)


def test_own_earlier_letter_counts_as_probable() -> None:
    quoted = _OLD.format(name="孟庆云", address="meng@user.example")
    found = find_elements(
        Message(from_=_USER, own_text="其他资料同上封信。", quoted=quoted), _RULES
    )
    assert found.missing == ()
    assert found.phone
    assert (found.phone.value, found.phone.probable) == ("15000428816", True)
    assert found.contact
    assert (found.contact.value, found.contact.probable) == ("孟庆云", False)


def test_what_others_wrote_in_the_quote_is_nobodys() -> None:
    for author in ("vas@telecom.example", "somebody@else.example"):
        quoted = _OLD.format(name="王晶", address=author)
        found = find_elements(
            Message(from_=_USER, own_text="会员费还没有退。", quoted=quoted), _RULES
        )
        assert found.missing == (ElementName.DEVICE_NUMBER, ElementName.PHONE)


def test_forwarded_complaint_gives_its_own_writers_data() -> None:
    forwarded = _OLD.format(name="鲍国梁", address="bao@user.example")
    found = find_elements(
        Message(
            from_=Address("li@branch.example", "李莉"), own_text="请贵处处理。", forwarded=forwarded
        ),
        _RULES,
    )
    assert found.missing == ()
    assert found.contact
    assert (found.contact.value, found.contact.probable) == ("鲍国梁", True)
    assert found.problem
    assert found.problem.probable


def test_own_words_go_before_forwarded_ones() -> None:
    forwarded = _OLD.format(name="鲍国梁", address="bao@user.example")
    found = find_elements(
        Message(from_=_USER, own_text="电话18917720023，请处理下面的信", forwarded=forwarded),
        _RULES,
    )
    assert found.phone
    assert (found.phone.value, found.phone.probable) == ("18917720023", False)


def test_our_own_mail_handed_back_holds_no_user_data() -> None:
    forwarded = _OLD.format(name="增值业务中心", address="vas@telecom.example")
    found = find_elements(
        Message(from_=_USER, own_text="这是你们的信", forwarded=forwarded), _RULES
    )
    assert found.phone is None
