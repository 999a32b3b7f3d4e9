"""``mailcare version``."""

import platform

import click

from mailcare import __version__
from mailcare.cli.options import examples, json_option
from mailcare.cli.output import write_json


@click.command(epilog=examples("mailcare version --json"))
@json_option
def command(*, as_json: bool) -> None:
    """Say which version this is."""
    if as_json:
        write_json({"mailcare": __version__, "python": platform.python_version()})
    else:
        click.echo(f"mailcare {__version__} (Python {platform.python_version()})")
