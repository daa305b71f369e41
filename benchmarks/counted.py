"""The product as it is served, and one route more: what it keeps of open tabs at this moment."""

import gc
import sys
from typing import Any, cast

from reflex_base.constants import Env
from reflex_base.environment import environment

environment.REFLEX_ENV_MODE.set(Env.PROD)  # before the app is made

from studio_app.cli.starting import start  # noqa: E402
from studio_app.studio_app import app, site  # noqa: E402


@site.get("/bench/states")
async def states() -> dict[str, int]:
    """How many tabs it holds a state of, and how many are open."""
    assert app.event_namespace is not None
    kept: Any = cast("Any", app.state_manager)
    return {"states": len(kept.states), "open": len(app.event_namespace.token_to_sid)}


if __name__ == "__main__":
    gc.disable()
    sys.exit(start())
