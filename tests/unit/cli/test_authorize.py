"""`mailcare mailbox authorize`: what is shown, what is kept, and what can't be authorised."""

from pathlib import Path

import pytest

from mailcare.config import load
from mailcare.wiring import bearer
from peers.token import TokenPeer, refuses
from support.small_config import small_config
from unit.cli.conftest import Run, Site


def write(path: Path, url: str) -> None:
    oauth = f'oauth = {{flow = "refresh_token", client_id = "app", token_url = "{url}"}}'
    imap = 'host = "imap.telecom.example"'
    path.write_text(small_config(box=oauth, imap=imap), encoding="utf-8")


def test_consent_by_a_code_is_kept_for_the_daemon(site: Site, run: Run) -> None:
    with TokenPeer(rotates=True) as peer:
        write(site.config, peer.url)
        assert run("check", "--secrets").exit_code == 0
        said = run("mailbox", "authorize", "vas")
        assert said.exit_code == 0, said.output
        assert "https://lab.test/device in a browser, enter ABCD-EFGH" in said.output
        assert "log in as vas@telecom.example" in said.output
        config = load(site.config)
        holder = bearer(config, config.mailboxes["vas"])
        assert holder is not None
        assert (holder.kept().refresh, holder.kept().ill) == ("refresh-1", "")
        assert "refresh-1" not in said.output


def test_who_declines_leaves_nothing_behind(site: Site, run: Run) -> None:
    with TokenPeer([refuses("authorization_declined")]) as peer:
        write(site.config, peer.url)
        said = run("mailbox", "authorize", "vas")
        assert said.exit_code != 0
        assert "authorization_declined" in said.output
        assert not list((site.config.parent / "state" / "tokens").glob("*.sealed"))


@pytest.mark.usefixtures("site")
def test_a_mailbox_with_a_password_needs_no_consent(run: Run) -> None:
    assert "refresh_token" in run("mailbox", "authorize", "vas").output
    assert "there are: vas" in run("mailbox", "authorize", "sav").output
