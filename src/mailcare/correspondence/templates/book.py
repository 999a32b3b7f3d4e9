"""The templates in force: found, judged, kept, filled in."""

import hashlib
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Protocol

from mailcare.correspondence.compose import one_line
from mailcare.correspondence.duties import DUTIES
from mailcare.correspondence.templates.judge import fill, find_gaps, judge
from mailcare.correspondence.templates.pages import Html, fill_page, judge_page, visible
from mailcare.correspondence.templates.traditional import traditional
from mailcare.correspondence.variables import allowed
from mailcare.errors import TemplateError
from mailcare.model.judgement import Language
from mailcare.store import GoodTemplate

LANGUAGES = ("zh", "en")

_FILE = re.compile(r"(?P<name>[a-z0-9_]+\.[a-z0-9_]+)\.(?P<language>zh|en)\.(?P<form>txt|html)")


class GoodTemplates(Protocol):
    """Where the last good version of each file is kept (the store)."""

    def save_good(self, name: str, text: str, digest: str, now: datetime) -> None:
        """Keep `text` as the last good version of the file called `name`."""
        ...

    def good(self, name: str) -> GoodTemplate | None:
        """Return the last good version."""
        ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template filled in."""

    subject: str
    text: str
    template_file: str
    """Its layer and file, such as ``own/vas/reply.accepted.zh.txt``."""
    digest: str
    html: str | None = None
    """The same as HTML, where the template has that form."""


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What is wrong with a template, in words for the person who saved it."""

    file: str
    line: int
    what: str
    todo: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A template's file as it lies on the disk."""

    key: str
    path: Path
    name: str
    language: str
    form: str


@dataclass(frozen=True, slots=True)
class _Good:
    """A version in force."""

    text: str
    digest: str


