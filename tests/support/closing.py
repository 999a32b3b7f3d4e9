"""What is closed at the end of a `with`."""

from typing import Self


class Closing:
    """A context manager: its end closes it, whatever happened."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what_happened: object) -> None:
        self.close()

    def close(self) -> None:
        raise NotImplementedError
