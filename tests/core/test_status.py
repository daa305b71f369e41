"""Status transitions."""

from enum import StrEnum

import pytest

from studio_app.core.status import IllegalTransition, advance


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


TABLE = {Lamp.OFF: {Lamp.ON}, Lamp.ON: {Lamp.OFF, Lamp.BROKEN}}


class TestAdvance:
    def test_follows_the_table(self) -> None:
        assert advance(Lamp.ON, Lamp.BROKEN, TABLE) is Lamp.BROKEN

    @pytest.mark.parametrize(("current", "target"), [(Lamp.OFF, Lamp.BROKEN), (Lamp.BROKEN, Lamp.ON)])
    def test_refuses_what_the_table_does_not_name(self, current: Lamp, target: Lamp) -> None:
        with pytest.raises(IllegalTransition) as refused:
            advance(current, target, TABLE)
        assert refused.value.params == {"current": current.value, "target": target.value}
