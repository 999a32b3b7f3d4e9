from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcare.casework.threading import (
    NO_THREAD,
    Hit,
    NumberHit,
    Thread,
    ThreadKind,
    which_case,
)
from mailcare.casework.tokens import (
    BOUND,
    Token,
    TokenKeys,
    TokenKind,
    find_numbers,
    find_tokens,
    make_token,
    message_id,
    read_token,
    subject_tag,
    unmarked,
)
from mailcare.model.letter import Address, Message, Report

KEYS = TokenKeys("2026", {"2026": b"k" * 32})
OTHER = TokenKeys("2026", {"2026": b"x" * 32})
ROTATED = TokenKeys("2027", {"2026": b"k" * 32, "2027": b"n" * 32})
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
ids = st.integers(1, 2**63 - 1)
TOKEN = make_token(KEYS, TokenKind.CASE, 42)
FOUND = Token(TokenKind.CASE, 42, "2026")


@given(st.sampled_from(TokenKind), ids)
def test_a_token_says_what_it_was_made_of(kind: TokenKind, row_id: int) -> None:
    reader = "chief@telecom.example" if kind in BOUND else ""
    token = make_token(KEYS, kind, row_id, reader)
    assert read_token(KEYS, token, reader) == Token(kind, row_id, "2026")
    assert len(token) <= 32
    assert set(token) <= set(ALPHABET)


@given(ids, st.data())
def test_a_changed_token_proves_nothing(row_id: int, data: st.DataObject) -> None:
    token = make_token(KEYS, TokenKind.CASE, row_id)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from(ALPHABET.replace(token[place], "")))
    assert read_token(KEYS, token[:place] + letter + token[place + 1 :]) is None


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    assert read_token(KEYS, text) is None


def test_another_key_proves_nothing() -> None:
    assert read_token(OTHER, TOKEN) is None


def test_tokens_survive_the_rotation_of_keys() -> None:
    assert read_token(ROTATED, TOKEN) == FOUND
    assert read_token(KEYS, make_token(ROTATED, TokenKind.CASE, 42)) is None


def test_kinds_do_not_stand_for_each_other() -> None:
    tokens = {make_token(KEYS, kind, 42) for kind in TokenKind}
    assert len(tokens) == len(TokenKind)


def test_keys_are_not_printed() -> None:
    assert "kkk" not in repr(KEYS)


@pytest.mark.parametrize("row_id", [0, -1, 2**64])
def test_no_token_for_what_is_no_row(row_id: int) -> None:
    with pytest.raises(ValueError, match="row id"):
        make_token(KEYS, TokenKind.CASE, row_id)


EMPTY = Message()


@pytest.mark.parametrize(
    "message",
    [
        replace(EMPTY, in_reply_to=(message_id(TOKEN, "telecom.example", "1"),)),
        replace(
            EMPTY, references=("<a@b>", message_id(TOKEN, "telecom.example", "r.2-x"), "<c@d>")
        ),
        replace(EMPTY, subject=f"回复:{subject_tag('VAS-202611-0042', TOKEN)} 邮箱"),
        replace(EMPTY, subject=f"RE: [vas-202611-0042#{TOKEN.upper()}]"),
        replace(EMPTY, subject=f"答复:【VAS-202611-0042\uff03{TOKEN}】"),
        replace(EMPTY, text=f"好的\n> [VAS-202611-0042#{TOKEN}]\n> --"),
        replace(EMPTY, quoted=f"> [VAS-202611-0042#{TOKEN}]"),
        replace(EMPTY, forwarded=f"[VAS-202611-0042#{TOKEN}]"),
        replace(EMPTY, to=(Address(f"vas+{TOKEN}@telecom.example"),)),
        replace(
            EMPTY,
            report=Report("dsn", original_message_id=message_id(TOKEN, "telecom.example", "1")),
        ),
        replace(EMPTY, text="x" * 900_000 + f"\n[VAS-202611-0042#{TOKEN}]"),
    ],
)
def test_a_token_is_found_wherever_mail_programs_leave_it(message: Message) -> None:
    assert find_tokens(KEYS, message) == [FOUND]


def test_the_newest_answered_mail_comes_first_and_a_forgery_not_at_all() -> None:
    new, old = (make_token(KEYS, TokenKind.CASE, n) for n in (2, 1))
    forged = make_token(OTHER, TokenKind.CASE, 3)
    message = replace(
        EMPTY,
        in_reply_to=(message_id(forged, "telecom.example", "1"),),
        references=tuple(message_id(one, "telecom.example", "1") for one in (old, new)),
        subject=subject_tag("VAS-202611-0001", old),
    )
    assert [token.row_id for token in find_tokens(KEYS, message)] == [2, 1]


@pytest.mark.parametrize("part", ["", "A", "a@b", "a b", "x" * 65])
def test_parts_of_message_ids_are_words(part: str) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        message_id(TOKEN, "telecom.example", part)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("编号VAS-202611-0042的投诉", ("VAS-202611-0042",)),
        (
            "vas-202611-0042, VAS-202611-0042 and IDC-202612-0001.",
            ("VAS-202611-0042", "IDC-202612-0001"),
        ),
        ("KF_1-202601-12345", ("KF_1-202601-12345",)),
        ("VAS-202613-0042", ()),
        ("XVAS-202611-004", ()),
        ("A-VAS-202611-0042", ()),
        ("VAS-202611-0042_1", ()),
        ("电话 021-202611-0042", ()),
    ],
)
def test_numbers_are_found_in_text(text: str, numbers: tuple[str, ...]) -> None:
    assert find_numbers(text) == numbers


TOKENS = (Token(TokenKind.DISPATCH, 5, "2026"), FOUND)


@pytest.mark.parametrize(
    ("hits", "tokens", "numbers", "thread"),
    [
        ((Hit(ThreadKind.CASE, 1),), TOKENS, (), Thread(ThreadKind.CASE, 1, certain=True)),
        (
            (),
            TOKENS,
            (NumberHit(9, same_sender=True),),
            Thread(ThreadKind.DISPATCH, 5, certain=True),
        ),
        (
            (),
            (),
            (NumberHit(8, same_sender=False), NumberHit(9, same_sender=True)),
            Thread(ThreadKind.CASE, 9, certain=True),
        ),
        ((), (), (NumberHit(8, same_sender=False),), Thread(ThreadKind.CASE, 8, certain=False)),
        ((), (), (), NO_THREAD),
    ],
)
def test_message_id_before_token_before_number(
    hits: tuple[Hit, ...], tokens: tuple[Token, ...], numbers: tuple[NumberHit, ...], thread: Thread
) -> None:
    assert which_case(hits, tokens, numbers) == thread


def test_our_numbers_are_left_out_of_what_is_judged_and_others_kept() -> None:
    token = make_token(KEYS, TokenKind.CASE, 42)
    written = f"编号 VAS-202611-0042 的事,合同号 SH-202403-55718。[VAS-202611-0042#{token}]"
    message = Message(subject=f"Re: 投诉 [VAS-202611-0042#{token}]", own_text=written)
    plain = unmarked(message, ["vas"])
    assert plain.subject.strip() == "Re: 投诉"
    assert plain.own_text == "编号  的事,合同号 SH-202403-55718。"
