"""What the channels of a demo have cost, so that the dashboard can tell the price of a lead."""

from datetime import date
from decimal import Decimal

from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.demo.day import Day
from studio_app.domain.studio.current import today
from studio_app.domain.studio.models import Channel
from studio_app.domain.studio.spend import Spend, save_spends

_MONTHS = 6
_A_MONTH = {"site": 42_000, "kwork": 9_000, "avito": 14_500, "telegram": 18_000, "vk": 23_000, "vc": 12_000}  # roubles


def spend_on_channels(day: Day) -> None:
    """Half a year of advertising, the month of `day` included; it differs a little from month to month."""
    found = day.work.session.exec(select(Channel).where(col(Channel.key).in_(_A_MONTH)).order_by(col(Channel.position)))
    spends = [
        Spend(channel.id, month, Money.from_major(Decimal(_A_MONTH[channel.key] + 500 * day.rng.randint(-6, 6)), "RUB"))
        for channel in found
        for month in _months(today(day.work))
    ]
    save_spends(day.owner, spends=spends)


def _months(last: date) -> list[date]:
    number = last.year * 12 + last.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - _MONTHS + 1, number + 1)]
