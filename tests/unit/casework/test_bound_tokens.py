"""Tokens that are worth something in letters from one address alone."""

from mailcare.casework.threading import ThreadKind, which_case
from mailcare.casework.tokens import TokenKeys, TokenKind, find_tokens, make_token, read_token
from mailcare.model.letter import Address, Message

KEYS = TokenKeys("k1", {"k1": b"a" * 32, "k0": b"b" * 32})
READER = "Chief@telecom.example"


def letter(sender: str, token: str) -> Message:
    return Message(from_=Address(sender), subject=f"[VAS-202611-0042#{token}]", text="催办")


def test_a_readers_token_works_for_the_reader_alone() -> None:
    token = make_token(KEYS, TokenKind.URGE, 42, READER)
    found = read_token(KEYS, token, READER.lower())
    assert found is not None
    assert (found.kind, found.row_id) == (TokenKind.URGE, 42)
    assert read_token(KEYS, token, "other@telecom.example") is None
    assert read_token(KEYS, token) is None


def test_a_token_for_nobody_works_for_nobody() -> None:
    token = make_token(KEYS, TokenKind.URGE, 42)
    assert read_token(KEYS, token) is None
    assert read_token(KEYS, token, READER) is None


def test_other_tokens_ask_nobody_who_writes() -> None:
    token = make_token(KEYS, TokenKind.NOTICE, 42)
    assert read_token(KEYS, token, READER) == read_token(KEYS, token)


def test_it_names_its_case_in_a_letter() -> None:
    token = make_token(KEYS, TokenKind.URGE, 42, READER)
    tokens = tuple(find_tokens(KEYS, letter(READER, token)))
    assert which_case((), tokens).kind is ThreadKind.URGE
    assert find_tokens(KEYS, letter("x@mail.example", token)) == []
