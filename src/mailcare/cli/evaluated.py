"""How an evaluation is shown: to people, wrong decisions first; to scripts as JSON."""

from collections.abc import Sequence

import click

from mailcare.cli.output import clean, write_table
from mailcare.learning.change import Change
from mailcare.learning.compare import Answer, Outcome
from mailcare.learning.figures import ELEMENTS, SIGNS, Figure, Figures, share
from mailcare.model.judgement import Decision

_REASONS = 3
"""Reasons shown to a person; a script gets them all."""


def show(found: Figures, changed: Sequence[Change] | None, *, details: bool) -> None:
    """Write an evaluation for a person; with `details`, each field that isn't right."""
    _wrong(found)
    _decisions(found)
    _fields(found)
    if details:
        _details(found)
    if changed is not None:
        _changed(changed)


def _head(text: str) -> None:
    click.secho(f"\n{text}", bold=True)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _wrong(found: Figures) -> None:
    count = len(found.wrong)
    click.secho(f"Wrong automatic decisions: {count} of {len(found.labelled)}", bold=True)
    for one in found.wrong:
        notes = _grave(one) + (["ambiguous"] if one.label.ambiguous else [])
        click.echo(
            f"  {one.label.file}: decided {one.decided}, right is {_right(one)}"
            + (f" ({', '.join(notes)})" if notes else "")
        )
        for reason in one.reasons[:_REASONS]:
            click.echo(f"      {reason.rule}: {clean(reason.evidence)}")


def _grave(outcome: Outcome) -> list[str]:
    notes = {
        "a machine answered": outcome.machine_answered,
        "a person filed": outcome.person_filed,
    }
    return [note for note, applies in notes.items() if applies]


def _right(outcome: Outcome) -> str:
    first = outcome.label.expected
    others = sorted(outcome.label.right - {first})
    return " or ".join(str(one) for one in (first, *others) if one)


def _decisions(found: Figures) -> None:
    _head("Decisions")
    made = [one for one in Decision if any(decided is one for _, decided in found.table)]
    rows = [
        (expected, *(found.table[expected, decided] or "" for decided in made))
        for expected in Decision
        if any(row is expected for row, _ in found.table)
    ]
    write_table(("expected ↓  made →", *made), rows)
    click.echo()
    counts = [(*row, _percent(share(row[1], row[2]))) for row in _counts(found)]
    write_table(("", "letters", "of", "share"), counts)


def _counts(found: Figures) -> list[tuple[str, int, int]]:
    all_, decided, reviews = found.labelled, found.decided, found.reviews
    clear = [one for one in all_ if not one.label.ambiguous]
    asked = [one for one in reviews if not one.label.ambiguous]
    return [
        ("right where it decides", len(decided) - len(found.wrong), len(decided)),
        ("wrong, unambiguous letters", len(found.plainly_wrong), len(clear)),
        ("left to a person (review)", len(reviews), len(all_)),
        ("  of unambiguous letters", len(asked), len(clear)),
        ("  of ambiguous letters", len(reviews) - len(asked), len(all_) - len(clear)),
        ("machines answered", *_of_machines(found)),
        ("persons filed", *_of_persons(found)),
    ]


def _of_machines(found: Figures) -> tuple[int, int]:
    machines = [one for one in found.labelled if one.label.automatic is not None]
    return sum(one.machine_answered for one in machines), len(machines)


def _of_persons(found: Figures) -> tuple[int, int]:
    persons = [one for one in found.labelled if one.label.automatic is None]
    return sum(one.person_filed for one in persons), len(persons)


def _fields(found: Figures) -> None:
    by_name = {one.field: one for one in found.fields}
    _head("Found in the letters")
    looked_for = [by_name[name] for name in (*ELEMENTS, *SIGNS) if name in by_name]
    write_table(
        ("field", "precision", "recall", "F1", "right", "wrong", "missed"),
        [
            (one.field, _percent(one.precision), _percent(one.recall), _percent(one.f1),
             one.found_right, one.found_wrong, one.missed)
            for one in looked_for
        ],
    )  # fmt: skip
    click.echo()
    others = [one for one in found.fields if one not in looked_for]
    rows = [(one.field, _percent(one.accuracy), one.right, one.letters) for one in others]
    write_table(("field", "exactly right", "letters", "of"), rows)