class TemplateBook:
    """The templates in force: a unit's own, the organisation's own, the shipped ones.

    Safe to use from several threads; `refresh` first, it costs some sixty stat calls.
    """

    def __init__(self, shipped: Path, overrides: Path | None, good: GoodTemplates) -> None:
        self._layers = {"shipped": shipped} | ({"own": overrides} if overrides else {})
        self._good = good
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[int, int, int]] = {}
        self._in_force: dict[str, _Good] = {}
        self._refused: dict[str, list[TemplateProblem]] = {}

    def refresh(self, now: datetime) -> list[TemplateProblem]:
        """Judge what was saved since the last call; refuse what is bad, keep the last good one.

        Returns what is new; `refused` tells all that stands refused.
        """
        with self._lock:
            found = {file.key: file for file in self._files()}
            self._forget(found)
            return [p for file in found.values() for p in self._take_if_changed(file, now)]

    @property
    def refused(self) -> tuple[TemplateProblem, ...]:
        """What is wrong with the files as they lie there now; empty when all are in force."""
        return tuple(p for problems in list(self._refused.values()) for p in problems)

    def check(self) -> list[TemplateProblem]:
        """Judge every file, changed or not; takes nothing into force."""
        return [*self._absent(), *(p for file in self._files() for p in _judge_file(file)[1])]

    def render(
        self,
        name: str,
        language: Language,
        unit: str | None,
        variables: Mapping[str, str],
        lines: Mapping[str, Html] | None = None,
    ) -> Rendered:
        """Fill in the template `name`; unit's own before the organisation's before the shipped.

        Text in Chinese answers ``zh-Hant`` and ``mixed`` too; the caller resolves ``mixed``.
        `lines` stand in the HTML form for the variables of the same names.

        Raises:
            TemplateError: unknown, no good version, or a needed variable is absent or empty.
        """
        key, source, digest = self._source(name, "txt", language, unit)
        values = _values(name, variables)
        _refuse_gaps(key, fill(source, _skeleton(values)))
        subject, text = fill(source, values)
        html = None
        if "html" in DUTIES[name].forms:
            html = self._page(name, language, unit, {**values, **(lines or {})})
        return Rendered(one_line(subject), text, key, digest, html)

    def render_line(
        self,
        name: str,
        language: Language,
        unit: str | None,
        variables: Mapping[str, str],
        lines: Mapping[str, Html] | None = None,
    ) -> Html:
        """Fill in a template that is HTML alone, such as one line of a list, or a sheet of paper.

        Raises:
            TemplateError: as `render`.
        """
        return self._page(name, language, unit, {**_values(name, variables), **(lines or {})})

    def _page(
        self, name: str, language: Language, unit: str | None, values: Mapping[str, str]
    ) -> Html:
        key, source, _ = self._source(name, "html", language, unit)
        _refuse_gaps(key, [visible(fill_page(source, _skeleton(values)))])
        return fill_page(source, values)

    def _source(
        self, name: str, form: str, language: Language, unit: str | None
    ) -> tuple[str, str, str]:
        """Return key, text and digest of the version in force."""
        suffix = f"{'en' if language is Language.EN else 'zh'}.{form}"
        key, good = self._look_up(name, suffix, unit)
        text = traditional(good.text) if language is Language.ZH_HANT else good.text
        return key, text, good.digest

    def _look_up(self, name: str, suffix: str, unit: str | None) -> tuple[str, _Good]:
        file = f"{name}.{suffix}"
        keys = [*([f"own/{unit}/{file}"] if unit else []), f"own/{file}", f"shipped/{file}"]
        for key in keys:
            if good := self._in_force.get(key):
                return key, good
        kept = self._good.good(keys[-1]) if name in DUTIES else None
        if kept is not None:
            return keys[-1], _Good(kept.text, kept.digest)
        raise TemplateError(f"no usable template {file}; run `mailcare template check`")

    def _files(self) -> Iterator[_Found]:
        for layer, folder in self._layers.items():
            for path in sorted((*folder.rglob("*.txt"), *folder.rglob("*.html"))):
                match = _FILE.fullmatch(path.name)
                parts = match.groups() if match else (path.name, "zh", path.suffix[1:])
                yield _Found(f"{layer}/{path.relative_to(folder).as_posix()}", path, *parts)

    def _absent(self) -> Iterator[TemplateProblem]:
        there = {file.key for file in self._files()}
        for name, duty in DUTIES.items():
            for language, form in product(LANGUAGES, duty.forms):
                key = f"shipped/{name}.{language}.{form}"
                if key not in there:
                    yield TemplateProblem(key, 0, "文件不存在 (missing)", "请恢复此文件")

    def _forget(self, found: Mapping[str, _Found]) -> None:
        """A removed override gives way to the layer below it."""
        for key in self._seen.keys() - found.keys():
            for record in (self._seen, self._in_force, self._refused):
                record.pop(key, None)

    def _take_if_changed(self, file: _Found, now: datetime) -> list[TemplateProblem]:
        try:
            status = file.path.stat()
        except OSError:
            return []
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if self._seen.get(file.key) == stamp:
            return []
        problems = self._take(file, now)
        # only now: if the store failed meanwhile, the file is judged again next time
        self._seen[file.key] = stamp
        return problems

    def _take(self, file: _Found, now: datetime) -> list[TemplateProblem]:
        text, problems = _judge_file(file)
        self._refused.pop(file.key, None)
        if problems:
            self._refused[file.key] = problems
            self._fall_back(file.key)
        else:
            self._put_in_force(file.key, text, now)
        return problems

    def _fall_back(self, key: str) -> None:
        if key not in self._in_force and (kept := self._good.good(key)) is not None:
            self._in_force[key] = _Good(kept.text, kept.digest)

    def _put_in_force(self, key: str, text: str, now: datetime) -> None:
        digest = _digest(text)
        kept = self._good.good(key)
        if kept is None or kept.digest != digest:
            self._good.save_good(key, text, digest, now)
        self._in_force[key] = _Good(text, digest)


def _judge_file(file: _Found) -> tuple[str, list[TemplateProblem]]:
    try:
        text = file.path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return "", [TemplateProblem(file.key, 1, "不是 UTF-8 编码", "请另存为 UTF-8 编码")]
    except OSError:
        return "", [TemplateProblem(file.key, 0, "无法读取 (unreadable)", "请检查文件权限")]
    if file.form == "html":
        faults = judge_page(file.name, text)
    else:
        faults = judge(file.name, file.language, text)
    return text, [TemplateProblem(file.key, f.line, f.what, f.todo) for f in faults]


def _skeleton(values: Mapping[str, str]) -> dict[str, str]:
    return {key: "x" if value else "" for key, value in values.items()}


def _refuse_gaps(key: str, parts: Iterable[str]) -> None:
    for what, _ in (gap for part in parts for gap in find_gaps(part)):
        raise TemplateError(f"{key}: {what}; correct the template, then try again")


def _values(name: str, variables: Mapping[str, str]) -> dict[str, str]:
    """Return a value for each listed variable; what users wrote can't look like a gap of ours."""
    listed = allowed(name)
    absent = [v.name for v in listed.values() if v.is_needed(name) and not variables.get(v.name)]
    if absent:
        raise TemplateError(f"{name} cannot be written without a value for {', '.join(absent)}")
    return {key: _harmless(variables.get(key, "")) for key in listed}


def _harmless(value: str) -> str:
    return re.sub(r"\*{4,}", lambda stars: "＊" * len(stars[0]), value)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
