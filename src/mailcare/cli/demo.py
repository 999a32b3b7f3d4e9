"""``mailcare demo``."""

import tempfile
from pathlib import Path

import click

from mailcare.cli.options import examples
from mailcare.clock import SystemClock
from mailcare.errors import MailcareError


@click.command(epilog=examples("mailcare demo", "mailcare demo --folder ./demo"))
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where its files go.  [default: a new folder for temporary files]",
)
def command(folder: Path | None) -> None:
    """Show the main job: sample letters, embedded servers, the real daemon.

    Needs the extra `demo`. Ends by itself within a minute; writes letters, mails and result.json.
    """
    try:
        from mailcare.demo.outcome import gather  # noqa: PLC0415 - the extra may be absent
        from mailcare.demo.record import write_json  # noqa: PLC0415 - the same
        from mailcare.demo.show import show  # noqa: PLC0415 - the same
        from mailcare.demo.stage import play  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("mailcare."):
            raise
        raise MailcareError(
            f"the demo needs {error.name}: install mailcare with its extra, mailcare[demo]"
        ) from None
    place = (folder or Path(tempfile.mkdtemp(prefix="mailcare-demo-"))).resolve()
    place.mkdir(parents=True, exist_ok=True)
    if any(place.iterdir()):
        raise MailcareError(f"{place} isn't empty: name a new folder")
    with play(place, SystemClock(), click.echo) as stage:
        outcome = gather(stage)
        write_json(place, outcome)
    show(outcome, place)
