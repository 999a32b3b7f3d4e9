"""Masked letters: nothing known is left, the shape stays, the same stays the same."""

import re

import pytest

from mailcare.intake.reading import read
from mailcare.learning.masking.letter import Masked, mask_letter
from mailcare.learning.masking.masker import Masker
from mailcare.learning.masking.shapes import Shapes
from mailcare.model.letter import Address, Message
from mailcare.triage import judge
from support.triage import letter, shipped_rules

SHAPES = Shapes(b"k" * 32, frozenset({"qq.com", "online.sh.cn"}), frozenset({"10000"}))
MASKER = Masker(SHAPES, shipped_rules().elements)


def masked(message: Message, *known: str) -> Masked:
    return mask_letter(message, MASKER, known)


def text(body: str, name: str = "") -> str:
    return MASKER.text(body, MASKER.names(Address("u@qq.com", name), (body,)))


@pytest.mark.parametrize(
    ("written", "shape"),
    [
        ("13501234871", r"135\d{8}"),
        ("+86 135-0123-4871", r"\+86 135-\d{4}-\d{4}"),
        ("１３５０１２３４８７１", r"１３５[０-９]{8}"),
        ("一三五零一二三四八七一", r"[零一二三四五六七八九]{11}"),
        ("021-52340917", r"021-\d{8}"),
        ("52340917", r"5\d{7}"),
        ("ad73902216", r"ad\d{8}"),
        ("6620 1188 4573 2290", r"66\d\d \d{4} \d{4} \d{4}"),
        ("shgwb@online.sh.cn", r"[a-z]{5}@online\.sh\.cn"),
        ("li.wei88@corp-lan.com.cn", r"[a-z]{2}\.[a-z]{3}\d\d@[a-z]{4}-[a-z]{3}\.com\.cn"),
        ("202.96.209.133", r"202\.96\.\d+\.\d+"),
        ("310101198001011234", r"31\d{16}"),
    ],
)
def test_numbers_keep_their_shape_and_nothing_else(written: str, shape: str) -> None:
    other = text(f"我的号码 {written} 不能用")
    found = re.fullmatch(rf"我的号码 ({shape}) 不能用", other)
    assert found, other
    assert found[1] != written
    assert text(f"我的号码 {written} 不能用") == other


def test_a_line_is_the_same_with_and_without_its_area_code() -> None:
    long, short = text("电话 021-52340917").split()[1], text("电话 52340917").split()[1]
    assert long[-7:] == short[-7:]


@pytest.mark.parametrize("kept", ["10000", "400-820-1234", "2026-11-03 08:30", "错误691", "20元"])
def test_what_is_nobodys_stays(kept: str) -> None:
    assert text(f"我打了 {kept} 也没用") == f"我打了 {kept} 也没用"


def test_names_are_replaced_everywhere_and_keep_their_kind() -> None:
    other = text("我叫陆建平,请回复。\n陆先生 13501234871\n陆建平", "陆建平")
    assert "陆" not in other
    names = re.fullmatch(r"我叫(...),请回复。\n(.)先生 \d{11}\n(...)", other)
    assert names
    assert names[1] == names[3]
    assert names[1][0] == names[2]


def test_names_in_latin_letters_and_homes() -> None:
    other = text("My name is Sophie Laurent.\n住杨树路1234弄5号602室\nSophie Laurent")
    assert "Sophie" not in other
    assert "Laurent" not in other
    assert re.search(r"住\S{2}路\d{4}弄\d号\d{3}室", other)
    assert "1234" not in other
    assert "杨树" not in other


def test_another_key_makes_another_mask() -> None:
    other = Masker(Shapes(b"x" * 32), shipped_rules().elements)
    body = "电话 13501234871"
    assert other.text(body, ()) != MASKER.text(body, ())


def test_a_letter_is_judged_as_before() -> None:
    message = letter(
        "我的邮箱 guwb@online.sh.cn 登录不上,一直提示密码错误。\n顾文斌 13501234871",
        "邮箱登录不上", "guwenbin@qq.com", name="顾文斌",
    )  # fmt: skip
    found = masked(message, "guwb@online.sh.cn", "13501234871", "顾文斌", "guwenbin@qq.com")
    assert not found.leaks
    again = read(found.raw)
    before, after = (judge(one, shipped_rules()) for one in (message, again))
    assert after.decision is before.decision
    for name in ("device_number", "phone", "contact"):
        old, new = getattr(before.elements, name), getattr(after.elements, name)
        assert new.value == found.value(old.value, is_name=name == "contact") != old.value


def test_machines_keep_what_tells_them() -> None:
    message = letter(
        "收到", "自动回复", fields={"Auto-Submitted": "auto-replied", "X-Card": "王芳"}
    )
    raw = masked(message).raw
    assert b"auto-replied" in raw
    assert b"X-Card" not in raw


def test_a_known_value_without_a_shape_is_replaced_too() -> None:
    found = masked(letter("互联星空账号 shvn_mengf 打不开"), "shvn_mengf")
    assert not found.leaks
    assert "shvn_mengf" not in read(found.raw).text


def test_what_stays_is_told() -> None:
    assert masked(letter("账号 shvn mengf 打不开"), "shvn-mengf").leaks


@pytest.mark.parametrize(
    "message",
    [
        Message(),
        letter("", "\ud800", "not an address", name="\x00\n王"),
        letter("一" * 30_000 + "\r\n" + "1" * 30_000),
        Message(from_=Address("a@b@c", 'x"\\y'), to=(Address(""),), reply_to=(Address("<>"),)),
    ],
)
def test_any_message_can_be_masked(message: Message) -> None:
    assert read(masked(message).raw).from_ is not None
