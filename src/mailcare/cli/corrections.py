"""``mailcare corrections``: what staff corrected, as labelled letters to learn from."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from mailcare.cli.options import config_option, examples, read_config
from mailcare.config import Config
from mailcare.errors import ConflictError, NotFoundError, ReadingError, VaultError
from mailcare.intake.readers import ReaderPool
from mailcare.learning.corrections import Correction, find_correction
from mailcare.learning.labels import LABELS, MAILS, dump_labels
from mailcare.learning.masking.letter import Masked, mask_letter
from mailcare.learning.masking.masker import Masker
from mailcare.learning.masking.shapes import Shapes
from mailcare.model.place import Letter
from mailcare.store import Tx
from mailcare.triage.rules import PUBLIC_PROVIDERS, compile_rules
from mailcare.vault import Vault
from mailcare.wiring import open_store

_LABELLED_VALUES = ("device_number", "phone", "contact")


@dataclass(frozen=True, slots=True)
class _Found:
    """A corrected letter."""

    letter: Letter
    mailbox: str | None
    correction: Correction


@click.group(epilog=examples("mailcare corrections export corrections/ --since 2026-11-01"))
def command() -> None:
    """Export what staff corrected, to evaluate rules by it and to improve them."""


@command.command(
    epilog=examples(
        "mailcare corrections export corrections/ --since 2026-11-01",
        "mailcare corrections export corrections/ --unmasked",
    )
)
@config_option
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only decisions of this day and later."
)
@click.option(
    "--masked/--unmasked",
    default=True,
    show_default=True,
    help="Replace names, numbers and addresses by look-alikes, or keep the letters as they came.",
)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
def export(config_path: Path, since: datetime | None, folder: Path, *, masked: bool) -> None:
    """Write letters that a person decided, or brought back from filed ones, to FOLDER.

    With labels.jsonl, as `mailcare evaluate` and `mailcare rules suggest` take it. Masked letters
    hold text alone, in which all is replaced that is recognised; docs/rules.md says what isn't:
    look through them before they leave the house. Unmasked letters are personal data of users.
    """
    config = read_config(config_path)
    _prepare(folder)
    with ExitStack() as stack:
        store, vault = stack.enter_context(open_store(config))
        found = store.read(lambda tx: list(_corrected(tx, config, _start(since, config))))
        limits = config.daemon
        readers = stack.enter_context(ReaderPool(1, limits.reader_seconds, limits.reader_memory))
        writer = _Writer(config, vault, readers, secrets.token_bytes(32) if masked else None)
        labels = [writer.write(folder, f"{at:04}.eml", one) for at, one in enumerate(found, 1)]
    written = [label for label in labels if label]
    _write_private(folder / LABELS, dump_labels(written).encode("utf-8"))
    click.echo(f"{len(written)} letters with their labels in {folder}")
    left_out = len(labels) - len(written)
    if left_out:
        click.echo(f"{left_out} left out: unreadable, or personal data would have stayed in them")


def _prepare(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise ConflictError(f"{folder} is not empty")
    (folder / MAILS).mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)


def _start(since: datetime | None, config: Config) -> datetime | None:
    return since.replace(tzinfo=ZoneInfo(config.organisation.timezone)) if since else None


def _corrected(tx: Tx, config: Config, since: datetime | None) -> Iterator[_Found]:
    names = {box.id: box.name for box in tx.mailboxes.all()}
    for case in tx.cases.decided_by_people(since):
        with suppress(VaultError, NotFoundError):  # destroyed when its time had come
            letter = tx.letters.for_case(case.id)[0]
            judgement, texts = tx.letters.judgement(letter.id), tx.cases.texts(case)
            if judgement is None:
                continue
            correction = find_correction(case, texts, judgement, config.departments)
            if correction:
                yield _Found(letter, names.get(case.mailbox_id), correction)


class _Writer:
    """Writes letters and returns their labels; masks if there is a key to do so."""

    def __init__(
        self, config: Config, vault: Vault, readers: ReaderPool, key: bytes | None
    ) -> None:
        self._vault = vault
        self._readers = readers
        self._masker = None if key is None else make_masker(config, key)

    def write(self, folder: Path, name: str, found: _Found) -> dict[str, Any] | None:
        """Write a letter; None if it is gone, or can't be masked."""
        label = {"file": name, "mailbox": found.mailbox, **found.correction.fields}
        try:
            raw = self._vault.open(found.letter.blob)
            masked = self._masked(raw, found.correction)
        except (VaultError, ReadingError):
            return None
        if masked is None:
            _write_private(folder / MAILS / name, raw)
            return label
        if masked.leaks:
            return None
        _write_private(folder / MAILS / name, masked.raw)
        for field in _LABELLED_VALUES:
            if label.get(field):
                label[field] = masked.value(label[field], is_name=field == "contact")
        return label

    def _masked(self, raw: bytes, correction: Correction) -> Masked | None:
        """Return the masked letter; None if letters are to stay as they came."""
        if self._masker is None:
            return None
        return mask_letter(self._readers.read(raw), self._masker, correction.known)


def make_masker(config: Config, key: bytes) -> Masker:
    """Return what masks letters of this organisation; its own hosts and numbers stay."""
    rules = compile_rules(config, next(iter(config.mailboxes)))
    own = {address.rpartition("@")[2] for address in rules.elements.own_addresses}
    words = frozenset(phrase.literal for phrase in rules.phrases if phrase.literal)
    services = {word.lstrip("@") for word in words if "." in word and word.isascii()}
    shapes = Shapes(
        key,
        hosts=PUBLIC_PROVIDERS | own | services,
        own_numbers=rules.elements.own_numbers,
        area_code=rules.elements.area_code,
    )
    return Masker(shapes, rules.elements, words)


def _write_private(path: Path, data: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(data)
