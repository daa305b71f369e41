"""The portal's routes together."""

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

rooms = (
    *(leads.router, lead_forms.router, briefs.router, documents.router, live.router, proposals.router),
    *(contracts.router, payments.router, receipts.router, demo_pay.router),
    missing.router,  # last: it answers what the others know nothing of
)
