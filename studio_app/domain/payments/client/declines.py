"""Why a try to pay failed, in the few ways that tell a payer what to do next: a map of the providers' many codes.

Codes: yookassa.ru/developers/payment-acceptance/after-the-payment/declined-payments, docs.stripe.com/declines/codes.
"""

from enum import StrEnum


class Decline(StrEnum):
    """What a payer is told."""

    FUNDS = "funds"  # not enough money
    LIMIT = "limit"  # more than the card may pay
    CARD = "card"  # expired, wrong digits, blocked
    PROOF = "proof"  # the bank asked for a confirmation and got none
    UNSUITABLE = "unsuitable"  # that card or way cannot pay here
    TIME = "time"  # the page was open for too long
    TROUBLE = "trouble"  # the provider or the bank was out of order
    BANK = "bank"  # the bank gives no reason


_CODES = {
    Decline.FUNDS: ("insufficient_funds",),
    Decline.LIMIT: (
        "card_velocity_exceeded",
        "payment_method_limit_exceeded",
        "withdrawal_count_limit_exceeded",
    ),
    Decline.CARD: (
        "card_expired",
        "expired_card",
        "incorrect_cvc",
        "incorrect_number",
        "invalid_account",
        "invalid_card_number",
        "invalid_csc",
        "invalid_cvc",
        "invalid_expiry_month",
        "invalid_expiry_year",
        "invalid_number",
        "lost_card",
        "new_account_information_available",
        "pickup_card",
        "stolen_card",
    ),
    Decline.PROOF: (
        "3d_secure_failed",
        "authentication_required",
        "identification_required",
        "payment_intent_authentication_failure",
    ),
    Decline.UNSUITABLE: (
        "card_not_supported",
        "country_forbidden",
        "currency_not_supported",
        "payment_method_restricted",
        "transaction_not_allowed",
        "unsupported_mobile_operator",
    ),
    Decline.TIME: ("expired_on_confirmation", "payment_intent_payment_attempt_expired"),
    Decline.TROUBLE: (
        "internal_timeout",
        "issuer_not_available",
        "issuer_unavailable",
        "processing_error",
        "reenter_transaction",
        "try_again_later",
    ),
}
_BY_CODE = {code: decline for decline, codes in _CODES.items() for code in codes}


def decline_of(problem: str) -> Decline:
    """What to tell of an attempt's `problem`. Banks hide most reasons, theft and fraud above all: then it is the bank.

    A problem of several words is the provider's own about our request: the payer did nothing wrong.
    """
    if " " in problem:
        return Decline.TROUBLE
    return _BY_CODE.get(problem, Decline.BANK)
