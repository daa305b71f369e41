"""The product as it is served, and one route more: what it keeps of open tabs at this moment."""

from reflex_base.constants import Env
from reflex_base.environment import environment

from studio_app.studio_app import app, site

__all__ = ["app"]
environment.REFLEX_ENV_MODE.set(Env.PROD)
environment.REFLEX_SKIP_COMPILE.set(True)
environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)


@site.get("/bench/states")
async def states() -> dict[str, int]:
    """How many tabs it holds a state of, and how many are open."""
    assert app.event_namespace is not None
    return {"states": len(app.state_manager.states), "open": len(app.event_namespace.token_to_sid)}
