"""What people type: one file per group of commands, loaded lazily.

A new command is a file with a click command called ``command`` and a line in `COMMANDS`.
"""

import click

from mailcare import __version__
from mailcare.cli.lazy import LazyGroup
from mailcare.cli.options import CONFIG_OPTION, examples

COMMANDS: dict[str, tuple[str, str]] = {
    "alarm": ("mailcare.cli.alarm", "Open alarms: list, acknowledge."),
    "aside": ("mailcare.cli.aside", "Letters set aside or filed: list, show, replay."),
    "backup": ("mailcare.cli.backup", "Copy database and vault while the daemon runs; verify."),
    "case": ("mailcare.cli.case", "Cases: list, show, reply, dispatch, decide, close …"),
    "check": ("mailcare.cli.check", "Check the config; say everything that is wrong with it."),
    "corrections": ("mailcare.cli.corrections", "What staff corrected, as labelled letters."),
    "demo": ("mailcare.cli.demo", "Show the main job on sample letters and embedded servers."),
    "department": ("mailcare.cli.department", "What departments did with what they were handed."),
    "digest": ("mailcare.cli.digest", "The supervisors' digest: ask for today's, or look at it."),
    "doctor": ("mailcare.cli.doctor", "Try out every mailbox, step by step."),
    "evaluate": ("mailcare.cli.evaluate", "Judge labelled letters: how right are the rules?"),
    "inspect": ("mailcare.cli.inspect", "Show what would be decided about letters, and why."),
    "keys": ("mailcare.cli.keys", "The keyring: list, rotate."),
    "mailbox": ("mailcare.cli.mailbox", "Mailboxes: list, advise, set-interval, retry, rename."),
    "once": ("mailcare.cli.once", "Do one pass over every mailbox and end."),
    "outbox": ("mailcare.cli.outbox", "Mail of ours: list, show, release, drop."),
    "reload": ("mailcare.cli.reload", "Have the running daemon take a changed config."),
    "rebuild": (
        "mailcare.cli.rebuild",
        "Mend cases by their ledgers; a database from the archive.",
    ),
    "restore": ("mailcare.cli.restore", "Put a backup back into an empty state directory."),
    "rules": ("mailcare.cli.rules", "Phrases proposed from labelled letters: suggest."),
    "run": ("mailcare.cli.run", "Run the daemon."),
    "status": ("mailcare.cli.status", "Show how things stand: mailboxes, cases, outbox, alarms."),
    "template": ("mailcare.cli.template", "Templates of letters: check, preview."),
    "version": ("mailcare.cli.version", "Say which version this is."),
}
"""Command → module that holds it, and its line in ``mailcare --help``."""


_EPILOG = (
    examples(
        "mailcare check",
        "mailcare --config ./config.toml case list --overdue",
        "mailcare COMMAND --help",
    )
    + """

\b
Exit codes:
   0  all is well
   1  something needs a person
   2  the command line is wrong, or a name or number isn't known
  75  try again later (a server, or another daemon, is in the way)
  78  the config is wrong
"""
)


@click.group(cls=LazyGroup, commands_table=COMMANDS, epilog=_EPILOG)
@CONFIG_OPTION
@click.version_option(__version__, message="mailcare %(version)s")
def main(config_path: str) -> None:
    """Look after an organisation's complaint mailboxes."""
