"""The doctor at the bedside of real servers, healthy and ill."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mailcare.cli import main
from mailcare.cli.examine import tls_finding
from mailcare.cli.findings import Verdict
from mailcare.vault import open_vault
from mailcare.wire.tls import TlsState
from servers.base import free_port
from servers.postfix import PostfixServer
from support.small_config import small_config

pytestmark = pytest.mark.server
NOW = datetime(2026, 11, 21, tzinfo=UTC)
Steps = dict[str, dict[str, str]]
Examine = Callable[..., tuple[int, Steps]]


@pytest.fixture
def examine(tmp_path: Path, postfix: PostfixServer) -> Examine:
    dovecot = postfix.dovecot
    user = dovecot.new_user("vas")

    def examine(**changes: object) -> tuple[int, Steps]:
        (tmp_path / "pw").unlink(missing_ok=True)
        (tmp_path / "pw").write_text(str(changes.pop("password", user.password)))
        (tmp_path / "pw").chmod(0o400)
        (tmp_path / "state").mkdir(mode=0o700, exist_ok=True)
        ca_file = changes.pop("ca_file", dovecot.ca_file)
        more = changes.pop("more", ())
        assert isinstance(more, tuple)
        values: dict[str, object] = {
            "imap_host": "localhost", "imap_port": dovecot.imaps_port,
            "smtp_host": "localhost", "smtp_port": postfix.smtps_port, "folders": '["INBOX"]',
        } | changes  # fmt: skip
        imap, smtp = (
            f'host = "{values[f"{side}_host"]}", port = {values[f"{side}_port"]}'
            + (f', ca_file = "{ca_file}"' if ca_file else "")
            for side in ("imap", "smtp")
        )
        text = small_config(
            domain="lab.test",
            box=f"folders = {values['folders']}",
            capacity="200MB",
            imap=f'{imap}, user = "{user.name}", password_file = "pw"',
            smtp=smtp,
        ).replace('"vas@lab.test"', f'"{user.address}"')
        (tmp_path / "config.toml").write_text(text, encoding="utf-8")
        if "--letter" in more:
            open_vault(tmp_path / "state" / "vault", tmp_path / "state" / "keys", NOW)
        command = ["doctor", "-c", str(tmp_path / "config.toml"), "--json", *more]
        result = CliRunner().invoke(main, command)
        return result.exit_code, {one["step"]: one for one in json.loads(result.stdout)}

    return examine


def failed(steps: Steps) -> list[str]:
    return [name for name, one in steps.items() if one["verdict"] == "fail"]


def test_healthy_servers(examine: Examine) -> None:
    code, steps = examine(folders='["INBOX", "Junk"]')
    assert (code, failed(steps)) == (0, [])
    wanted = {"imap resolve", "imap tls", "imap login", "id", "select", "quota"}
    assert set(steps) >= wanted | {"smtp resolve", "smtp tls", "smtp login"}
    assert "127.0.0.1" in steps["imap resolve"]["found"]
    assert "TLSv1.3, the certificate is good for 1 more days" in steps["imap tls"]["found"]
    assert steps["imap tls"]["verdict"] == steps["smtp tls"]["verdict"] == "warn"
    assert steps["quota"]["found"].endswith("by quota)")


def test_junk_and_sent_are_found_by_their_flags(examine: Examine) -> None:
    code, steps = examine()
    assert (code, steps["junk"]["found"]) == (0, "polled: Junk")
    assert steps["sent"]["found"].startswith("Sent: copies are put there")
    assert "UIDPLUS" in steps["capabilities"]["found"]


def test_letters_to_itself_come_back_and_are_gone_again(examine: Examine) -> None:
    code, steps = examine(more=("--letter", "--wait", "15s"))
    assert (code, failed(steps)) == (0, [])
    assert "in INBOX" in steps["letter"]["found"]
    assert "arrives" in steps["null reverse-path"]["found"]
    assert steps["clock"]["verdict"] == "ok"
    assert "clean-up" not in steps
    assert "INBOX: 0 letters" in examine()[1]["select"]["found"]


def test_wrong_password(examine: Examine) -> None:
    code, steps = examine(password="hunter2")
    assert (code, failed(steps)) == (1, ["imap login", "smtp login"])
    assert "授权码" in steps["smtp login"]["to_do"]
    assert "hunter2" not in json.dumps(steps)


def test_a_name_that_does_not_resolve(examine: Examine) -> None:
    code, steps = examine(imap_host="imap.telecom.invalid")
    assert (code, failed(steps)) == (1, ["imap resolve"])
    assert "spelling" in steps["imap resolve"]["to_do"]
    assert steps["smtp login"]["verdict"] == "ok"


def test_a_port_where_nobody_listens(examine: Examine) -> None:
    code, steps = examine(smtp_port=free_port())
    assert code == 1
    assert failed(steps) == ["smtp connect"]
    assert "port" in steps["smtp connect"]["to_do"]


def test_an_authority_that_nobody_knows(examine: Examine) -> None:
    code, steps = examine(ca_file="")
    assert (code, failed(steps)) == (1, ["imap tls", "smtp tls"])
    assert "ca_file" in steps["imap tls"]["to_do"]


def test_a_name_that_is_not_in_the_certificate(examine: Examine, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path / "other.pem", timedelta(days=90))
    with tls_listener(certificate) as port:
        code, steps = examine(imap_host="127.0.0.1", imap_port=port, ca_file=certificate)
    assert (code, failed(steps)[0]) == (1, "imap tls")
    assert "name in the certificate" in steps["imap tls"]["to_do"]


def test_a_folder_that_is_not_there(examine: Examine) -> None:
    code, steps = examine(folders='["Complaints"]')
    assert (code, failed(steps)) == (1, ["select"])
    assert "INBOX" in steps["select"]["to_do"]


def test_an_expired_certificate(examine: Examine, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path / "expired.pem", timedelta(days=-1))
    with tls_listener(certificate) as port:
        code, steps = examine(imap_port=port, ca_file=certificate)
    assert code == 1
    assert "expired" in steps["imap tls"]["found"]
    assert "renew" in steps["imap tls"]["to_do"]


def test_a_certificate_that_is_good_for_long() -> None:
    state = TlsState("TLSv1.3", NOW + timedelta(days=90))
    assert tls_finding("vas", "imap", state, NOW).verdict is Verdict.OK
    assert tls_finding("vas", "imap", None, NOW).verdict is Verdict.OK


def test_the_table_for_people_says_what_to_do(examine: Examine, tmp_path: Path) -> None:
    examine(password="wrong")
    path = str(tmp_path / "config.toml")
    result = CliRunner().invoke(main, ["doctor", "-c", path, "--mailbox", "vas"])
    assert result.exit_code == 1
    assert "what to do" in result.stdout
    assert "授权码" in result.stdout


def make_certificate(path: Path, left: timedelta) -> Path:
    """Make a certificate for localhost that ends after the time left, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    ends = datetime.now(UTC) + left  # noqa: TID251 - TLS asks the machine's clock
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends - timedelta(days=99))
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def tls_listener(certificate: Path) -> Iterator[int]:
    """Shake hands with one client; what comes after nobody answers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                taken, _ = listener.accept()
                with context.wrap_socket(taken, server_side=True):
                    pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)
