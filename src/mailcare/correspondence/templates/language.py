"""The small language of our templates: text, listed variables, if; nothing else of Jinja."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

FILTERS = ("trim", "upper", "lower")

_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Filter,
)
_BLOCKS_ALONE = re.compile(r"^[ \t]*((?:\{%[^\n]*?%\}[ \t]*)+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a template that cannot stay."""

    line: int
    what: str
    todo: str


def _environment(*, html: bool) -> SandboxedEnvironment:
    # in plain text escaping would show as &amp;
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=html)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests.clear()
    return environment


_ENVIRONMENT = _environment(html=False)
_HTML = _environment(html=True)


@lru_cache(maxsize=256)  # compiling costs more than all else about a mail
def compile_text(source: str) -> Template:
    """Return the template in `source`; a line that holds nothing but ``{% … %}`` vanishes."""
    return _ENVIRONMENT.from_string(_BLOCKS_ALONE.sub(r"\1", source))


@lru_cache(maxsize=64)
def compile_html(source: str) -> Template:
    """Return the HTML template in `source`: values that are not `Markup` come out escaped."""
    return _HTML.from_string(_BLOCKS_ALONE.sub(r"\1", source))


def find_faults(source: str, allowed: Collection[str]) -> list[Fault]:
    """Return what in `source` is not of our small language or not in the list of variables."""
    try:
        tree = _ENVIRONMENT.parse(source)
        compile_text(source)
    except TemplateSyntaxError as error:
        return [_syntax_fault(error)]
    return [fault for node in tree.find_all(nodes.Node) for fault in _node_faults(node, allowed)]


def _syntax_fault(error: TemplateSyntaxError) -> Fault:
    what = f"不是完整的模板语法 (template syntax: {error.message})"
    return Fault(error.lineno, what, "请检查 {{ }} 与 {% if %}…{% endif %} 是否成对")


def _node_faults(node: nodes.Node, allowed: Collection[str]) -> Iterator[Fault]:
    if isinstance(node, nodes.Name) and node.name not in allowed:
        yield _unknown(node, allowed)
    elif not isinstance(node, _NODES) and not isinstance(node, nodes.EvalContextModifier):
        what = f"模板中不允许使用此写法 (not allowed here: {type(node).__name__})"
        yield Fault(node.lineno, what, "只能使用 {{ 变量 }} 和 {% if 变量 %}…{% endif %}")


def _unknown(node: nodes.Name, allowed: Collection[str]) -> Fault:
    near = get_close_matches(node.name, allowed, 1)
    hint = f"是否想写 {near[0]}?" if near else "可用变量见 docs/templates.zh.md"
    return Fault(node.lineno, f"此模板没有变量 (unknown variable) {node.name[:40]}", hint)
