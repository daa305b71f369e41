"""Stripe's minor units where they differ from ISO 4217, and its least amounts (docs.stripe.com/currencies)."""

from studio_app.core.money import Money, exponent
from studio_app.domain.payments.providers.gateway import GatewayRefused, Refusal

_TIMES_HUNDRED = frozenset({"ISK", "UGX"})  # no decimals any more, still charged with two
_THREE_DECIMALS = 3

# the least that can be charged, in our minor units
_LEAST = {
    "USD": 50, "AED": 200, "AUD": 50, "BGN": 100, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250, "EUR": 50,
    "GBP": 30, "HKD": 400, "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200, "NOK": 300, "NZD": 50,
    "PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000,
}  # fmt: skip
# where no least amount is told: half a dollar's worth is asked of the settlement, so take no less than one unit
_UNSUPPORTED = frozenset({"BYN", "CUP", "IRR", "KPW", "SDG", "SYP", "IQD", "LYD", "TMT", "VES", "XDR"})


def refusal(money: Money) -> Refusal | None:
    """Why Stripe cannot charge `money`; None when it can."""
    if money.currency in _UNSUPPORTED or not money.currency.isalpha():
        return Refusal.CURRENCY
    one_unit: int = 10 ** exponent(money.currency)
    if money.amount < _LEAST.get(money.currency, one_unit):
        return Refusal.MINIMUM
    if exponent(money.currency) == _THREE_DECIMALS and money.amount % 10:
        return Refusal.STEP
    return None


def to_stripe(money: Money) -> tuple[int, str]:
    """(amount, lower-case currency) as Stripe takes them. Raises GatewayRefused for an amount it cannot charge."""
    amount = money.amount * 100 if money.currency in _TIMES_HUNDRED else money.amount
    if exponent(money.currency) == _THREE_DECIMALS and amount % 10:
        raise GatewayRefused(problem=f"{money.currency} is charged in steps of ten")
    return amount, money.currency.lower()


def from_stripe(amount: int, currency: str) -> Money:
    """What Stripe says, in our minor units."""
    code = currency.upper()
    return Money(amount // 100 if code in _TIMES_HUNDRED else amount, code)
