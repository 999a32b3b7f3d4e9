import re
from pathlib import Path

import pytest

from mailcare.correspondence.duties import DUTIES
from mailcare.correspondence.variable import Variable
from mailcare.correspondence.variables import CATALOGUE, allowed

DOC = (Path(__file__).parents[3] / "docs" / "templates.zh.md").read_text("utf-8")
ROWS = {
    cells[0].strip("`"): cells
    for line in DOC.splitlines()
    if line.startswith("| `")
    for cells in [[c.replace("\\|", "|") for c in re.split(r" (?<!\\)\| ", line[2:-2])]]
}


def kinds(variable: Variable) -> str:
    if variable.templates == ("*",):
        return "全部"
    return "、".join(f"`{pattern}`" for pattern in variable.templates)


@pytest.mark.parametrize("variable", CATALOGUE, ids=lambda v: v.name)
def test_every_variable_stands_in_the_guide_as_it_is(variable: Variable) -> None:
    row = ROWS[variable.name]
    assert row[1:4] == [variable.zh, variable.example.replace("\n", " ⏎ "), kinds(variable)]
    assert ("可能为空" in row[4]) is (not variable.never_empty)


@pytest.mark.parametrize("name", DUTIES)
def test_every_template_stands_in_the_guide_with_its_duties(name: str) -> None:
    duty = DUTIES[name]
    assert ROWS[name][1:] == [duty.zh_name, "、".join(f"`{use}`" for use in duty.uses)]


def test_the_guide_names_nothing_that_is_not_there() -> None:
    named = {row for row in ROWS if not row.startswith("/")}
    assert named == {v.name for v in CATALOGUE} | set(DUTIES)


def test_every_duty_can_be_met() -> None:
    for name, duty in DUTIES.items():
        assert set(duty.uses) <= set(allowed(name)), name


def test_every_variable_serves_some_template() -> None:
    assert all(any(v.in_template(name) for name in DUTIES) for v in CATALOGUE)
