"""The letters of demo deals: each is sent at its moment, written out or empty, and never to anybody's mailbox."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlmodel import col, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.domain.actors import SYSTEM
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.planning import SEND
from studio_app.domain.notifications.ports import LetterWriter
from studio_app.domain.notifications.schemas import LetterText, Verdict
from studio_app.domain.notifications.sending import decide, note_cancelled, note_sent, postpone
from studio_app.domain.work import Work


class DemoMail:
    """The letters that one unit of work plans."""

    def __init__(self, work: Work, clock: FixedClock, writer: LetterWriter | None) -> None:
        """`work` has recording jobs and this clock; with a `writer` letters are written out, else they stay empty."""
        self._work, self._clock, self._writer = work, clock, writer
        self._sent = 0  # jobs of letters that have been seen to

    def deliver(self, until: datetime | None = None) -> None:
        """Send what is due until then, each letter at its moment."""
        limit = until or self._clock.now()
        due = self._due(limit)
        if due == self._sent:
            return
        self._sent = due
        system = replace(self._work, actor=SYSTEM)
        for _ in range(20):
            row = next((row for row in self._planned() if row.planned_at <= limit), None)
            if row is None:
                return
            self._clock.set(max(self._clock.now(), row.planned_at))
            self._send(system, row)
            self._work.session.flush()

    def stop(self) -> None:
        """Letters that are still planned do not go out."""
        for row in self._planned():
            row.status = NotificationStatus.CANCELLED
        self._work.session.flush()

    def _send(self, system: Work, row: Notification) -> None:
        decision = decide(system, notification_id=row.id)
        if decision.verdict is Verdict.POSTPONE:
            postpone(system, notification_id=row.id)
        elif decision.verdict is Verdict.SEND and decision.facts is not None:
            copy = self._writer.write(decision.facts) if self._writer else LetterText(row.rule, "", "")
            note_sent(
                system,
                notification_id=row.id,
                recipient=decision.facts.recipient,
                message_id=f"<{row.id}@studio.example>",
                copy=copy,
                kept=True,
            )
        else:
            note_cancelled(system, notification_id=row.id, reason=decision.reason)

    def _due(self, limit: datetime) -> int:
        """How many letters the jobs have been asked to send until then; reading them costs no query."""
        jobs = cast("RecordingJobs", self._work.jobs).enqueued
        return sum(1 for job in jobs if job.job == SEND and (job.at is None or job.at <= limit))

    def _planned(self) -> list[Notification]:
        query = select(Notification).where(Notification.status == NotificationStatus.PLANNED)
        return list(self._work.session.exec(query.order_by(col(Notification.planned_at))))
