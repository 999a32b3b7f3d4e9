"""The lock on a state directory: one daemon works on it at a time."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from mailcare.errors import StoreError


class StateLock:
    """An flock in the state directory; the kernel frees it when its process dies."""

    def __init__(self, state_dir: Path) -> None:
        self._file = state_dir / "daemon.lock"
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            StoreError: another mailcare holds it, or the directory cannot be used.
        """
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"cannot use {self._file.parent}: {error.strerror}") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise StoreError(self._refusal(holder)) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode("ascii"))
        self._descriptor = descriptor

    @property
    def is_held(self) -> bool:
        """Whether some process holds the lock at this moment."""
        try:
            descriptor = os.open(self._file, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(descriptor)
        return False

    @property
    def holder(self) -> int | None:
        """The process that holds the lock at this moment; None: nobody does."""
        if not self.is_held:
            return None
        try:
            written = self._file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return int(written) if written.isdigit() else None

    def release(self) -> None:
        """Free the lock; nothing happens if it isn't held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _refusal(self, holder: str) -> str:
        who = f"another mailcare (process {holder})" if holder else "another mailcare"
        return (
            f"{who} is at work on {self._file.parent}: stop it first,"
            " or give this one a state_dir of its own in [storage]"
        )