def _details(found: Figures) -> None:
    _head("Not as labelled")
    wrong = [
        (a.field, one.label.file, a) for one in found.outcomes for a in one.answers if not a.right
    ]
    wrong.sort(key=lambda row: row[:2])
    rows = [(field, file, answer.found, answer.expected) for field, file, answer in wrong]
    write_table(("field", "letter", "found", "right"), rows)


def _changed(changed: Sequence[Change]) -> None:
    _head(f"Changed against the old config: {len(changed)} letters")
    for one in changed:
        words = "worse" if one.step < 0 else "better" if one.step else "as right as before"
        was, now = one.before.decided, one.after.decided
        decided = f"{was} → {now}, {words}" if was is not now else f"{now} as before"
        click.echo(f"  {one.after.label.file}: {decided}; right is {_right(one.after)}")
        for sign, fields in (("broken", one.broken), ("fixed", one.fixed)):
            for field in fields:
                click.echo(f"      {sign} {_step(field, one)}")
    better, worse = (sum(s * one.step > 0 for one in changed) for s in (1, -1))
    fixed, broken = (sum(len(part) for part in parts) for parts in _parts(changed))
    click.echo(
        f"  in all: decisions better {better}, worse {worse}; fields fixed {fixed}, broken {broken}"
    )


def _parts(changed: Sequence[Change]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    return [one.fixed for one in changed], [one.broken for one in changed]


def _step(field: str, change: Change) -> str:
    old, new = change.before.answer(field), change.after.answer(field)
    values = (old and old.found, new and new.found, new and new.expected)
    was, now, right = (clean(value) if value else "–" for value in values)
    return f"{field}: {was} → {now}, right is {right}"


def as_dict(found: Figures, changed: Sequence[Change] | None) -> dict[str, object]:
    """Return what ``--json`` prints; programs outside rely on its shape."""
    counts = {name.strip(): {"letters": part, "of": of} for name, part, of in _counts(found)}
    return {
        "letters": len(found.outcomes),
        "wrong": [_outcome(one) for one in found.wrong],
        "decisions": [
            {"expected": expected, "decided": decided, "letters": letters}
            for (expected, decided), letters in sorted(found.table.items())
        ],
        "counts": counts,
        "fields": {one.field: _figure(one) for one in found.fields},
        "differences": [
            {"file": one.label.file, **_answer(answer)}
            for one in found.outcomes
            for answer in one.answers
            if not answer.right
        ],
        "changed": None if changed is None else [_change(one) for one in changed],
    }


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "file": outcome.label.file,
        "decided": outcome.decided,
        "expected": sorted(outcome.label.right),
        "ambiguous": outcome.label.ambiguous,
        "machine_answered": outcome.machine_answered,
        "person_filed": outcome.person_filed,
        "reasons": [{"rule": one.rule, "evidence": one.evidence} for one in outcome.reasons],
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "letters": figure.letters,
        "right": figure.right,
        "accuracy": figure.accuracy,
        "precision": figure.precision,
        "recall": figure.recall,
        "f1": figure.f1,
    }


def _answer(answer: Answer) -> dict[str, object]:
    return {"field": answer.field, "found": answer.found, "expected": answer.expected}


def _change(change: Change) -> dict[str, object]:
    return {
        "file": change.after.label.file,
        "before": change.before.decided,
        "after": change.after.decided,
        "expected": sorted(change.after.label.right),
        "verdict_before": change.before.verdict,
        "verdict_after": change.after.verdict,
        "fixed": list(change.fixed),
        "broken": list(change.broken),
    }
