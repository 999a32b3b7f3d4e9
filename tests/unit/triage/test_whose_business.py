"""Whose business a letter is where phrases alone leave it open: a person, or a second opinion."""

from dataclasses import replace

import pytest

from mailcare.model.judgement import Decision, Judgement
from mailcare.triage import judge
from mailcare.triage.owners import Opinion, agrees, contradicts, find_opinion
from mailcare.triage.scope import ScopeFinding, find_scope
from mailcare.triage.words import Words
from support.triage import letter, shipped_rules

_SIGNED = "联系电话 13918840277,韩立新"


def judged(text: str) -> Judgement:
    return judge(letter(f"{text}\n{_SIGNED}"), shipped_rules())


def found(text: str, mailbox: str = "vas") -> ScopeFinding:
    return find_scope(Words(letter(text)), shipped_rules(mailbox))


def test_one_weak_word_decides_nothing_unless_the_whole_letter_says_the_same() -> None:
    text = "你们等待音里的广告没完没了"
    assert found(text).thin
    assert judged(text).decision is Decision.REVIEW


def test_many_words_of_one_owner_need_no_second_opinion() -> None:
    text = "我的企业邮箱登录不上,邮件收不到,附件也发不出去,邮箱账号 hanlx@vip.sh.cn,请尽快恢复。"
    assert judged(text).decision is Decision.IN_SCOPE


def test_a_letter_without_a_problem_is_asked_for_it_though_it_names_a_phone_line() -> None:
    judgement = judge(letter("业务号码18918840277,机主韩立新,请尽快处理。"), shipped_rules())
    assert (judgement.decision, judgement.unit) == (Decision.NEED_INFO, "vas")


@pytest.mark.parametrize(
    ("lead", "margin", "also", "expected"),
    [
        (4.0, 2.0, "", True),
        (2.5, 2.0, "", False),
        (9.0, 6.0, "", False),
        (9.0, 6.0, "idc", True),
        (-3.0, 0.5, "idc", False),
    ],
)
def test_another_owner_must_lead_by_more_and_be_named_or_stand_against_little(
    lead: float, margin: float, also: str, *, expected: bool
) -> None:
    scope = replace(found("邮箱登录不上"), points=8.0, margin=margin, also=frozenset({also}))
    assert contradicts(Opinion("idc", lead), scope) is expected


def test_no_opinion_neither_agrees_nor_contradicts() -> None:
    assert not agrees(None)
    assert not contradicts(None, found("邮箱登录不上"))


def test_only_a_clear_lead_agrees() -> None:
    assert agrees(Opinion("idc", -2.0))
    assert not agrees(Opinion("idc", -1.0))


def test_the_opinion_knows_only_mailboxes_whose_letters_it_has_read() -> None:
    text = "家里宽带从昨天起一直掉线,光猫亮红灯,请派师傅上门修。"
    words = Words(letter(text))
    opinion = find_opinion(words, found(text), shipped_rules())
    assert opinion is not None
    assert opinion.lead < 0
    rules = shipped_rules("broadband")
    assert find_opinion(words, found(text, "broadband"), rules) is None


@pytest.mark.parametrize("text", ["招商银行的信用卡年费乱扣", "你好"])
def test_it_leaves_outside_businesses_and_silence_to_the_phrases(text: str) -> None:
    assert find_opinion(Words(letter(text)), found(text), shipped_rules()) is None
