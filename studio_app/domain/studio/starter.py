"""What a new studio starts with: settings, stages, channels, lost reasons and a sample legal entity."""

from collections.abc import Sequence

from sqlmodel import SQLModel, select

from studio_app.domain.studio.kinds import SALES, ChainAction, EntityKind, StageDemand, StageKind, StageRole, TaxRegime
from studio_app.domain.studio.models import (
    THE_STUDIO,
    ChainRule,
    Channel,
    Counter,
    LegalEntity,
    LostReason,
    Pipeline,
    Stage,
    Studio,
)
from studio_app.domain.studio.numbering import DEALS
from studio_app.domain.work import Work

# role, kind, Russian, English, colour, probability in percent, norm in days
_STAGES = (
    (StageRole.LEAD, StageKind.OPEN, "Заявка", "Lead", "slate", 5, 1),
    (StageRole.BRIEF, StageKind.OPEN, "Бриф", "Brief", "blue", 15, 3),
    (StageRole.ESTIMATE, StageKind.OPEN, "Расчёт", "Estimate", "cyan", 25, 1),
    (StageRole.PROPOSAL, StageKind.OPEN, "Предложение", "Proposal", "violet", 40, 5),
    (StageRole.CONTRACT, StageKind.OPEN, "Договор", "Contract", "orange", 70, 4),
    (StageRole.INVOICE, StageKind.OPEN, "Счёт", "Invoice", "amber", 85, 5),
    (StageRole.PAID, StageKind.WON, "Оплачено", "Paid", "green", 100, 0),
    (StageRole.LOST, StageKind.LOST, "Отказ", "Lost", "red", 0, 0),
)
# of pipelines that stand ready and are switched on when the studio wants them
_PRODUCTION = (
    (StageKind.OPEN, "Передано в работу", "Handed over", "slate", 100, 2),
    (StageKind.OPEN, "Дизайн", "Design", "violet", 100, 14),
    (StageKind.OPEN, "Вёрстка и сборка", "Build", "blue", 100, 21),
    (StageKind.OPEN, "Проверка и запуск", "Check and launch", "cyan", 100, 7),
    (StageKind.WON, "Сдано", "Delivered", "green", 100, 0),
    (StageKind.LOST, "Остановлено", "Stopped", "red", 0, 0),
)
_REPEAT = (
    (StageKind.OPEN, "Пора вспомнить", "Time to remember", "slate", 10, 30),
    (StageKind.OPEN, "Написали", "Written to", "blue", 25, 7),
    (StageKind.OPEN, "Интересно", "Interested", "amber", 60, 7),
    (StageKind.WON, "Новый заказ", "New order", "green", 100, 0),
    (StageKind.LOST, "Не нужно", "Not needed", "red", 0, 0),
)
_CHANNELS = (
    ("site", "Сайт", "Website"),
    ("kwork", "Kwork", "Kwork"),
    ("avito", "Авито", "Avito"),
    ("telegram", "Телеграм", "Telegram"),
    ("vk", "ВКонтакте", "VK"),
    ("habr", "Хабр", "Habr"),
    ("vc", "vc.ru", "vc.ru"),
    ("referral", "Рекомендация", "Referral"),
    ("email", "Почта", "E-mail"),
    ("hand", "Внесено вручную", "Added by hand"),
)
_LOST_REASONS = (
    ("Дорого", "Too expensive"),
    ("Выбрали других", "Chose somebody else"),
    ("Перестали отвечать", "Stopped answering"),
    ("Отложили", "Put off"),
    ("Не наш профиль", "Not what we do"),
    ("Сделают сами", "Will do it themselves"),
    ("Спам или ошибка", "Spam or a mistake"),
)


SAMPLE_INN = "7700123459"
SAMPLE_ACCOUNT = "40702810700000000001"
"""Of the legal entity a studio starts with: belongs to nobody, no tax office 7700 registers companies."""


def is_installed(work: Work) -> bool:
    """Query: whether the studio has what it starts with."""
    return work.session.get(Studio, THE_STUDIO) is not None


