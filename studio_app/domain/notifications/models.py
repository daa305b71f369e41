"""Tables of notifications."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from studio_app.domain.columns import EnumText, Table, UtcDateTime
from studio_app.domain.notifications.kinds import NotificationStatus


class Notification(Table, table=True):
    """One letter; unique per subject, rule and occurrence, so nobody is told twice."""

    __table_args__ = (UniqueConstraint("subject_id", "rule", "occurrence"),)

    id: str = Field(primary_key=True, max_length=32)
    deal_id: str | None = Field(default=None, foreign_key="deal.id", index=True, max_length=32)  # None: of the studio
    document_id: str | None = Field(default=None, foreign_key="document.id", max_length=32)
    subject_id: str = Field(max_length=32)  # what it is about: the document, the allocation of money…
    rule: str = Field(max_length=40)  # brief_link, proposal_reminder…
    occurrence: str = Field(max_length=40)  # "1", "2", or the id of the code
    recipient: str = Field(max_length=254)
    locale: str = Field(max_length=8)
    status: NotificationStatus = Field(
        default=NotificationStatus.PLANNED, sa_type=EnumText(NotificationStatus), index=True
    )
    planned_at: datetime = Field(sa_type=UtcDateTime)  # not before this moment
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    message_id: str = Field(default="", max_length=120)  # stable per letter: receivers fold repeats
    subject: str = Field(default="", max_length=300)
    text: str = ""
    html: str = ""
    problem: str = Field(default="", max_length=300)
