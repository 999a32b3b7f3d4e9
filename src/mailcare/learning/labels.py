"""Labels of letters: what a careful colleague finds in each, one JSON object a line."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailcare.errors import ExitCode, MailcareError
from mailcare.model.judgement import Decision, Scope

LABELS = "labels.jsonl"
MAILS = "mails"


class LabelsError(MailcareError):
    """Labels cannot be used as they are; the text names the line."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True, slots=True)
class Label:
    """What is right for one letter; a field that the line lacks is not compared."""

    file: str
    fields: Mapping[str, Any]
    """As they stand in the line, ``file`` included."""

    def knows(self, name: str) -> bool:
        """Say whether the line holds the field, be it null."""
        return name in self.fields

    @property
    def expected(self) -> Decision | None:
        """The decision that is right; None if the line doesn't say."""
        return _member(self.fields.get("expected_reply"))

    @property
    def right(self) -> frozenset[Decision]:
        """All decisions that count as right."""
        also = (_member(name) for name in self.fields.get("also") or ())
        return frozenset(one for one in (self.expected, *also) if one is not None)

    @property
    def ambiguous(self) -> bool:
        """Say whether two careful people could differ."""
        return bool(self.fields.get("ambiguous"))

    @property
    def automatic(self) -> str | None:
        """Which machine wrote the letter; None: a person, or not known."""
        return self.fields.get("auto")

    @property
    def about_something(self) -> bool:
        """Say whether the letter is a person's about something: only then has it elements."""
        return self.fields.get("scope") != Scope.NOT_COMPLAINT


def _member(name: object) -> Decision | None:
    return None if name is None else Decision(str(name))


def parse_labels(text: str) -> list[Label]:
    """Return the labels in `text`, in its order.

    Raises:
        LabelsError: a line is no label: not JSON, without ``file``, or with an unknown decision.
    """
    labels = list(_parsed(text))
    files = [label.file for label in labels]
    for number, file in enumerate(files, 1):
        if file in files[: number - 1]:
            raise LabelsError(f"{LABELS}: {file} is labelled twice")
    return labels


def _parsed(text: str) -> Iterator[Label]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield _label(line, number)


def _label(line: str, number: int) -> Label:
    try:
        fields = json.loads(line)
        label = Label(Path(fields["file"]).name, fields)
        _ = label.right
    except (ValueError, TypeError, KeyError) as error:
        raise LabelsError(
            f"{LABELS}, line {number}: {type(error).__name__}; a line is a JSON object with file, "
            f"expected_reply ({', '.join(Decision)}) and what else is known"
        ) from None
    return label


def dump_labels(labels: Collection[Mapping[str, Any]]) -> str:
    """Return the text of a labels.jsonl."""
    return "".join(json.dumps(dict(one), ensure_ascii=False) + "\n" for one in labels)
