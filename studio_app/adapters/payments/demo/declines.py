"""Why a payer's bank says no on the demo's pay page."""

from collections.abc import Mapping

from studio_app.domain.payments.providers.declines import Decline, by_code

NO_MONEY, NOT_PROVED = "insufficient_funds", "3d_secure_failed"
CODES: Mapping[str, Decline] = by_code({Decline.FUNDS: (NO_MONEY,), Decline.PROOF: (NOT_PROVED,)})
