"""Whatever the bytes, reading gives a Message: 500 mutated letters here, more by ``make fuzz``."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.letters import check, letters


@pytest.mark.parametrize("seed", range(10))
def test_mutated_letters_give_a_message(seed: int) -> None:
    for raw in letters(seed, 50):
        check(raw)


@settings(max_examples=100, database=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_message(raw: bytes) -> None:
    check(raw)
