"""Reader processes: a bad letter ends its reader and nothing else."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mailcare.errors import ReadingError
from mailcare.intake import readers
from mailcare.intake.readers import ReaderPool
from mailcare.intake.reading import read

LETTER = "From: a@a.example\nSubject: 宽带\n\n掉线".encode()
BIG = b"Subject: big\n\n" + b"hello world\n" * 400_000


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(processes=2) as pool:
        yield pool


def test_reads_as_in_process(pool: ReaderPool) -> None:
    assert pool.read(LETTER) == read(LETTER)
    assert pool.read(b"") == read(b"")
    assert pool.read(BIG) == read(BIG)


def test_many_threads_share_the_readers(pool: ReaderPool) -> None:
    letters = [b"Subject: %d\n\nx" % i for i in range(60)]
    with ThreadPoolExecutor(8) as threads:
        subjects = [message.subject for message in threads.map(pool.read, letters)]
    assert subjects == [str(i) for i in range(60)]


def test_a_letter_over_the_time_is_given_up_and_the_next_one_is_read() -> None:
    with ReaderPool(processes=1, seconds=0.000_001) as pool:
        with pytest.raises(ReadingError):
            pool.read(BIG)
        pool._seconds = 5.0  # noqa: SLF001 - only the process itself tells that it ended - the same pool, now with time
        assert pool.read(LETTER).subject == "宽带"


def test_a_letter_over_the_memory_is_read_degraded() -> None:
    with ReaderPool(processes=1, memory_bytes=24 * 1024 * 1024) as pool:
        message = pool.read(b"Subject: big\n\n" + b"\xe4\xbd\xa0 hello\n" * 700_000)
        assert message.degraded
        assert message.subject == "big"
        assert pool.read(LETTER) == read(LETTER)


def test_a_killed_reader_is_replaced() -> None:
    with ReaderPool(processes=1) as pool:
        pool.read(LETTER)
        reader = pool._idle.get()  # noqa: SLF001 - the test kills from outside
        assert reader is not None
        reader._process.kill()  # noqa: SLF001 - see above
        reader._process.wait()  # noqa: SLF001 - see above
        pool._idle.put(reader)  # noqa: SLF001 - see above
        assert pool.read(LETTER).subject == "宽带"


def test_readers_end_with_the_pool() -> None:
    pool = ReaderPool(processes=2)
    held = [pool._idle.get(), pool._idle.get()]  # noqa: SLF001 - to look at the processes
    for reader in held:
        pool._idle.put(reader)  # noqa: SLF001 - see above
    pool.close()
    codes = [reader and reader._process.returncode for reader in held]  # noqa: SLF001 - ended?
    assert None not in codes
    with pytest.raises(ReadingError):
        pool.read(LETTER)


def test_a_reader_ends_when_its_parent_is_gone() -> None:
    pool = ReaderPool(processes=1)
    reader = pool._idle.get()  # noqa: SLF001 - to look at the process
    assert reader is not None
    pipe = reader._process.stdin  # noqa: SLF001 - see above
    assert pipe is not None
    pipe.close()
    assert reader._process.wait(timeout=30) == 0  # noqa: SLF001 - see above
    pool._idle.put(reader)  # noqa: SLF001 - see above
    pool.close()


def test_closing_while_others_wait_ends_their_waiting() -> None:
    pool = ReaderPool(processes=1)
    reader = pool._idle.get()  # noqa: SLF001 - the only reader is busy
    assert reader is not None
    failed = threading.Event()

    def wait_for_a_reader() -> None:
        with pytest.raises(ReadingError):
            pool.read(LETTER)
        failed.set()

    thread = threading.Thread(target=wait_for_a_reader)
    thread.start()
    pool.close()
    assert failed.wait(30)
    thread.join()
    pool._give_back(reader)  # noqa: SLF001 - it comes back to a closed pool
    assert reader._process.returncode is not None  # noqa: SLF001 - see above


def test_the_worker_imports_little() -> None:
    source = Path(readers.__file__).with_name("reading")
    heavy = ("structlog", "pydantic", "sqlalchemy", "opencc", "phonenumbers")
    text = "".join(path.read_text("utf-8") for path in source.glob("*.py"))
    assert not any(f"import {name}" in text for name in heavy)
