"""Templates of HTML mails: the same small language, every value escaped, nothing from outside.

A value of type `Html` is what such a template made itself, the lines of a list: it goes in as it
is. All else is text, whoever wrote it, and comes out as text.
"""

import re
from collections.abc import Iterator, Mapping

from jinja2 import TemplateError as JinjaError
from markupsafe import Markup, escape

from mailcare.correspondence.duties import DUTIES
from mailcare.correspondence.templates.judge import (
    HOSTILE,
    LARGEST,
    find_gaps,
    samples,
    tidy,
    unknown,
)
from mailcare.correspondence.templates.language import Fault, compile_html, find_faults
from mailcare.correspondence.variables import allowed

Html = Markup
"""HTML that a template of ours made, its values escaped."""

MARKED = f"<b onclick=x>'\"&amp;</b>{HOSTILE}"
"""A value that would like to be more than text."""

_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_REFUSED = (
    (
        re.compile(r"<\s*(?:script|style|link|img|iframe|object|embed|form|base)\b", re.IGNORECASE),
        "不允许的标签",
        "样式请写在各标签的 style 属性里,不要脚本、图片和外部文件",
    ),
    (
        re.compile(r"https?:|\bsrc\s*=|url\s*\(|@import", re.IGNORECASE),
        "引用了外部内容",
        "邮件不得从网上取任何内容,请删去",
    ),
    (re.compile(r"\son\w+\s*=", re.IGNORECASE), "脚本属性", "请删去 on… 属性"),
    (re.compile(r"=\s*\{[{%]"), "属性的值没有引号", '请写作 属性="{{ 变量 }}"'),
)


def judge_page(name: str, source: str) -> list[Fault]:
    """Return all that forbids to send HTML made of `source`; empty if it is good."""
    if name not in DUTIES or "html" not in DUTIES[name].forms:
        return [unknown(name)]
    if len(source) > LARGEST:
        return [Fault(1, "模板过大 (too large)", "请缩短到 64 KB 以内")]
    faults = [*find_faults(source, allowed(name)), *_refused(source)]
    return faults or list({fault.what: fault for fault in _rendered(name, source)}.values())


def fill_page(source: str, values: Mapping[str, str]) -> Html:
    """Return the template `source` with `values` filled in, escaped unless they are `Html`."""
    return Html(tidy(compile_html(source).render(values)))


def visible(page: str) -> str:
    """Return `page` without its tags, for checks of its words."""
    return _TAG.sub("", page)


def _refused(source: str) -> Iterator[Fault]:
    for pattern, what, todo in _REFUSED:
        found = pattern.search(source)
        if found:
            yield Fault(source.count("\n", 0, found.start()) + 1, what, todo)


def _rendered(name: str, source: str) -> Iterator[Fault]:
    try:
        for sample in samples(name, allowed(name)):
            for what, todo in find_gaps(visible(fill_page(source, sample))):
                yield Fault(1, what, todo)
        yield from _hostile(name, source)
    except (JinjaError, ValueError, TypeError, ArithmeticError) as error:
        yield Fault(1, f"无法填写 (cannot be filled in: {type(error).__name__})", "请核对变量")


def _hostile(name: str, source: str) -> Iterator[Fault]:
    """Facts must show, and no value may come out as anything but text."""
    values = {key: f"{key}{MARKED}" for key in allowed(name)}
    page = compile_html(source).render(values)
    if MARKED in page:
        yield Fault(1, "变量的内容未经转义 (not escaped)", "请只用 {{ 变量 }}")
    for key in DUTIES[name].uses:
        if escape(values[key]) not in page:
            todo = f"请写上 {{{{ {key} }}}}({allowed(name)[key].zh})"
            yield Fault(1, f"缺少变量 (missing variable) {key}", todo)
