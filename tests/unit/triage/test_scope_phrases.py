"""Whose business it is, where words of several businesses stand in one letter."""

import pytest

from mailcare.triage.scope import find_scope
from mailcare.triage.words import Words
from support.triage import letter, shipped_rules


def owner(text: str, subject: str = "", mailbox: str = "vas") -> str | None:
    found = find_scope(Words(letter(text, subject)), shipped_rules(mailbox))
    return found.unit or found.outsider


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不是宽带的问题，是你们的企业邮箱收不到信", "vas"),
        ("宽带是好的，网页邮箱打不开", "vas"),
        ("座机和宽带都断了，主要是宽带，要上网课", "broadband"),
        ("小灵通的天气短信包月我没订过", "vas"),
        ("话费账单里多了视频会员15元", "vas"),
        ("联通宽带装不上", "unicom"),
        ("联通的邻居都说好，我的电信宽带天天掉线", "broadband"),
        ("手机4G上不了网，打电话正常", "telecom"),
        ("IPTV机顶盒里点播电影多收了钱", "broadband"),
        ("邮件服务器发信被列入黑名单", "vas"),
        ("虚拟主机上的网站打不开", "idc"),
        ("寬頻斷線，數據機一直重啟", "broadband"),
        ("行動電話收不到簡訊，訊號很差，沒有信號", "telecom"),
        ("My landline has no dial tone", "telecom"),
        ("The webmail of my mailbox is down", "vas"),
        ("Please fix my online broadband", "broadband"),
        ("腾讯视频的会员自动续费关不掉", "internet"),
        ("话费里代扣的腾讯视频会员没有开通成功", "vas"),
        ("建设银行的短信通知费扣错了", "bank"),
        ("用移动手机打我的电信号码打不通", "telecom"),
        ("我的移动号码被停机了，话费还有", "mobile"),
        ("有线电视太贵，想换成你们的IPTV，怎么收费", "broadband"),
        ("企业邮局的管理员密码忘了", "vas"),
        ("网域快到期了，续约不了", "idc"),
    ],
)
def test_the_owner_of_the_problem_wins(text: str, expected: str) -> None:
    assert owner(text) == expected


def test_the_subject_counts_double() -> None:
    body = "账单和邮箱都有问题"
    assert owner(body, "企业邮箱") == "vas"
    assert owner(body, "手机话费") == "telecom"


def test_the_same_letter_is_in_scope_elsewhere() -> None:
    found = find_scope(Words(letter("宽带掉线")), shipped_rules("broadband"))
    assert (found.scope.value, found.unit) == ("in_scope", "broadband")


def test_english_phrases_are_whole_words() -> None:
    assert find_scope(Words(letter("I was online, simple as that")), shipped_rules()).silent


def test_two_equal_owners_leave_no_confidence() -> None:
    found = find_scope(Words(letter("宽带和固话都有问题")), shipped_rules())
    assert found.confidence < shipped_rules().min_confidence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营业厅的人查了话费账单，座机每月被扣一笔“养生讲堂”10元，请退订", "vas"),
        ("家里电话 62174409 的账单上多出手机报5元，从没订过", "vas"),
        ("服务器昨晚起断网，ping 全丢，请机房值班查一下机柜", "idc"),
        ("医院打电话来都听不清，我家电话全是杂音", "telecom"),
        ("我是移动用户，被开了彩铃和短信包月，每月扣8元退订不了", "mobile"),
        ("139邮箱的附件打不开，邮箱登录也慢", "mobile"),
    ],
)
def test_circumstances_outweigh_no_product_and_a_line_named_decides(
    text: str, expected: str
) -> None:
    assert owner(text) == expected


def test_circumstances_alone_decide_unless_others_speak_too() -> None:
    alone = find_scope(Words(letter("搬到哪里去了", "营业厅")), shipped_rules())
    assert (alone.unit, alone.only_circumstances) == ("telecom", True)
    assert alone.confidence >= shipped_rules().min_confidence
    both = find_scope(Words(letter("营业厅的网线和断网")), shipped_rules())
    assert both.confidence < shipped_rules().min_confidence


def test_a_cancelled_phrase_hides_none_within_it() -> None:
    found = find_scope(Words(letter("用移动手机打我的电信号码打不通")), shipped_rules())
    assert found.unit == "telecom"
