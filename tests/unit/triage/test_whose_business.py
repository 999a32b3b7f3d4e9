"""Whose business a letter is where phrases alone leave it open: a person, or a second opinion."""

from dataclasses import replace
from pathlib import Path

import pytest

from mailcare.model.judgement import Decision, Judgement
from mailcare.triage import judge
from mailcare.triage.owners import find_opinion, settle, shares
from mailcare.triage.scope import ScopeFinding, find_scope
from mailcare.triage.words import Words
from support.triage import letter, shipped_rules

_SIGNED = "联系电话 13918840277,韩立新"


def judged(text: str) -> Judgement:
    return judge(letter(f"{text}\n{_SIGNED}"), shipped_rules())


def found(text: str, mailbox: str = "vas") -> ScopeFinding:
    return find_scope(Words(letter(text)), shipped_rules(mailbox))


def test_one_weak_word_decides_nothing_where_no_letters_were_learnt_from() -> None:
    text = "你们等待音里的广告没完没了"
    assert found(text, "broadband").thin
    judgement = judge(letter(f"{text}\n{_SIGNED}"), shipped_rules("broadband"))
    assert judgement.decision is Decision.REVIEW


def test_whose_business_single_sentences_are_is_mostly_told() -> None:
    lines = (Path(__file__).parent / "owners.txt").read_text(encoding="utf-8").splitlines()
    told = [line.partition("|") for line in lines]
    right = sum((settled(text).unit or "outside") == owner for owner, _, text in told)
    assert right >= 0.9 * len(told)


def test_many_words_of_one_owner_need_no_second_opinion() -> None:
    text = "我的企业邮箱登录不上,邮件收不到,附件也发不出去,邮箱账号 hanlx@vip.sh.cn,请尽快恢复。"
    assert judged(text).decision is Decision.IN_SCOPE


def test_a_letter_without_a_problem_is_asked_for_it_though_it_names_a_phone_line() -> None:
    judgement = judge(letter("业务号码18918840277,机主韩立新,请尽快处理。"), shipped_rules())
    assert (judgement.decision, judgement.unit) == (Decision.NEED_INFO, "vas")


def settled(text: str, mailbox: str = "vas") -> ScopeFinding:
    rules = shipped_rules(mailbox)
    words = Words(letter(text))
    return settle(words, find_scope(words, rules), rules, find_opinion(words, rules).odds())


def test_what_phrases_and_all_words_say_together_is_likely() -> None:
    scope = settled("我的企业邮箱登录不上,邮件收不到,附件也发不出去,请尽快恢复。")
    assert scope.unit == "vas"
    assert scope.chance is not None
    assert scope.chance > 0.9


def test_the_letters_words_decide_where_one_phrase_names_a_thing_on_the_way() -> None:
    text = "手机上查到的:家里的网从礼拜天起一到晚上就掉,猫上的灯一闪一闪红的,师傅来过也没弄好。"
    words = Words(letter(text))
    by_phrases = replace(
        find_scope(words, shipped_rules()), unit="telecom", tallied={"telecom": 1.3}
    )
    odds = find_opinion(words, shipped_rules()).odds()
    scope = settle(words, by_phrases, shipped_rules(), odds)
    assert scope.unit == "broadband"
    assert scope.reasons[0].rule == "scope.learnt"


def test_who_is_hardly_likelier_than_another_is_left_to_a_person() -> None:
    text = "请查一下邮箱"
    words = Words(letter(text))
    scope = find_scope(words, shipped_rules())
    odds = find_opinion(words, shipped_rules()).odds()
    even = scope.points + (odds["vas"] - odds["telecom"]) * 2
    alike = replace(scope, tallied={"vas": scope.points, "telecom": even})
    chance = settle(words, alike, shipped_rules(), odds).chance
    assert chance is not None
    assert chance < 0.9


def test_the_opinion_knows_only_mailboxes_whose_letters_it_has_read() -> None:
    text = "家里宽带从昨天起一直掉线,光猫亮红灯,请派师傅上门修。"
    assert find_opinion(Words(letter(text)), shipped_rules()).odds()["broadband"] > -0.1
    assert find_opinion(Words(letter(text)), shipped_rules("broadband")).odds() == {}
    assert settled(text, "broadband").chance is None


def test_a_business_outside_is_told_only_where_it_is_named() -> None:
    assert settled("招商银行的信用卡年费乱扣,银行不退").outsider == "bank"
    assert settled("你好").outsider is None


def test_the_form_of_the_number_adds_to_what_the_words_say() -> None:
    opinion = find_opinion(Words(letter("这个用不了,请尽快处理。")), shipped_rules())
    by_words = opinion.odds()
    assert opinion.odds("101.95.3.17")["idc"] > by_words["idc"]
    assert opinion.odds() == by_words


def test_all_owners_share_one_by_their_odds() -> None:
    parts = shares({"vas": 2.0, "idc": 1.0, "telecom": -3.0})
    assert sum(parts.values()) == pytest.approx(1.0)
    assert parts["vas"] > parts["idc"] > parts["telecom"]
    assert shares({}) == {}
