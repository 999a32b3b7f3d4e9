"""Sites that share a database, the vault, the keyring and their mailboxes, as hosts do."""

from collections.abc import Sequence
from pathlib import Path

from acceptance.site import Site


def sharing(hosts: Sequence[Site], url: str, place: Path) -> None:
    """Have `hosts` share a database, folders in `place`, the boxes of the first."""
    for host in hosts:
        host.boxes, host.people = hosts[0].boxes, hosts[0].people
        host.change('database = ""', f'database = "{url}"')
        host.change('#vault_dir = "/srv/mailcare/vault"', f'vault_dir = "{place}/vault"')
        host.change('#key_dir = "/etc/mailcare/keys"', f'key_dir = "{place}/keys"')


def uncapped(hosts: Sequence[Site]) -> None:
    """Let `hosts` write as many mails as they like."""
    for host in hosts:
        host.change("user_per_address_per_day = 5", "user_per_address_per_day = 100000")
        host.change("total_per_hour = 200", "total_per_hour = 100000")
        host.change("staff_per_address_per_hour = 30", "staff_per_address_per_hour = 100000")
