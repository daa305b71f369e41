"""What the states of screens share on which a file is uploaded, looked through as a dry run, and imported."""

from collections.abc import Awaitable
from typing import Any, TypeVar

import reflex as rx

from studio_app.adapters.processes.pool import OnProgress
from studio_app.core.errors import StudioError
from studio_app.workspace.uploads.following import followed

T = TypeVar("T")


class Uploading(rx.State, mixin=True):
    """The waiting file. Whoever has it reads the file in `_dry_run`, and shows in `_show_plan` what is made of it."""

    refused: str = ""  # why a file was not taken, by the address that the upload leads back to
    reading: bool = True
    rows_read: int = 0
    working: bool = False
    has_plan: bool = False

    async def _plan(self):
        """Read the waiting file, if there is one; yields whenever there is something to show."""
        self.rows_read, plan = 0, None
        if self._may_plan():
            async for step in followed(self._dry_run):
                if step.made:
                    (plan,) = step.made
                else:
                    self.reading, self.rows_read = True, step.rows
                    yield
        self.has_plan, self.reading = plan is not None, False
        self._show_plan(plan)

    async def _work(self, work: Awaitable[T]) -> tuple[T | None, StudioError | None]:
        """Take the file in, its sign of work taken off in any case: what came of it, or what it was refused with."""
        try:
            return await work, None
        except StudioError as error:
            return None, error
        finally:
            self.working = False

    def _may_plan(self) -> bool:
        """Whether the reader is shown the waiting file."""
        return True

    async def _dry_run(self, on_progress: OnProgress) -> Any:
        """What is made of the waiting file; None where there is none."""
        raise NotImplementedError

    def _show_plan(self, plan: Any) -> None:
        raise NotImplementedError
