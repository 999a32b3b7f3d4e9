"""HTML mails: judged like the others, every value escaped, nothing from outside."""

from pathlib import Path

import pytest

from mailcare.correspondence.templates import Html
from mailcare.correspondence.templates.pages import MARKED, fill_page, judge_page
from mailcare.correspondence.variables import allowed
from mailcare.errors import TemplateError
from mailcare.model.judgement import Language
from mailcare.resources import shipped
from unit.correspondence.builders import NOW, book_with, shipped_book
from unit.correspondence.test_templates import PAGES, samples, save

LINE = "digest.line"
DAILY = "digest.daily"
LINE_SOURCE = (shipped("templates") / "digest.line.zh.html").read_text("utf-8")
OWN = '<tr><td><a href="{{ link }}">{{ head }}</a> {{ about }}</td></tr>\n'


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_each_shipped_page_is_good(name: str, language: str) -> None:
    source = (shipped("templates") / f"{name}.{language}.html").read_text("utf-8")
    assert judge_page(name, source) == []


@pytest.mark.parametrize(
    "added",
    [
        "<script>alert(1)</script>",
        "<style>td {color: red}</style>",
        '<img alt="x">',
        '<td background="https://cdn.example/x.png">',
        '<td style="background:url(x.png)">',
        '<td onclick="x">',
        "<td title={{ head }}>",
        "{{ head|safe }}",
        "{% autoescape false %}{{ head }}{% endautoescape %}",
        "{{ nobody }}",
        "{% for x in head %}{{ x }}{% endfor %}",
        "{{ head.__class__ }}",
        "****",
    ],
)
def test_what_a_page_may_not_hold_is_refused(added: str) -> None:
    assert judge_page(LINE, OWN) == []
    assert judge_page(LINE, LINE_SOURCE + added)


def test_facts_must_show_and_other_names_are_none() -> None:
    assert "head" in judge_page(LINE, OWN.replace("{{ head }}", ""))[0].what
    assert judge_page("reply.accepted", OWN)
    assert judge_page("digest.nothing", OWN)


def test_every_value_comes_out_as_text() -> None:
    for name in (LINE, DAILY):
        values = {key: f"{key}{MARKED}" for key in allowed(name)}
        source = (shipped("templates") / f"{name}.zh.html").read_text("utf-8")
        page = fill_page(source, values)
        assert "<b onclick" not in page
        assert "&lt;b onclick=x&gt;" in page


def test_only_lines_that_the_book_made_stay_html() -> None:
    book = shipped_book()
    line = book.render_line(LINE, Language.ZH, "vas", samples(LINE) | {"head": "<i>"})
    assert "&lt;i&gt;" in line
    values = samples(DAILY) | {"scope": Html("<i>中心</i>"), "summary": "<u>"}
    done = book.render(DAILY, Language.ZH, "vas", values, {"overdue": line})
    assert done.html is not None
    assert line.strip() in done.html
    assert "<i>" not in done.html
    assert "<u>" not in done.html
    assert samples(DAILY)["overdue"] in done.text
    assert samples(DAILY)["overdue"] not in done.html


def test_a_page_without_a_needed_value_is_not_rendered() -> None:
    with pytest.raises(TemplateError, match="head"):
        shipped_book().render_line(LINE, Language.ZH, "vas", {"about": "x"})


def test_an_own_page_takes_the_place_and_a_bad_one_does_not(tmp_path: Path) -> None:
    book = book_with(tmp_path)
    save(tmp_path, OWN, "vas/digest.line.zh.html")
    assert book.refresh(NOW) == []

    def line(unit: str) -> str:
        return book.render_line(LINE, Language.ZH, unit, samples(LINE))

    assert line("vas").startswith("<tr><td><a href=")
    assert "border-bottom" in line("idc")
    save(tmp_path, OWN + "<script>", "vas/digest.line.zh.html")
    assert [problem.file for problem in book.refresh(NOW)] == ["own/vas/digest.line.zh.html"]
    assert line("vas").startswith("<tr><td><a href=")
