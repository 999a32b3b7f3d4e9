"""The same few things said in the many ways of different writers."""

from pathlib import Path

import pytest

from mailcare.model.letter import Address, Message
from mailcare.triage.elements import ElementRules, find_elements

_HERE = Path(__file__).parent
_RULES = ElementRules(
    own_numbers=frozenset({"10000"}),
    service_domains=frozenset({"online.sh.cn", "vip.sh.cn"}),
)


def _rows(name: str) -> list[list[str]]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    cases = [line for line in lines if line and not line.startswith("#")]
    return [[cell.strip() for cell in f"{line} ".split("‖")] for line in cases]


@pytest.mark.parametrize("row", _rows("variants.txt"), ids=lambda row: row[1][:30])
def test_a_number_and_a_name_however_they_are_said(row: list[str]) -> None:
    head, text, *wanted = row
    name, _, subject = head.rpartition("@@")
    letter = Message(
        subject=subject,
        own_text=text.replace("\\n", "\n"),
        from_=Address("u@user.example", name),
    )
    found = find_elements(letter, _RULES)
    elements = (found.device_number, found.phone, found.contact)
    values = [element.value if element else "-" for element in elements]
    values[0] = _bare(values[0])
    assert [_told(*pair) for pair in zip(wanted, values, strict=True)] == wanted


@pytest.mark.parametrize("row", _rows("problems.txt"), ids=lambda row: f"{row[1]} {row[2][:20]}")
def test_a_problem_is_something_to_start_on(row: list[str]) -> None:
    wanted, subject, text = row
    found = find_elements(Message(subject=subject, own_text=text), ElementRules())
    assert (found.problem is not None) is (wanted == "1")


def _told(wanted: str, found: str) -> str:
    return wanted if wanted == "*" else found


def _bare(number: str) -> str:
    """Return a device number as such are compared: without dashes and brackets."""
    return number if number == "-" else "".join(char for char in number if char not in "-() ")
