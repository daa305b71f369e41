"""`GET /health`: whether this process can do its work."""

import logging

from fastapi import APIRouter, Response
from pydantic import BaseModel

from studio_app import __version__
from studio_app.adapters.db.migrate import newest, stands_at
from studio_app.bootstrap import services
from studio_app.domain.work import SYSTEM

_log = logging.getLogger(__name__)
router = APIRouter(tags=["health"])


class Health(BaseModel):
    """What works; `migration` is where the database stands."""

    status: str
    version: str
    database: str
    migration: str
    jobs: bool
    leads: bool


@router.get("/health", response_model=Health, responses={503: {"model": Health}}, summary="Is everything alive?")
async def health(response: Response) -> Health:
    """200 when the database answers at the newest migration, jobs are being done and leads become deals, else 503."""
    runner = services().runner
    try:
        migration = await runner.read(SYSTEM, stands_at)
    except Exception:
        _log.exception("the database does not answer")
        migration = ""
    jobs, leads = services().jobs.alive, services().reception.alive
    good = migration == newest() and jobs and leads
    response.status_code = 200 if good else 503
    response.headers["Cache-Control"] = "no-store"
    return Health(
        status="ok" if good else "failing",
        version=__version__,
        database=runner.engine.dialect.name,
        migration=migration,
        jobs=jobs,
        leads=leads,
    )
