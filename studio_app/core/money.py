"""Money: whole minor units plus an ISO 4217 currency, and the one rounding rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from studio_app.core.errors import StudioError

_ZERO_DECIMAL = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "JPY",
        "KMF",
        "KRW",
        "MGA",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
        "ISK",
    ]
)
_THREE_DECIMAL = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])


class CurrencyMismatch(StudioError):
    """Two amounts of different currencies met in one sum."""

    code = "money.currency_mismatch"
    status = 422


def exponent(currency: str) -> int:
    """Digits after the point of `currency` (ISO 4217): 2 for RUB, 0 for JPY, 3 for KWD."""
    if currency in _ZERO_DECIMAL:
        return 0
    return 3 if currency in _THREE_DECIMAL else 2


def round_half_up(value: Decimal) -> int:
    """Round to a whole number of minor units, halves away from zero. The only rounding of money."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (kopecks, cents) of one currency."""

    amount: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Nothing, in `currency`."""
        return cls(0, currency)

    @classmethod
    def from_major(cls, value: Decimal, currency: str) -> "Money":
        """Minor units of a decimal amount in whole units (12.5 RUB is 1250), rounded half up."""
        return cls(round_half_up(value.scaleb(exponent(currency))), currency)

    @property
    def major(self) -> Decimal:
        """The amount in whole units as an exact decimal."""
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    def times(self, factor: Decimal) -> "Money":
        """The amount multiplied by `factor`, rounded half up once."""
        return Money(round_half_up(Decimal(self.amount) * factor), self.currency)

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)
        return other.amount


def total(amounts: Iterable[Money], *, currency: str) -> Money:
    """The sum of `amounts`; zero in `currency` when there are none."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result


def by_currency(amounts: Iterable[Money]) -> dict[str, int]:
    """Sums in minor units, without those that are nothing."""
    sums: dict[str, int] = {}
    for one in amounts:
        sums[one.currency] = sums.get(one.currency, 0) + one.amount
    return {currency: amount for currency, amount in sums.items() if amount}
