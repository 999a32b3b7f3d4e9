"""Write the present schema with data in it, to be upgraded from by all later versions."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from mailcare.store import Store
from mailcare.store.schema import VERSIONS
from mailcare.vault import open_vault
from unit.store.builders import NOW, add_case, add_letter, add_mails, new_mail

SCHEMAS = Path(__file__).parents[1] / "schemas"


def fill(store: Store, key_id: str) -> None:
    """Put something into the tables that hold a letter's journey."""
    store.run(lambda tx: add_case(tx, key_id))
    store.run(lambda tx: add_letter(tx, key_id, "c2"))
    add_mails(store, [new_mail(key_id, number) for number in (1, 2)])


def dump(file: Path) -> str:
    """Return an SQLite database as SQL."""
    with closing(sqlite3.connect(file)) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mailcare.sqlite"
        vault = open_vault(Path(folder) / "vault", Path(folder) / "keys", NOW)
        Store.migrate(file)
        store = Store.open(file, vault)
        fill(store, vault.new_key())
        store.close()
        (SCHEMAS / f"{VERSIONS[-1]}.sql").write_text(dump(file), encoding="utf-8")


if __name__ == "__main__":
    main()
