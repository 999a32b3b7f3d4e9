"""Is a template fit to be sent? Judged when it is saved, not when a user waits (invariant 7)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from jinja2 import Template, UndefinedError

from mailcare.correspondence.duties import BRACKETED, DUTIES
from mailcare.correspondence.templates.language import Fault, compile_text, find_faults
from mailcare.correspondence.variable import Variable
from mailcare.correspondence.variables import allowed

SUBJECT = "Subject:"
LARGEST = 64 * 1024

HOSTILE = "}}{{ 7*7 }}{% raw %}\r\nBcc: x@mail.example\r\n\r\n{{ nobody }}"
"""A value as a spiteful user may write it: it must come out as it went in."""

_BAD = (
    (re.compile(r"\*{4}"), "仍有 ****", "请改为 {{ signature }} 或 {{ unit }}"),
    (re.compile(r"[((【\[]\s*[))】\]]"), "空括号", "请把括号放入 {% if %}…{% endif %}"),
    (re.compile(r"[{}]"), "未填写的空格 { }", "变量应写作 {{ 变量 }}"),
    (
        re.compile(r"[::][^\S\n]*[,,。;;]|(?:编号|[于在])[^\S\n]*[,,。]"),
        "变量为空时句子不完整",
        "请把这句话放入 {% if 变量 %}…{% endif %}",
    ),
)


def split(source: str) -> tuple[str, str]:
    """Return the subject template and the text template of a file.

    Raises:
        ValueError: the first line is no ``Subject:`` line.
    """
    first, _, rest = source.partition("\n")
    if not first.startswith(SUBJECT) or not first[len(SUBJECT) :].strip():
        raise ValueError("no subject line")
    return first[len(SUBJECT) :].strip(), rest


def judge(name: str, language: str, source: str) -> list[Fault]:
    """Return all that forbids to send letters made of `source`; empty if it is good."""
    if name not in DUTIES or "txt" not in DUTIES[name].forms:
        return [unknown(name)]
    if len(source) > LARGEST:
        return [Fault(1, "模板过大 (too large)", "请缩短到 64 KB 以内")]
    try:
        split(source)
    except ValueError:
        return [Fault(1, "第一行必须是主题 (first line: Subject)", "第一行请写 Subject: 主题")]
    faults = find_faults(source, allowed(name))
    return faults or _rendered_faults(name, language, source)


def unknown(name: str) -> Fault:
    """Return the fault of a file that is no template of ours."""
    return Fault(1, f"没有名为 {name[:60]} 的模板 (unknown template)", "请核对文件名")


def fill(source: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and text of the template `source` with `values` filled in."""
    subject, text = split(source)
    return compile_text(subject).render(values), tidy(compile_text(text).render(values))


def tidy(text: str) -> str:
    """Return `text` without trailing blanks and with no more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def find_gaps(rendered: str) -> Iterator[tuple[str, str]]:
    """Yield what looks unfilled in a text rendered with harmless values."""
    for pattern, what, todo in _BAD:
        if pattern.search(rendered):
            yield what, todo
    for instruction in BRACKETED:
        if folded(instruction) in folded(rendered):
            yield f"办法中的说明文字 {instruction}", "说明文字不应出现在信中,请删去"


def folded(text: str) -> str:
    """Return `text` for comparing: no white space, one width of punctuation."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("。", ".")


def _rendered_faults(name: str, language: str, source: str) -> list[Fault]:
    variables = allowed(name)
    subject, text = (compile_text(part) for part in split(source))
    faults: dict[str, Fault] = {}
    for sample in samples(name, variables):
        for fault in _sample_faults(name, language, (subject, text), sample):
            faults.setdefault(fault.what, fault)
    faults.update({f.what: f for f in _absent_values(name, (subject, text), variables)})
    return list(faults.values())


def samples(name: str, variables: Mapping[str, Variable]) -> Iterator[dict[str, str]]:
    """Yield values: all there, all optional ones empty, each alone empty or alone there."""
    full = dict.fromkeys(variables, "样例")
    optional = [v.name for v in variables.values() if not v.is_needed(name)]
    bare = {**full, **dict.fromkeys(optional, "")}
    yield full
    yield bare
    for key in optional:
        yield {**full, key: ""}
        yield {**bare, key: full[key]}


def _sample_faults(
    name: str, language: str, parts: tuple[Template, Template], sample: Mapping[str, str]
) -> Iterator[Fault]:
    try:
        subject, text = (part.render(sample) for part in parts)
    except (UndefinedError, ValueError, TypeError, ArithmeticError) as error:
        yield Fault(1, f"无法填写 (cannot be filled in: {type(error).__name__})", "请核对变量")
        return
    for part in (subject, text):
        yield from (Fault(1, what, todo) for what, todo in find_gaps(part))
    for sentence in DUTIES[name].sentences(language):
        if folded(sentence) not in folded(text):
            yield Fault(1, f"缺少规定的语句:{sentence}", "请照规定补上这句话")


def _absent_values(
    name: str, parts: tuple[Template, Template], variables: Mapping[str, Variable]
) -> Iterator[Fault]:
    """Hostile values must come out as they went in, and the facts a letter carries must show."""
    values = {key: f"{key}{HOSTILE}" for key in variables}
    text = "\n".join(part.render(values) for part in parts)
    for key in DUTIES[name].uses:
        if values[key] not in text:
            todo = f"请写上 {{{{ {key} }}}}({variables[key].zh})"
            yield Fault(1, f"缺少变量 (missing variable) {key}", todo)
