"""Which column of a bank's table holds what."""

from dataclasses import asdict, astuple, dataclass, fields

from studio_app.adapters.tables.headings import NO_COLUMN


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """Which column (from 0; -1: none) holds what. Either `amount` with its sign, or `credit` and `debit`.

    `own_account` says on which account of ours the money moved, `currency` in which currency, `direction` in
    words whether it came in or went out, `status` whether the bank has booked it; all may be missing.
    """

    date: int = NO_COLUMN
    amount: int = NO_COLUMN
    credit: int = NO_COLUMN
    debit: int = NO_COLUMN
    direction: int = NO_COLUMN
    payer_name: int = NO_COLUMN
    payer_inn: int = NO_COLUMN
    payer_account: int = NO_COLUMN
    purpose: int = NO_COLUMN
    reference: int = NO_COLUMN
    own_account: int = NO_COLUMN
    currency: int = NO_COLUMN
    status: int = NO_COLUMN

    @property
    def complete(self) -> bool:
        """Whether lines can be made of it: when, and how much."""
        return self.date != NO_COLUMN and (self.amount != NO_COLUMN or self.credit != NO_COLUMN)

    def changed(self, **columns: int) -> "CsvMapping":
        """The same with other columns."""
        known = {item.name for item in fields(CsvMapping)}
        return CsvMapping(**{**asdict(self), **{name: at for name, at in columns.items() if name in known}})

    def places(self) -> tuple[int, ...]:
        """All columns that hold something, and -1 for what has none."""
        return astuple(self)
