"""The API's routes together."""

from fastapi import APIRouter

from studio_app.api.health import router as health
from studio_app.api.leads import router as leads
from studio_app.api.webhooks import router as webhooks

router = APIRouter()
for routes in (leads, health, webhooks):
    router.include_router(routes)
