"""Identifiers."""

import time
import uuid

from studio_app.core.ids import new_id


class TestNewId:
    def test_is_a_uuid_of_version_7(self) -> None:
        parsed = uuid.UUID(new_id())
        assert parsed.version == 7
        assert parsed.variant == uuid.RFC_4122

    def test_never_repeats(self) -> None:
        assert len({new_id() for _ in range(10_000)}) == 10_000

    def test_sorts_by_time(self) -> None:
        made: list[str] = []
        for _ in range(5):
            made.append(new_id())
            time.sleep(0.002)
        assert made == sorted(made)

    def test_keeps_the_order_of_one_moment(self) -> None:
        made = [new_id() for _ in range(10_000)]
        assert made == sorted(made)
        assert {uuid.UUID(one).variant for one in made} == {uuid.RFC_4122}
