"""One person, two tabs: what is confirmed is the list that was shown."""

from sqlmodel import select

from studio_app.domain.imports.kinds import ImportKind
from studio_app.domain.imports.models import ImportRow
from studio_app.domain.imports.uploads import keep_upload
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.imports.state import ImportState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture


def names(work: Work) -> list[str]:
    return [row.said["name"] for row in work.session.exec(select(ImportRow))]


class TestTwoTabs:
    async def test_a_list_that_nobody_has_seen_in_the_tab_is_not_taken_in_by_it(self, seat: Seat) -> None:
        self._upload(seat, "Anna")
        await seat.open(paths.import_of(ImportKind.LEADS), ImportState.load)
        self._upload(seat, "Boris")
        assert said(await seat.press(ImportState.confirm), "error.stale")
        assert seat.run(names) == []
        await seat.press(ImportState.confirm)
        assert seat.run(names) == ["Boris"]

    def _upload(self, seat: Seat, name: str) -> None:
        """In the other tab."""
        raw = f"Name;Email\n{name};{name}@example.com\n".encode()
        seat.services.runner.run_sync(seat.actor, keep_upload, kind=ImportKind.LEADS, file_name=f"{name}.csv", raw=raw)
