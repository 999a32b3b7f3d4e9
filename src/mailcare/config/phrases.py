"""Phrases with weights, by which triage knows whose business a problem is."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationInfo, field_validator

from mailcare.config.base import Section
from mailcare.config.kinds import Flag, Number, RequiredLine


class PhraseField(StrEnum):
    """Where in a letter a phrase counts."""

    ANY = "any"
    SUBJECT = "subject"
    BODY = "body"


class Phrase(Section):
    """One phrase that speaks for (weight > 0) or against (weight < 0) an owner of the problem."""

    text: RequiredLine
    weight: Number = 1.0
    field: PhraseField = PhraseField.ANY
    negated_by: tuple[str, ...] = ()
    """Phrases that cancel it when one of them stands in the same clause."""
    regex: Flag = False


class PhraseGroup(Section):
    """How phrases stand in the file: many texts that share weight, field and negation."""

    regex: Flag = False
    texts: tuple[RequiredLine, ...] = Field(min_length=1)
    weight: Number = Field(default=1.0, ge=-10, le=10)
    field: PhraseField = PhraseField.ANY
    negated_by: tuple[RequiredLine, ...] = ()

    @field_validator("texts")
    @classmethod
    def _compiles(cls, texts: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for text in texts if info.data.get("regex") else ():
            _check_regex(text)
        return texts

    def expand(self) -> tuple[Phrase, ...]:
        """Return one `Phrase` per text."""
        return tuple(
            Phrase(
                text=text,
                weight=self.weight,
                field=self.field,
                negated_by=self.negated_by,
                regex=self.regex,
            )
            for text in self.texts
        )


def _check_regex(text: str) -> None:
    try:
        empty = re.compile(text).search("")
    except re.error as error:
        raise ValueError(f"regular expressions; in {text!r}: {error.msg}") from None
    if empty:
        raise ValueError(f"regular expressions that don't match the empty text, as {text!r} does")


_groups: TypeAdapter[tuple[PhraseGroup, ...]] = TypeAdapter(tuple[PhraseGroup, ...])


def _expand(value: object) -> tuple[Phrase, ...]:
    """Flatten groups; a bare string is a phrase of weight 1."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError("a list of phrases, or of tables with texts, weight, field, negated_by")  # noqa: TRY004 - pydantic collects only ValueErrors
    if all(isinstance(item, Phrase) for item in value):
        return tuple(value)
    tables = [{"texts": [item]} if isinstance(item, str) else item for item in value]
    return tuple(phrase for group in _groups.validate_python(tables) for phrase in group.expand())


Phrases = Annotated[tuple[Phrase, ...], BeforeValidator(_expand)]
