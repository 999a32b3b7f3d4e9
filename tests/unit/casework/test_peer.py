from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcare.casework.peer import HandOver, PartKind, PeerPart, dump, load
from mailcare.model.judgement import Category, Element, Elements, Language
from mailcare.model.letter import Address

WHEN = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
OVER = HandOver(
    received_at=WHEN,
    user=Address("li@mail.example", "李女士"),
    elements=Elements(
        problem=Element("宽带掉线", "mailcare-dispatch.json"),
        phone=Element("13800005678", "mailcare-dispatch.json"),
    ),
    owner="broadband",
    confirm_by=WHEN,
    due=WHEN,
    answer_by="department",
    special_demand="urgent",
    reply_by_phone=True,
    category=Category.BILLING,
    language=Language.EN,
    subject="宽带",
    message_id="<1@mail.example>",
)
DISPATCH = PeerPart(PartKind.DISPATCH, "VAS-202611-0042", "k7m2", 4, OVER)
RETURN = PeerPart(PartKind.RETURN, "VAS-202611-0042", "k7m2", 4, reference="KF-1", text="空号")


@pytest.mark.parametrize("part", [DISPATCH, RETURN, replace(RETURN, kind=PartKind.ANSWER)])
def test_what_one_mailcare_writes_another_reads(part: PeerPart) -> None:
    assert dump(part).isascii()
    assert load(dump(part)) == part


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"version": 1', b'"version": 2'),
        (b'"mailcare": "dispatch"', b'"mailcare": "order"'),
        (b'"serial": 4', b'"serial": -4'),
        (b'"serial": 4', b'"serial": true'),
        (b'"answer_by": "department"', b'"answer_by": "everybody"'),
        (b'"token": "k7m2"', b'"token": ""'),
        (b'"subject": ', b'"subject": 7, "x": '),
        (b'"user": {', b'"user": [], "x": {'),
        (b"+00:00", b""),
        (b"}", b""),
    ],
)
def test_what_is_odd_is_no_part(old: bytes, new: bytes) -> None:
    assert old in dump(DISPATCH)
    assert load(dump(DISPATCH).replace(old, new)) is None


def test_a_field_that_is_not_known_yet_does_no_harm() -> None:
    assert (
        load(dump(DISPATCH).replace(b'"version": 1', b'"version": 1, "colour": "red"')) == DISPATCH
    )


@given(st.binary(max_size=400) | st.from_regex(rb'\{"mailcare": .{0,200}\}'))
def test_anything_can_be_looked_at(data: bytes) -> None:
    load(data)


def test_a_part_is_not_read_without_end() -> None:
    assert load(b"[" * 100_000) is None
    assert load(b" " * 200_000 + dump(DISPATCH)) is None
