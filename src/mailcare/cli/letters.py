"""Letters in files, for commands that judge them without daemon, store or network."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from mailcare.config import Config
from mailcare.errors import ReadingError
from mailcare.intake.readers import ReaderPool
from mailcare.learning.labels import LABELS, MAILS, Label, LabelsError, parse_labels
from mailcare.model.letter import Message

UNREADABLE = Message(lossy=True, degraded=True, notes=("unreadable",))
"""What stands for a letter that even the degraded reader could not read: a person must look."""


def choose_mailbox(config: Config, name: str | None) -> str:
    """Return `name`, or the config's only mailbox.

    Raises:
        UsageError: none is named, and there are several.
    """
    names = list(config.mailboxes)
    if name is None and len(names) > 1:
        raise click.UsageError(f"--mailbox NAME is needed: one of {', '.join(names)}")
    return name or names[0]


def read_letters(
    config: Config, files: Sequence[Path], *, processes: int = 1
) -> Iterator[tuple[Path, Message]]:
    """Yield each file's letter, in order, read by `processes` reader processes."""
    limits = config.daemon

    with (
        ReaderPool(processes, limits.reader_seconds, limits.reader_memory) as pool,
        ThreadPoolExecutor(processes) as threads,
    ):

        def read(file: Path) -> Message:
            try:
                return pool.read(file.read_bytes())
            except ReadingError:
                return UNREADABLE

        yield from zip(files, threads.map(read, files), strict=True)


def labelled_letters(folder: Path) -> list[tuple[Label, Path]]:
    """Return each label of `folder` with the file of its letter, in ``mails/`` or beside it.

    Raises:
        LabelsError: there are no labels, or a labelled letter has no file.
    """
    if not (folder / LABELS).is_file():
        raise LabelsError(f"{folder} holds no {LABELS}")
    labels = parse_labels((folder / LABELS).read_text(encoding="utf-8"))
    if not labels:
        raise LabelsError(f"{folder / LABELS} is empty")
    return [(label, _file_of(label, folder)) for label in labels]


def _file_of(label: Label, folder: Path) -> Path:
    for path in (folder / MAILS / label.file, folder / label.file):
        if path.is_file():
            return path
    raise LabelsError(f"{LABELS}: {label.file} is neither in {folder / MAILS} nor in {folder}")
