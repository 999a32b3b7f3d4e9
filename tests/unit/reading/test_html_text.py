"""HTML becomes the lines a person sees."""

import pytest

from mailcare.intake.reading import marks
from mailcare.intake.reading.html_text import html_to_text


def shown(source: str) -> str:
    return marks.drop(html_to_text(source))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>021<span>5888</span> <b>1234</b></p>", "0215888 1234"),
        ("<div>2026<span>年</span>7<span>月</span></div>", "2026年7月"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<div>a<br>b</div>", "a\nb"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("a<br><br>b", "a\n\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"),
        ("<i>  a \n  b  ", "a b"),
        ("<b> a </b> b", "a b"),
        ("a&nbsp;&nbsp;b", "a  b"),
        ("a &lt;b&gt; &amp; c&copy;", "a <b> & c©"),
        ("<style>p{}</style><p>a</p><script>b</script>", "a"),
        ("<html><head><title>t</title></head><body>a</body></html>", "a"),
        ("a<!-- b -->c", "ac"),
        ("<!--[if mso]><p>x</p><![endif]-->a", "a"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ('<a href="http://x.example/y">here</a>', "here"),
        ('<a href="tel:+862160000000">call</a>', "call +862160000000"),
        ('<a href="tel:02160000000">021-6000 0000</a>', "021-6000 0000"),
        ("a\u200b1\u00ad2", "a12"),
        ("", ""),
        ("just text", "just text"),
    ],
)
def test_text(source: str, text: str) -> None:
    assert shown(source) == text


def test_tables_give_a_line_per_row() -> None:
    table = (
        "<table><tr><td><p>联系人</p></td><td><p><span>王小明</span></p></td></tr>"
        "<tr><th>电话</th><td><div>138&nbsp;0000</div></td></tr></table><p>谢谢</p>"
    )
    assert shown(table) == "联系人\t王小明\n电话\t138 0000\n\n谢谢"


def test_nested_tables_keep_their_rows() -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert shown(f"<table><tr><td>{inner}</td></tr></table>") == "a\tb\nc\td"


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY: NONE;",
        "visibility:hidden",
        "font-size:0px",
        "font-size: 0",
        "mso-hide:all",
        "color:red;display:none !important",
    ],
)
def test_hidden_text_is_left_out(style: str) -> None:
    assert shown(f'<p>a<span style="{style}">13800000001</span></p>') == "a"


def test_hidden_attribute_and_what_only_looks_hidden() -> None:
    assert shown("<p>a<b hidden>x</b></p>") == "a"
    assert shown('<p style="font-size:0.9em">a</p>') == "a"
    assert shown('<p style="font-size:10px">a</p>') == "a"
    assert shown('<p class="hidden-xs">a</p>') == "a"


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 50_000 + "deep",
        "<b><i>" * 30_000 + "deep",
        "<table><tr><td>" * 20_000 + "deep",
        "<blockquote>" * 3_000 + "deep" + "</blockquote>" * 3_000,
    ],
)
def test_deep_nesting_loses_no_text(source: str) -> None:
    assert "deep" in shown(source)


def test_open_comments_cost_little() -> None:
    assert shown("<!--" * 50_000) == ""


def test_plain_text_that_claims_to_be_a_page_keeps_its_lines() -> None:
    assert html_to_text("name: Ida &amp; Co\nline: slow\n") == "name: Ida & Co\nline: slow"
