"""A state directory with a case, its letter and its mails, as the commands find it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailcare.cli import main
from mailcare.model.place import LetterState
from mailcare.model.post import OutboxState
from mailcare.model.trouble import Aside, AsideKind
from mailcare.store import Store, Tx
from mailcare.vault import Vault, open_vault
from support.small_config import small_config
from unit.store.builders import JUDGEMENT, NOW, add_case, add_letter, new_mail

CONFIG = small_config()
MAIL = (
    "From: vas@telecom.example\r\nTo: u@users.example\r\nSubject: =?utf-8?b?5Zue5aSN?=\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\n亲爱的用户:\r\n\x1b[31m您好!\r\n"
).encode()
LETTER = b"From: u@users.example\r\nSubject: help\r\n\r\nmy mailbox is full\r\n"

Run = Callable[..., Result]


@dataclass
class Site:
    """Where the config lies, and what is in the store."""

    config: Path
    number: str
    draft: int
    aside: int
    filed: int


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


@pytest.fixture
def run(config: Path) -> Run:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["--config", str(config), *arguments])

    return run


@pytest.fixture
def site(config: Path) -> Site:
    state = config.parent / "state"
    state.mkdir()
    vault = open_vault(state / "vault", state / "keys", NOW)
    Store.migrate(state / "mailcare.sqlite")
    store = Store.open(state / "mailcare.sqlite", vault)
    try:
        return fill(store, vault, config)
    finally:
        store.close()


def fill(store: Store, vault: Vault, config: Path) -> Site:
    key = vault.new_key()
    mail, one, other = vault.seal(MAIL, key), vault.seal(LETTER, key), vault.seal(LETTER, key)

    def work(tx: Tx) -> Site:
        case = add_case(tx, key)
        draft = new_mail(key, blob=mail, state=OutboxState.DRAFT, case_id=case.id)
        filed = add_letter(tx, key, "c2", blob=one)
        tx.letters.mark_handled(filed.id, None, JUDGEMENT)
        late = add_letter(tx, key, "c3", blob=other)
        tx.letters.set_aside(
            Aside(late.id, late.mailbox_id, AsideKind.FAILED, "ValueError at x.py:1", NOW)
        )
        assert tx.letters.get(late.id).state is LetterState.SET_ASIDE
        return Site(config, case.number, tx.outbox.add(draft, NOW).id, late.id, filed.id)

    return store.run(work)
