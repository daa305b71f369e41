"""`GET /health`: whether this process can do its work."""

import asyncio
import logging

from fastapi import APIRouter, Response
from pydantic import BaseModel

from studio_app import __version__
from studio_app.adapters.db.revisions import newest, stands_at
from studio_app.adapters.db.runner import Runner
from studio_app.bootstrap import services
from studio_app.core.errors import Trouble
from studio_app.domain.actors import SYSTEM

_log = logging.getLogger(__name__)
_SECONDS = 5.0
_RETRY_SECONDS = 10
router = APIRouter(tags=["health"])


class Health(BaseModel):
    """What works; `migration` is where the database stands, `trouble` what keeps anything from being stored."""

    status: str
    version: str
    database: str
    migration: str
    jobs: bool
    leads: bool
    trouble: Trouble | None = None


@router.get("/health", response_model=Health, responses={503: {"model": Health}}, summary="Is everything alive?")
async def health(response: Response) -> Health:
    """200 when the database takes changes at the newest migration, jobs are done and leads become deals, else 503."""
    runner = services().runner
    trouble = await services().watch.ask()
    migration = "" if trouble is Trouble.SILENT else await _migration(runner)
    jobs, leads = services().jobs.alive, services().lead_inbox.alive
    good = trouble is None and migration == newest() and jobs and leads
    response.status_code = 200 if good else 503
    response.headers["Cache-Control"] = "no-store"
    if trouble is not None:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return Health(
        status="ok" if good else "failing",
        version=__version__,
        database=runner.engine.dialect.name,
        migration=migration,
        jobs=jobs,
        leads=leads,
        trouble=trouble,
    )


async def _migration(runner: Runner) -> str:
    """Where the database stands; empty when it does not say so in time."""
    try:
        return await asyncio.wait_for(runner.read(SYSTEM, stands_at), _SECONDS)
    except Exception:
        _log.exception("the database does not answer")
        return ""
