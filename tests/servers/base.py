"""What the test servers share: free ports, a certificate, directories, starting and stopping."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.waiting import eventually

DOMAIN = "lab.test"
PASSWORD = "pw"
Process = subprocess.Popen[bytes]


def require(*programs: str, root: bool = False, folder: Path | None = None) -> None:
    """Skip the test where a server can't run; with CI=true fail, since there it must.

    `folder` is one more to look into.
    """
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:{folder or ''}"
    missing = [name for name in programs if shutil.which(name, path=path) is None]
    why = f"not installed: {', '.join(missing)} (tests/servers/install)" if missing else ""
    if root and os.geteuid() != 0:
        why = f"{programs[0]} runs as root only"
    if not why:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def unpacked(package: str) -> Path:
    """Return where `unpack` lays a package that can't be installed beside others."""
    return Path(sys.prefix) / "servers" / package


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Say whether somebody accepts connections at `port`."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def new_folder(name: str) -> Path:
    """Return an empty directory that servers may look through, whoever they run as."""
    folder = Path(tempfile.mkdtemp(prefix=f"mailcare-{name}-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate for localhost; its own trust anchor."""

    cert: Path
    key: Path

    @property
    def ca_file(self) -> str:
        return str(self.cert)


def make_certificate(folder: Path) -> Certificate:
    """Make a throw-away certificate for localhost and 127.0.0.1."""
    made = Certificate(folder / "cert.pem", folder / "key.pem")
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-x509"]
    files = ["-keyout", str(made.key), "-out", str(made.cert)]
    run(["openssl", "req", *kind, *files, "-days", "2", "-subj", "/CN=localhost", "-addext", names])
    made.key.chmod(0o644)
    return made


def run(command: Sequence[str], user: int | None = None) -> None:
    """Run a program that must succeed."""
    output(command, user)


def output(command: Sequence[str], user: int | None = None) -> str:
    """Run a program that must succeed, and return what it wrote."""
    done = subprocess.run(command, capture_output=True, check=False, timeout=60, user=user, cwd="/")
    if done.returncode != 0:
        raise AssertionError(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode(errors="replace")


def start(command: Sequence[str], log: Path, user: int | None = None) -> Process:
    """Start a server in a session of its own."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            user=user,
            group=user,
        )


def stop(process: Process | None) -> None:
    """End a server that `start` started, and wait for it."""
    if process is None or process.poll() is not None:
        return
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    with suppress(ProcessLookupError):  # its children keep connections open for a while
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(5)


def remove(folder: Path) -> None:
    """Remove a server's directory; a straggling child of it may still write."""
    with suppress(OSError):
        shutil.rmtree(folder)


def wait_for(process: Process, log: Path, *ports: int) -> None:
    """Wait until all `ports` answer; fail with the log if the server died."""

    def answers() -> bool:
        if process.poll() is not None:
            raise AssertionError(f"the server died: {log.read_text(errors='replace')[-2000:]}")
        return all(listens(port) for port in ports)

    eventually(answers, what="server answers")
