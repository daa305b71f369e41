"""What open boards are told: one patch a change for everybody who looks at the same cards in the same language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio_app.domain.deals.board.schemas import BoardFilter, Changes
from studio_app.domain.work import Committed
from studio_app.workspace.board.views import card_view, totals_view

CHANNEL = "board"
"""The name under which the board's component takes messages in the browser."""

# What leaves the card as it is; everything else that happens to a deal may show on it
_UNSEEN = frozenset({"note", "task", "notification", "requisites", "payment", "refund"})
_UNSEEN_ENDINGS = frozenset({"seen", "saved", "code_requested"})
# After these a card may no longer pass a filter it passed before
_REFILTERING = frozenset({"deal.assigned", "deal.changed", "client.changed"})


@dataclass(slots=True)
class Audience:
    """Boards that see the same cards in the same language; `seq` numbers the patches they got."""

    room: str
    locale: str
    where: BoardFilter
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What to read for a batch of events."""

    deal_ids: tuple[str, ...]
    left: frozenset[str]  # stages that deals have left
    refiltered: frozenset[str]  # deals that a filter may no longer show
    filters: tuple[BoardFilter, ...]
    reload: bool  # something about the columns themselves has changed


class BoardFeed:
    """Who looks at what, and the patches for them."""

    def __init__(self) -> None:
        self._audiences: dict[str, Audience] = {}

    def join(self, *, locale: str, where: BoardFilter) -> Audience:
        """The audience of that filter and language."""
        room = f"board:{locale}:{where.manager_id or ''}:{' '.join(where.words)}"
        return self._audiences.setdefault(room, Audience(room=room, locale=locale, where=where))

    def drop(self, room: str) -> None:
        """Forget an audience that nobody belongs to any more."""
        self._audiences.pop(room, None)

    def rooms(self) -> tuple[str, ...]:
        """Everybody."""
        return tuple(self._audiences)

    def question(self, events: Sequence[Committed]) -> Question | None:
        """What has to be read for these events; None when no board shows a difference."""
        if not self._audiences:
            return None
        columns = any(event.kind.startswith("stage.") for event in events)
        shown = [event for event in events if event.deal_id and _shows(event.kind)]
        if not shown and not columns:
            return None
        return Question(
            deal_ids=tuple(dict.fromkeys(event.deal_id for event in shown if event.deal_id)),
            left=frozenset(event.payload["from_stage"] for event in shown if "from_stage" in event.payload),
            refiltered=frozenset(event.deal_id for event in shown if event.deal_id and event.kind in _REFILTERING),
            filters=tuple(dict.fromkeys(audience.where for audience in self._audiences.values())),
            reload=columns,
        )

    def patches(self, question: Question, changes: Changes) -> Iterator[tuple[str, dict[str, Any]]]:
        """Room and message for every audience that has to learn of a change."""
        for audience in tuple(self._audiences.values()):
            if question.reload:
                yield audience.room, self.message({"resync": True})
                continue
            totals = {
                stage_id: totals_view(found, audience.locale)
                for stage_id, found in changes.totals.get(audience.where, {}).items()
            }
            for change in changes.cards:
                if change.shown_to(audience.where):
                    what: dict[str, Any] = {"card": card_view(change.card, audience.locale)}
                elif change.card.id in question.refiltered:
                    what = {"gone": change.card.id}
                else:
                    continue
                audience.seq += 1
                yield audience.room, self.message({"seq": audience.seq, **what, "totals": totals})

    @staticmethod
    def message(content: Mapping[str, Any]) -> dict[str, Any]:
        """`content` in the envelope that Reflex's browser side hands to the board's component."""
        return {"delta": {CHANNEL: content}}


def _shows(kind: str) -> bool:
    noun, _, what = kind.partition(".")
    return noun not in _UNSEEN and what not in _UNSEEN_ENDINGS
