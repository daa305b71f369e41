"""Whether the studio has answered the lead in time, as the head of the deal page shows it."""

from dataclasses import dataclass

from studio_app.adapters.texts.catalogue import translate
from studio_app.domain.leads.response import ResponseState
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
    if state is None or (state.is_waiting and stage is not StageKind.OPEN):
        return ResponseView()
    if not state.is_waiting:
        key = "late_answered" if state.breached else "answered"
    else:
        key = "late" if state.breached else "waiting"
    words = translate(
        reader.locale,
        f"deal.response.{key}",
        since=reader.moment(state.since),
        due=reader.moment(state.due_at),
        spent=_spent(minutes, reader.locale),
    )
    return ResponseView("answered" if key == "late_answered" else key, words)


def _spent(minutes: int, locale: str) -> str:
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return translate(locale, "deal.response.minutes", minutes=rest)
    return translate(locale, "deal.response.hours", hours=hours, minutes=rest)
