"""Why a payer's bank said no, as Stripe calls it (docs.stripe.com/declines/codes)."""

from collections.abc import Mapping

from studio_app.domain.payments.providers.declines import Decline, by_code

CODES: Mapping[str, Decline] = by_code(
    {
        Decline.FUNDS: ("insufficient_funds",),
        Decline.LIMIT: ("card_velocity_exceeded", "withdrawal_count_limit_exceeded"),
        Decline.CARD: (
            "expired_card",
            "incorrect_cvc",
            "incorrect_number",
            "invalid_account",
            "invalid_cvc",
            "invalid_expiry_month",
            "invalid_expiry_year",
            "invalid_number",
            "lost_card",
            "new_account_information_available",
            "pickup_card",
            "stolen_card",
        ),
        Decline.PROOF: ("authentication_required", "payment_intent_authentication_failure"),
        Decline.UNSUITABLE: ("card_not_supported", "currency_not_supported", "transaction_not_allowed"),
        Decline.TIME: ("payment_intent_payment_attempt_expired",),
        Decline.TROUBLE: ("issuer_not_available", "processing_error", "reenter_transaction", "try_again_later"),
    }
)
