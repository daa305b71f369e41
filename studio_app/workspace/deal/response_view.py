"""Whether the studio has answered the lead in time, as the head of the deal page shows it."""

from dataclasses import dataclass

from studio_app.adapters.texts.catalogue import translate
from studio_app.domain.leads.response import ResponseStanding, ResponseState
from studio_app.domain.studio.kinds import StageKind
from studio_app.workspace.deal.reader import Reader

_HOUR = 60


@dataclass(frozen=True)
class ResponseView:
    """A word for the colour (waiting, late, answered; empty: nothing to tell) and a sentence."""

    state: str = ""
    words: str = ""


def response_view(state: ResponseState | None, minutes: int, stage: StageKind, reader: Reader) -> ResponseView:
    """`minutes` of working time have passed until the answer, or until now."""
    standing = state.standing(stage) if state else None
    if state is None or standing is None:
        return ResponseView()
    words = translate(
        reader.locale,
        f"deal.response.{standing}",
        since=reader.moment(state.since),
        due=reader.moment(state.due_at),
        spent=_spent(minutes, reader.locale),
    )
    answered = standing is ResponseStanding.LATE_ANSWERED
    return ResponseView(ResponseStanding.ANSWERED if answered else standing, words)


def _spent(minutes: int, locale: str) -> str:
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return translate(locale, "deal.response.minutes", minutes=rest)
    return translate(locale, "deal.response.hours", hours=hours, minutes=rest)
