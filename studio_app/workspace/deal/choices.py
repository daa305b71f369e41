"""What can be chosen on the deal page, by name."""

from dataclasses import dataclass

from studio_app.domain.deals.details import StageOption
from studio_app.domain.studio.choices import Choice


@dataclass(frozen=True)
class OptionView:
    """Something to choose; `kind` of a stage: open, won, lost."""

    id: str = ""
    name: str = ""
    kind: str = ""


def stage_view(stage: StageOption, locale: str) -> OptionView:
    """A stage in the select."""
    return OptionView(id=stage.id, name=stage.name_en if locale == "en" else stage.name_ru, kind=stage.kind.value)


def choice_view(choice: Choice, locale: str) -> OptionView:
    """A manager or a lost reason in a select."""
    return OptionView(id=choice.id, name=choice.name(locale))
