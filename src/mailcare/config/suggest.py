"""Which keys the schema knows at a place, and which of them a misspelt one may have meant."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from mailcare.config.phrases import Phrase, PhraseGroup


def keys_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return a table's keys as they are written in the file, with their types."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def table_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel] | None:
    """Follow `path` from `model` down; None where the schema has no table.

    Names of units and the like, and positions in lists, are steps that lead to no key.
    """
    here: type[BaseModel] | None = model
    for part in path:
        if here is None:
            return None
        known = keys_of(here)
        if part in known:
            here = table_of(known[str(part)])
    return here


def table_of(annotation: object) -> type[BaseModel] | None:
    """Return the table that an option's type holds, itself or in a list or by name."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return PhraseGroup if annotation is Phrase else annotation
    found = (table_of(inner) for inner in get_args(annotation))
    return next((table for table in found if table is not None), None)


def schema_keys(model: type[BaseModel], seen: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every key of the schema, as a path without names of units and list positions."""
    for key, annotation in keys_of(model).items():
        yield (*seen, key)
        table = table_of(annotation)
        if table is not None:
            yield from schema_keys(table, (*seen, key))


def advice(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """Say what stands instead of the unknown key at the end of `path`."""
    table = table_at(model, path[:-1])
    known = sorted(keys_of(table)) if table else []
    name = str(path[-1])
    hint = did_you_mean(name, known) or _elsewhere(model, name)
    return f"{hint}known here: {', '.join(known)}"


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """Return a question that names the likeliest of `known`, empty where none is like `name`."""
    close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"? ' if close else ""


def _elsewhere(model: type[BaseModel], name: str) -> str:
    """Say where else a key of this name stands, if that is one place."""
    places = {path[:-1] for path in schema_keys(model) if path[-1] == name}
    return f"it belongs into {'.'.join(places.pop())}; " if len(places) == 1 else ""
