"""``mailcare backup``."""

from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json
from mailcare.clock import SystemClock
from mailcare.errors import ExitCode
from mailcare.records import Made, Source, back_up, find_backup, verify
from mailcare.supervision.backups import note_backup
from mailcare.wiring import check_state, database, open_store


@click.command(
    epilog=examples(
        "mailcare backup /backup/mailcare --keep 14",
        "mailcare backup /backup/mailcare --verify",
        "mailcare backup /safe/keys-too --with-keys",
    )
)
@config_option
@json_option
@click.option("--verify", "only_verify", is_flag=True, help="Make none: read every byte of one.")
@click.option("--with-keys", is_flag=True, help="The keyring too; else keep it elsewhere.")
@click.option("--keep", default=0, metavar="N", help="Remove all but the newest N.  [default: all]")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def command(
    config_path: Path,
    *,
    folder: Path,
    as_json: bool,
    only_verify: bool,
    with_keys: bool,
    keep: int,
) -> None:
    """Make one more backup below FOLDER, while the daemon runs or not.

    Database, sealed letters and mails, access tokens; what an earlier backup there holds is linked,
    not copied again. The keyring stays out: whoever has both can read everything. Keep a copy of it
    elsewhere (`mailcare keys list`); without it no letter can ever be opened again.

    With --verify no backup is made: the newest one, or the one that FOLDER is, is read again and
    compared with its digests. Exit code 1 where something is wrong.
    """
    if only_verify:
        _verify(folder, as_json=as_json)
        return
    config = read_config(config_path)
    check_state(config)
    storage = config.storage
    source = Source(storage.state_dir, database(config), storage.keys, storage.vault)
    made = back_up(source, folder, SystemClock().now(), with_keys=with_keys, keep=keep)
    with open_store(config) as (store, _vault):
        store.run(lambda tx: note_backup(tx, made.manifest.made_at, SystemClock().now()))
    _report(made, as_json=as_json)


def _report(made: Made, *, as_json: bool) -> None:
    facts = {
        "folder": str(made.folder),
        "made_at": made.manifest.made_at,
        "files": made.manifest.count,
        "linked": made.linked,
        "with_keys": made.manifest.with_keys,
        "missing": made.manifest.missing,
        "pruned": [str(one) for one in made.pruned],
    }
    if as_json:
        write_json(facts)
    else:
        click.echo(f"{made.folder}: {made.manifest.count} files, {made.linked} of them linked")
        if not made.manifest.with_keys:
            click.echo("The keyring is NOT in it: keep a copy of it elsewhere.")
    if made.manifest.missing:
        click.echo(f"{made.manifest.missing} blobs that the database names are missing", err=True)
        raise SystemExit(ExitCode.PROBLEM)


def _verify(folder: Path, *, as_json: bool) -> None:
    found = find_backup(folder)
    wrong = verify(found)
    if as_json:
        write_json({"folder": str(found), "wrong": wrong})
    else:
        for line in wrong:
            click.echo(line)
        click.echo(f"{found}: {f'{len(wrong)} files are wrong' if wrong else 'whole and sound'}")
    raise SystemExit(ExitCode.PROBLEM if wrong else ExitCode.OK)
