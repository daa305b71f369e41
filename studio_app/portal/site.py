"""The portal's routes together."""

from fastapi import APIRouter

from studio_app.portal import (
    briefs,
    contracts,
    demo_pay,
    documents,
    lead_forms,
    leads,
    live,
    missing,
    payments,
    proposals,
    receipts,
)

router = APIRouter(include_in_schema=False)
router.include_router(leads.router)
router.include_router(lead_forms.router)
router.include_router(briefs.router)
router.include_router(documents.router)
router.include_router(live.router)
router.include_router(proposals.router)
router.include_router(contracts.router)
router.include_router(payments.router)
router.include_router(receipts.router)
router.include_router(demo_pay.router)
router.include_router(missing.router)  # last: it answers what the others know nothing of
