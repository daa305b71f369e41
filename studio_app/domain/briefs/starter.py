"""The questionnaire every studio starts with: a website."""

from sqlmodel import select

from studio_app.domain.briefs.models import Questionnaire
from studio_app.domain.briefs.schemas import Option, Question, QuestionKind, Words
from studio_app.domain.work import Work

WEBSITE = "website"


def _words(ru: str, en: str) -> Words:
    return Words(ru=ru, en=en)


def _option(value: str, ru: str, en: str, hint_ru: str = "", hint_en: str = "") -> Option:
    return Option(value=value, label=_words(ru, en), hint=_words(hint_ru, hint_en) if hint_ru else None)


_PROJECT = _words("Проект", "The project")
_SITE = _words("Сайт", "The site")
_LOOK = _words("Вид и наполнение", "Look and content")
_TERMS = _words("Сроки и бюджет", "Time and budget")

QUESTIONS: tuple[Question, ...] = (
    Question(
        key="goals",
        kind=QuestionKind.TEXT,
        section=_PROJECT,
        label=_words("Чего должен добиться сайт?", "What should the site achieve?"),
        hint=_words(
            "Например: больше заявок, продажи без звонков, доверие партнёров",
            "For example: more enquiries, sales without calls, the trust of partners",
        ),
        required=True,
        maximum=3000,
    ),
    Question(
        key="site_kind",
        kind=QuestionKind.CHOICE,
        section=_PROJECT,
        label=_words("Какой сайт нужен?", "What kind of site do you need?"),
        options=(
            _option("landing", "Лендинг", "Landing page", "Одна страница, одно предложение", "One page with one offer"),
            _option(
                "corporate",
                "Корпоративный сайт",
                "Company site",
                "О компании, услуги, контакты",
                "About, services, contacts",
            ),
            _option("shop", "Интернет-магазин", "Online shop", "Каталог, корзина, оплата", "Catalogue, cart, payment"),
            _option("portal", "Портал", "Portal", "Личные кабинеты, сложная логика", "Accounts, complex logic"),
        ),
        required=True,
    ),
    Question(
        key="pages",
        kind=QuestionKind.NUMBER,
        section=_SITE,
        label=_words("Сколько разных страниц?", "How many different pages?"),
        hint=_words(
            "Считайте виды страниц: карточки товаров — это одна",
            "Count kinds of pages: all product pages together are one",
        ),
        required=True,
        minimum=1,
        maximum=500,
    ),
    Question(
        key="sections",
        kind=QuestionKind.LIST,
        section=_SITE,
        label=_words("Какие разделы будут на сайте?", "Which sections will the site have?"),
        hint=_words("По одному в строке: Главная, Услуги, Контакты…", "One a line: Home, Services, Contacts…"),
        maximum=40,
    ),
    Question(
        key="integrations",
        kind=QuestionKind.MULTI,
        section=_SITE,
        label=_words("С чем связать сайт?", "What should the site be connected to?"),
        options=(
            _option("crm", "CRM", "CRM"),
            _option("payment", "Приём оплаты", "Payments"),
            _option("delivery", "Доставка", "Delivery"),
            _option("erp", "1С или учётная система", "Accounting or ERP"),
            _option("analytics", "Аналитика", "Analytics"),
        ),
    ),
    Question(
        key="languages",
        kind=QuestionKind.MULTI,
        section=_SITE,
        label=_words("На каких языках?", "In which languages?"),
        options=(
            _option("ru", "Русский", "Russian"),
            _option("en", "Английский", "English"),
            _option("kk", "Казахский", "Kazakh"),
            _option("de", "Немецкий", "German"),
            _option("zh", "Китайский", "Chinese"),
        ),
        required=True,
    ),
    Question(
        key="design",
        kind=QuestionKind.CHOICE,
        section=_LOOK,
        label=_words("Какой дизайн?", "What kind of design?"),
        options=(
            _option("template", "Готовый шаблон", "Ready template", "Быстро и недорого", "Quick and affordable"),
            _option("custom", "Индивидуальный", "Made for you", "Под ваш фирменный стиль", "Follows your brand"),
            _option(
                "exclusive", "Эксклюзивный", "One of a kind", "Иллюстрации и анимация", "Illustrations and animation"
            ),
        ),
        required=True,
    ),
    Question(
        key="content",
        kind=QuestionKind.CHOICE,
        section=_LOOK,
        label=_words("Кто готовит тексты и картинки?", "Who prepares texts and pictures?"),
        options=(
            _option("client", "Мы сами", "We do"),
            _option("studio", "Студия", "The studio"),
        ),
        required=True,
    ),
    Question(
        key="examples",
        kind=QuestionKind.TEXT,
        section=_LOOK,
        label=_words("Какие сайты нравятся?", "Which sites do you like?"),
        hint=_words("Ссылки и пара слов, что именно", "Links and a word on what you like"),
        maximum=3000,
    ),
    Question(
        key="deadline",
        kind=QuestionKind.CHOICE,
        section=_TERMS,
        label=_words("Когда нужен сайт?", "When do you need it?"),
        options=(
            _option("asap", "Как можно скорее", "As soon as possible"),
            _option("month", "В течение месяца", "Within a month"),
            _option("quarter", "В течение трёх месяцев", "Within three months"),
            _option("flexible", "Срок не важен", "No hurry"),
        ),
        required=True,
    ),
    Question(
        key="budget",
        kind=QuestionKind.MONEY,
        section=_TERMS,
        label=_words("На какую сумму рассчитываете?", "What is your budget?"),
        hint=_words(
            "Примерно, чтобы предложить подходящее. Можно пропустить",
            "Roughly, so that we can suggest what fits. You may skip it",
        ),
        minimum=0,
        maximum=1_000_000_000,
    ),
)


def install_questionnaire(work: Work) -> None:
    """Add the website questionnaire to a studio that has none."""
    if work.session.exec(select(Questionnaire).limit(1)).first() is not None:
        return
    work.session.add(
        Questionnaire(
            id=work.new_id(),
            key=WEBSITE,
            name_ru="Бриф на сайт",
            name_en="Website brief",
            questions=[question.model_dump(mode="json") for question in QUESTIONS],
        )
    )
    work.session.flush()
