"""Logging: structlog, JSON or console, one canonical line per unit of work, no personal data.

Events are short nouns and verbs of the glossary; values are ids, enums, counts and times.
Never log an address, a subject, a name, a number or text of a letter (invariant 9).
"""

import logging
import sys
from typing import Literal, TextIO, cast

import structlog

LogFormat = Literal["json", "console"]


class _StandardError:
    """Standard error as it is when a line is written, whoever has replaced it since."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()

    def isatty(self) -> bool:
        return sys.stderr.isatty()


def configure(
    log_format: LogFormat = "json", level: str = "info", stream: TextIO | None = None
) -> None:
    """Send all log lines to `stream` (standard error by default) in `log_format`.

    Other libraries' records below WARNING are dropped: they may quote what goes over the wire.
    """
    stream = stream or cast("TextIO", _StandardError())
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _exception_without_text,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(stream=stream, level=logging.CRITICAL, force=True)


def get_logger(room: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a room, such as ``intake``."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(room=room)
    return logger


def _exception_without_text(
    _logger: object, _name: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Replace ``exc_info`` by class and place: texts of foreign exceptions may quote a letter."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = describe_error(error)
    return event


def describe_error(error: BaseException) -> str:
    """Return class and place of `error`, never its text: ``ValueError at receive.py:42``."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    name = type(error).__name__
    if trace is None:
        return name
    file = trace.tb_frame.f_code.co_filename.rsplit("/", 1)[-1]
    return f"{name} at {file}:{trace.tb_lineno}"
