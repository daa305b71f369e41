"""The portal's routes together, and what it answers when a use case says no."""

from fastapi import APIRouter

from studio_app.portal import contracts, documents

router = APIRouter(include_in_schema=False)
router.include_router(documents.router)
router.include_router(contracts.router)
