"""The price list a new studio starts with: a web studio's services, roubles of 2026, without tax."""

from decimal import Decimal
from typing import Any, NamedTuple

from sqlmodel import select

from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.models import Service
from studio_app.domain.work import Work


class _Row(NamedTuple):
    key: str
    ru: str
    en: str
    unit: str
    hours: str  # for one unit
    price: int  # whole roubles for one unit
    rule: dict[str, Any]
    tariff: Tariff = Tariff.START


_ALWAYS = {"always": 1}
_PAGES = {"answer": "pages"}
_OWN_DESIGN = {"answer": "design", "among": ["custom", "exclusive"]}
_MANAGED = {"answer": "site_kind", "among": ["corporate", "shop", "portal"]}


def _is(answer: str, value: str) -> dict[str, Any]:
    return {"answer": answer, "equals": value}


def _has(integration: str) -> dict[str, Any]:
    return {"answer": "integrations", "contains": integration}


_PRICE_LIST = (
    _Row("analysis", "Аналитика и структура сайта", "Discovery and site structure", "service", "12", 36_000, _ALWAYS),
    _Row(
        "design_concept",
        "Дизайн-концепция главной страницы",
        "Design concept of the home page",
        "service",
        "24",
        72_000,
        _OWN_DESIGN,
    ),
    _Row(
        "design_template",
        "Дизайн на основе готового шаблона",
        "Design on a ready-made template",
        "service",
        "10",
        28_000,
        _is("design", "template"),
    ),
    _Row(
        "design_page",
        "Индивидуальный дизайн страницы",
        "Custom page design",
        "page",
        "5",
        14_000,
        {"all": [_is("design", "custom"), _PAGES]},
    ),
    _Row(
        "design_exclusive",
        "Эксклюзивный дизайн страницы с анимацией",
        "Exclusive page design with animation",
        "page",
        "9",
        27_000,
        {"all": [_is("design", "exclusive"), _PAGES]},
    ),
    _Row("layout", "Адаптивная вёрстка страницы", "Responsive page build", "page", "4", 11_000, _PAGES),
    _Row(
        "landing",
        "Сборка и публикация лендинга",
        "Landing page assembly and launch",
        "service",
        "10",
        28_000,
        _is("site_kind", "landing"),
    ),
    _Row("cms", "Установка и настройка CMS", "CMS set-up", "service", "14", 39_000, _MANAGED),
    _Row(
        "shop",
        "Каталог, корзина и оформление заказа",
        "Catalogue, cart and checkout",
        "service",
        "60",
        174_000,
        _is("site_kind", "shop"),
    ),
    _Row(
        "accounts",
        "Личный кабинет и роли пользователей",
        "User accounts and roles",
        "service",
        "70",
        210_000,
        _is("site_kind", "portal"),
    ),
    _Row("forms", "Формы заявок с защитой от спама", "Enquiry forms with spam protection", "item", "3", 8_500, _ALWAYS),
    _Row(
        "content_client",
        "Размещение материалов клиента",
        "Placing the client's content",
        "page",
        "1",
        2_500,
        {"all": [_is("content", "client"), _PAGES]},
    ),
    _Row(
        "content_studio",
        "Тексты и подбор изображений",
        "Copywriting and images",
        "page",
        "3",
        7_500,
        {"all": [_is("content", "studio"), _PAGES]},
    ),
    _Row(
        "language",
        "Дополнительная языковая версия",
        "Additional language version",
        "language",
        "16",
        45_000,
        {"answer": "languages", "beyond": 1},
    ),
    _Row("crm", "Интеграция с CRM", "CRM integration", "service", "18", 54_000, _has("crm")),
    _Row("payment", "Онлайн-оплата и чеки", "Online payment and receipts", "service", "16", 48_000, _has("payment")),
    _Row(
        "delivery",
        "Расчёт и оформление доставки",
        "Delivery rates and orders",
        "service",
        "16",
        46_000,
        _has("delivery"),
    ),
    _Row(
        "erp", "Обмен данными с учётной системой", "Accounting system exchange", "service", "40", 128_000, _has("erp")
    ),
    _Row("analytics", "Веб-аналитика и цели", "Web analytics and goals", "service", "6", 17_000, _has("analytics")),
    _Row(
        "urgent",
        "Срочный запуск выделенной командой",
        "Urgent launch by a dedicated team",
        "service",
        "20",
        80_000,
        _is("deadline", "asap"),
    ),
    _Row("launch", "Тестирование и запуск", "Testing and launch", "service", "12", 33_000, _ALWAYS),
    _Row(
        "seo",
        "Базовая поисковая оптимизация",
        "Basic search optimisation",
        "service",
        "14",
        39_000,
        _ALWAYS,
        Tariff.STANDARD,
    ),
    _Row(
        "privacy",
        "Документы и согласия по 152-ФЗ",
        "Privacy documents and consents",
        "service",
        "5",
        16_000,
        _ALWAYS,
        Tariff.STANDARD,
    ),
    _Row(
        "training",
        "Обучение редакторов",
        "Training for editors",
        "hour",
        "1",
        3_500,
        {"all": [_MANAGED, {"always": 3}]},
        Tariff.STANDARD,
    ),
    _Row(
        "style_guide",
        "Дизайн-система сайта",
        "Design system of the site",
        "service",
        "20",
        58_000,
        _OWN_DESIGN,
        Tariff.PREMIUM,
    ),
    _Row(
        "conversion",
        "Аудит конверсии через месяц после запуска",
        "Conversion audit a month after launch",
        "service",
        "16",
        46_000,
        _ALWAYS,
        Tariff.PREMIUM,
    ),
    _Row(
        "support",
        "Поддержка и развитие",
        "Support and improvements",
        "month",
        "10",
        28_000,
        {"always": 3},
        Tariff.PREMIUM,
    ),
    _Row("hosting", "Хостинг и домен", "Hosting and domain", "year", "1", 14_000, {"always": 1, "optional": True}),
    _Row(
        "chat",
        "Чат и мессенджеры на сайте",
        "Chat and messengers",
        "service",
        "4",
        12_000,
        {"always": 1, "optional": True},
    ),
    _Row(
        "photo",
        "Фотосъёмка для сайта",
        "Photo shoot for the site",
        "day",
        "10",
        35_000,
        {"all": [_is("content", "studio"), _ALWAYS], "optional": True},
    ),
    _Row("consulting", "Консультация специалиста", "Expert consulting", "hour", "1", 3_500, {}),
)


def add_price_list(work: Work) -> int:
    """Add the services of the starter price list that the studio does not have yet; returns how many."""
    known = set(work.session.exec(select(Service.key)))
    fresh = [
        Service(
            id=work.new_id(),
            key=row.key,
            name_ru=row.ru,
            name_en=row.en,
            unit=row.unit,
            hours=Decimal(row.hours),
            price_amount=row.price * 100,
            currency="RUB",
            tariff=row.tariff,
            rule=row.rule,
            position=position,
        )
        for position, row in enumerate(_PRICE_LIST, start=1)
        if row.key not in known
    ]
    work.session.add_all(fresh)
    return len(fresh)
