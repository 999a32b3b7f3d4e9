import pytest

from mailcare.triage.elements.numbers import CALLABLE, Shape, is_hotline, subscriber, tokens
from mailcare.triage.elements.page import make_page


@pytest.mark.parametrize(
    ("text", "shape", "value", "digits"),
    [
        ("电话13482095517卡", Shape.MOBILE, "13482095517", "13482095517"),
        ("１８９　３００８－７６６６", Shape.MOBILE, "1893008-7666", "18930087666"),
        ("tel13812345678", Shape.MOBILE, "13812345678", "13812345678"),
        ("138.1234.5678", Shape.MOBILE, "138.1234.5678", "13812345678"),
        ("1 3 8 1 7 6 5 4 3 2 1", Shape.MOBILE, "13817654321", "13817654321"),
        ("一三八一七六五四三二一", Shape.MOBILE, "13817654321", "13817654321"),
        ("壹叁捌 1234 伍陆柒捌", Shape.MOBILE, "13812345678", "13812345678"),
        ("+86 138 1654 7702", Shape.MOBILE, "+8613816547702", "+8613816547702"),
        ("0086-21-58881234", Shape.FIXED, "0086-21-58881234", "00862158881234"),
        ("(021) 5888-1234转803", Shape.FIXED, "(021)5888-1234", "02158881234"),
        ("021一58881234", Shape.FIXED, "021-58881234", "02158881234"),
        ("0512-66668888", Shape.FIXED, "0512-66668888", "051266668888"),
        ("（5430-7712）", Shape.LOCAL, "5430-7712", "54307712"),
        ("五四八七六零一九我", Shape.LOCAL, "54876019", "54876019"),
        ("+852 6183 4470", Shape.FOREIGN, "+85261834470", "+85261834470"),
        ("8830 4412 0097 5521", Shape.CARD, "8830441200975521", "8830441200975521"),
        ("用wang.li@corp.example.", Shape.ADDRESS, "wang.li@corp.example", ""),
        ("ad02158881234@shtel", Shape.ADDRESS, "ad02158881234@shtel", "02158881234"),
        ("www.shop-abc.com.cn，", Shape.DOMAIN, "www.shop-abc.com.cn", ""),
        ("[203.0.113.45]", Shape.IP, "203.0.113.45", "203011345"),
        ("SHA/ETH/00417752", Shape.ACCOUNT, "SHA/ETH/00417752", "00417752"),
        ("021lt77390164", Shape.ACCOUNT, "021lt77390164", "02177390164"),
        ("310109198107235014", Shape.RUN, "310109198107235014", "310109198107235014"),
        ("20140501", Shape.RUN, "20140501", "20140501"),
    ],
)
def test_one_number_in_the_ways_people_write_it(
    text: str, shape: Shape, value: str, digits: str
) -> None:
    (token,) = tokens(make_page("", text))
    assert (token.shape, token.value, token.digits) == (shape, value, digits)


@pytest.mark.parametrize(
    "text",
    ["138****4321", "2010-11-03 14:02:49", "2019年7月4日", "21:47", "see you @ home. Thanks"],
)
def test_masked_ones_and_dates_are_no_numbers(text: str) -> None:
    assert not list(tokens(make_page("", text)))


@pytest.mark.parametrize(
    ("text", "shape", "value"),
    [
        ("400-820-0088", Shape.FREE, "400-820-0088"),
        ("8008200088", Shape.FREE, "8008200088"),
        ("我们租的4008-117-526", Shape.FREE, "4008-117-526"),
        ("SHWGQ-B7-19 机柜", Shape.CODE, "SHWGQ-B7-19"),
        ("node-88-c3的卡", Shape.CODE, "node-88-c3"),
        ("互联星空shvn_lin", Shape.CODE, "shvn_lin"),
        ("lin @ online . sh . cn(防爬虫)", Shape.ADDRESS, "lin@online.sh.cn"),
        ("ten mailboxes @qinghe-med.cn", Shape.DOMAIN, "qinghe-med.cn"),
    ],
)
def test_what_is_never_called(text: str, shape: Shape, value: str) -> None:
    (token,) = tokens(make_page("", text))
    assert (token.shape, token.value) == (shape, value)
    assert shape not in CALLABLE


def test_two_numbers_side_by_side_stay_two() -> None:
    found = tokens(make_page("", "13812345678/58881234、021-62223333"))
    assert [token.digits for token in found] == ["13812345678", "58881234", "02162223333"]


@pytest.mark.parametrize("digits", ["10000", "12300", "95598", "4008200088", "106901234567"])
def test_hotlines(digits: str) -> None:
    assert is_hotline(digits)


@pytest.mark.parametrize("digits", ["95881234", "13812345678", "02158881234"])
def test_subscribers_are_no_hotlines(digits: str) -> None:
    assert not is_hotline(digits)


@pytest.mark.parametrize("digits", ["58881234", "02158881234", "+862158881234", "00862158881234"])
def test_one_line_compares_equal_however_it_is_dialled(digits: str) -> None:
    assert subscriber(digits, "021") == "58881234"
