"""What went wrong in a browser or in a handler: a line of the log, and a sentence for the person."""

import logging

import reflex as rx

from studio_app.core.printable import printable
from studio_app.workspace.gate import locale, toast_error

_log = logging.getLogger(__name__)


def in_a_browser(exception: Exception) -> None:
    """Anybody may say so: it is written down as foreign words, and not often."""
    _log.warning("a browser tells of an error: %s", printable(exception))


def in_a_handler(exception: Exception) -> rx.event.EventSpec:
    """Nobody foresaw it."""
    _log.error("a handler failed", exc_info=exception)
    return toast_error(locale(), "error.internal")