def install_studio(work: Work) -> None:
    """Add what is missing of the starter settings; a table that has rows is left as it is."""
    if work.session.get(Studio, THE_STUDIO) is None:
        work.session.add(Studio(name="Веб-студия"))
    if work.session.get(Counter, DEALS) is None:
        work.session.add(Counter(name=DEALS))
    if _empty(work, Pipeline):
        _add_pipelines(work)
    if _empty(work, Channel):
        work.session.add_all(
            Channel(id=work.new_id(), key=key, name_ru=name_ru, name_en=name_en, position=position)
            for position, (key, name_ru, name_en) in enumerate(_CHANNELS)
        )
    if _empty(work, LostReason):
        work.session.add_all(
            LostReason(id=work.new_id(), name_ru=name_ru, name_en=name_en, position=position)
            for position, (name_ru, name_en) in enumerate(_LOST_REASONS)
        )
    if _empty(work, LegalEntity):
        work.session.add(_sample_entity(work))
    work.session.flush()


def _add_pipelines(work: Work) -> None:
    """Sales; production and repeat sales switched off, chained so that a paid deal goes on by itself."""
    production, repeat = work.new_id(), work.new_id()
    for position, (key, name_ru, name_en) in enumerate(
        ((SALES, "Продажи", "Sales"), (production, "Производство", "Production"), (repeat, "Повторные", "Repeat sales"))
    ):
        work.session.add(Pipeline(id=key, name_ru=name_ru, name_en=name_en, position=position, active=position == 0))
    work.session.flush()
    custom = StageRole.CUSTOM
    sales = _stages(work, SALES, _STAGES)
    made = _stages(work, production, [(custom, *row) for row in _PRODUCTION])
    again = _stages(work, repeat, [(custom, *row) for row in _REPEAT])
    for stage in sales:
        stage.demand = StageDemand.PROPOSAL if stage.role is StageRole.PROPOSAL else StageDemand.NOTHING
    work.session.add_all((*sales, *made, *again))
    work.session.flush()
    for stages, target in ((sales, production), (made, repeat), (again, SALES)):
        won = next(stage for stage in stages if stage.kind is StageKind.WON)
        work.session.add(ChainRule(id=work.new_id(), stage_id=won.id, action=ChainAction.OPEN, pipeline_id=target))


def _stages(
    work: Work, pipeline_id: str, rows: Sequence[tuple[StageRole, StageKind, str, str, str, int, int]]
) -> list[Stage]:
    return [
        Stage(
            id=work.new_id(),
            pipeline_id=pipeline_id,
            role=role,
            kind=kind,
            name_ru=name_ru,
            name_en=name_en,
            colour=colour,
            probability=probability,
            norm_days=norm_days,
            position=position,
        )
        for position, (role, kind, name_ru, name_en, colour, probability, norm_days) in enumerate(rows)
    ]


def _sample_entity(work: Work) -> LegalEntity:
    # only the check digits are real
    return LegalEntity(
        id=work.new_id(),
        kind=EntityKind.COMPANY,
        name="ООО «Образец»",
        full_name="Общество с ограниченной ответственностью «Образец»",
        tax_regime=TaxRegime.VAT_5,
        inn=SAMPLE_INN,
        kpp="770001001",
        ogrn="1267700000127",
        address="101000, г. Москва, ул. Примерная, д. 1, офис 5",
        bank_name="АО «Образцовый банк»",
        bic="044525901",
        account=SAMPLE_ACCOUNT,
        correspondent_account="30101810300000000901",
        signer_name="Орлова Анна Сергеевна",
        signer_post="генеральный директор",
        signer_basis="устава",
        name_en="Obrazets LLC",
        full_name_en="Limited Liability Company “Obrazets”",
        address_en="office 5, 1 Primernaya Street, Moscow 101000, Russia",
        bank_name_en="Obraztsovy Bank JSC",
        signer_name_en="Anna Orlova",
        signer_post_en="General Director",
        signer_basis_en="the articles of association",
        is_default=True,
    )


def _empty(work: Work, table: type[SQLModel]) -> bool:
    return work.session.exec(select(table).limit(1)).first() is None
