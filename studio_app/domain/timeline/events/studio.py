"""What happens to the settings of the studio."""

from studio_app.domain.timeline.events.base import InStudio
from studio_app.domain.timeline.events.kinds import EventKind


class StudioChanged(InStudio):
    """The studio's own settings were changed: one of these."""

    kind = EventKind.STUDIO_CHANGED
    version: int | None = None
    report_hour: int | None = -1  # None: no report comes; -1: it was not about that
    managers_may_refund: bool | None = None


class StudioHeld(InStudio):
    """Nothing goes out until somebody has looked: the data was restored."""

    kind = EventKind.STUDIO_HELD


class StudioReleased(InStudio):
    """Things go out again."""

    kind = EventKind.STUDIO_RELEASED


class _OfStage(InStudio):
    stage_id: str


class StageSaved(_OfStage):
    """A stage was changed, or taken into use or out of it."""

    kind = EventKind.STAGE_SAVED
    active: bool | None = None


class StageMoved(_OfStage):
    """A stage was put to another place."""

    kind = EventKind.STAGE_MOVED


class StageRankedAnew(_OfStage):
    """The cards of a column got new places in the same order."""

    kind = EventKind.STAGE_RANKED_ANEW


class PipelineSaved(InStudio):
    """A pipeline was changed, or taken into use or out of it."""

    kind = EventKind.PIPELINE_SAVED
    pipeline_id: str
    active: bool


class PipelineChained(InStudio):
    """What an outcome does in another pipeline was changed."""

    kind = EventKind.PIPELINE_CHAINED
    stage_id: str
    action: str


class ShortListSaved(InStudio):
    """A line of a short list was changed."""

    id: str


class ChannelSaved(ShortListSaved):
    """A channel was changed."""

    kind = EventKind.CHANNEL_SAVED


class LostReasonSaved(ShortListSaved):
    """A reason why deals are lost was changed."""

    kind = EventKind.LOST_REASON_SAVED


class TextRewritten(InStudio):
    """A text of the product was put in the studio's own words."""

    kind = EventKind.TEXT_REWRITTEN
    key: str
    locale: str
    version: int


class TextReset(InStudio):
    """A text is the product's own again."""

    kind = EventKind.TEXT_RESET
    key: str
    locale: str


class SpendSaved(InStudio):
    """What advertising has cost was noted, for so many months and channels."""

    kind = EventKind.SPEND_SAVED
    count: int


class LegalEntitySaved(InStudio):
    """A legal entity of the studio was changed."""

    kind = EventKind.LEGAL_ENTITY_SAVED
    legal_entity_id: str


class WorkingTimeChanged(InStudio):
    """When the studio works was changed."""

    kind = EventKind.WORKING_TIME_CHANGED


class HoursSaved(InStudio):
    """When one person works was changed."""

    kind = EventKind.HOURS_SAVED
    user_id: str


class ServiceSaved(InStudio):
    """A line of the price list was changed."""

    kind = EventKind.SERVICE_SAVED
    service_id: str
