"""The person for whom the deal page is written: their language, their clock and the moment."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from studio_app.adapters.texts.format import moment


@dataclass(frozen=True)
class Reader:
    """Language, clock, and the moment."""

    locale: str
    timezone: str
    now: datetime

    @property
    def today(self) -> date:
        """The reader's date."""
        return self.local(self.now).date()

    def local(self, at: datetime) -> datetime:
        """The moment on the reader's clock."""
        return at.astimezone(ZoneInfo(self.timezone))

    def moment(self, at: datetime) -> str:
        """Time today, date and time otherwise."""
        local = self.local(at)
        return f"{local:%H:%M}" if local.date() == self.today else moment(at, self.locale, self.timezone)
