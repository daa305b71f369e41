"""Every screen can be drawn: a missing text or part would stop the build."""

import pytest

from studio_app.studio_app import app


@pytest.mark.parametrize("route", sorted(app._unevaluated_pages))
def test_screen_can_be_drawn(route: str) -> None:
    assert app._unevaluated_pages[route].component()
