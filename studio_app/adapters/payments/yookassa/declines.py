"""Why a payment was cancelled, as YooKassa calls it.

See yookassa.ru/developers/payment-acceptance/after-the-payment/declined-payments.
"""

from collections.abc import Mapping

from studio_app.domain.payments.providers.declines import Decline, by_code

CODES: Mapping[str, Decline] = by_code(
    {
        Decline.FUNDS: ("insufficient_funds",),
        Decline.LIMIT: ("payment_method_limit_exceeded",),
        Decline.CARD: ("card_expired", "invalid_card_number", "invalid_csc"),
        Decline.PROOF: ("3d_secure_failed", "identification_required"),
        Decline.UNSUITABLE: ("country_forbidden", "payment_method_restricted", "unsupported_mobile_operator"),
        Decline.TIME: ("expired_on_confirmation",),
        Decline.TROUBLE: ("internal_timeout", "issuer_unavailable"),
    }
)
