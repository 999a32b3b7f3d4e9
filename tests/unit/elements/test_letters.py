import pytest

from mailcare.model.judgement import Elements
from mailcare.model.letter import Address, Message
from mailcare.triage.elements import ElementRules, find_elements
from unit.elements.rows import ROWS, Row

_RULES = ElementRules(
    own_numbers=frozenset({"10000", "021-68881000"}),
    own_addresses=frozenset({"vas@telecom.example"}),
)


def _read(row: Row) -> Elements:
    sender = Address(row.sender, row.name)
    return find_elements(
        Message(from_=sender, subject=row.subject, own_text=row.body, signature=row.signature),
        _RULES,
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.subject or row.body[:12])
def test_reads_what_a_colleague_would(row: Row) -> None:
    found = _read(row)
    values = (
        found.problem is not None,
        _bare(found.device_number.value) if found.device_number else None,
        found.phone.value if found.phone else None,
        found.contact.value if found.contact else None,
    )
    assert values == (
        row.problem,
        _bare(row.device) if row.device else None,
        row.phone,
        row.contact,
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.subject or row.body[:12])
def test_every_element_has_its_evidence_and_is_certain(row: Row) -> None:
    found = _read(row)
    for element in (found.problem, found.device_number, found.phone, found.contact):
        assert element is None or (element.evidence and not element.probable)


def _bare(number: str) -> str:
    """Return `number` as device numbers are compared: without dashes and brackets."""
    return "".join(char for char in number if char not in "-() ")
