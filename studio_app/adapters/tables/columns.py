"""What people write above the columns of their lists, in Russian and English."""

from collections.abc import Mapping

from studio_app.domain.imports.kinds import ImportKind

# most telling first; compared without blanks and signs
_PERSON = (
    "имя", "фио", "контакт", "контактноелицо", "контактныелица", "имяконтакта", "клиент", "заказчик",
    "name", "fullname", "contact", "contactname", "contactperson", "person", "customer", "client", "firstname",
)  # fmt: skip
_COMPANY = (
    "компания", "организация", "названиекомпании", "наименование", "юрлицо", "контрагент", "название", "фирма",
    "company", "companyname", "organization", "organisation", "account", "business",
)  # fmt: skip
_EMAIL = (
    "email",
    "почта",
    "элпочта",
    "эмейл",
    "электроннаяпочта",
    "адресэлектроннойпочты",
    "имейл",
    "mail",
    "emailaddress",
)
_PHONE = (
    "телефон", "тел", "мобильный", "номертелефона", "мобильныйтелефон", "рабочийтелефон", "телефонконтакта",
    "phone", "phonenumber", "mobile", "tel", "telephone", "cell",
)  # fmt: skip
_INN = ("инн", "иннкомпании", "inn", "taxid", "taxnumber", "vatid")

WORDS: Mapping[ImportKind, Mapping[str, tuple[str, ...]]] = {
    ImportKind.LEADS: {
        "email": _EMAIL,
        "phone": _PHONE,
        "company": _COMPANY,
        "name": _PERSON,
        "message": ("сообщение", "комментарий", "текст", "заявка", "вопрос", "описание", "примечание", "задача",
                    "message", "comment", "comments", "text", "request", "note", "notes", "description"),
        "channel": ("канал", "источник", "откуда", "рекламныйканал", "channel", "source", "utmsource", "leadsource"),
        "city": ("город", "населенныйпункт", "регион", "city", "town", "location"),
        "budget": ("бюджет", "сумма", "стоимость", "budget", "amount", "value"),
        "inn": _INN,
    },
    ImportKind.CLIENTS: {
        "email": _EMAIL,
        "phone": _PHONE,
        "company": _COMPANY,
        "name": _PERSON,
        "post": ("должность", "роль", "post", "position", "jobtitle", "title", "role"),
        "inn": _INN,
        "kpp": ("кпп", "kpp"),
        "address": ("адрес", "юридическийадрес", "юрадрес", "address", "legaladdress"),
    },
    ImportKind.SPEND: {
        "channel": ("канал", "источник", "рекламныйканал", "площадка", "channel", "source", "platform"),
        "month": ("месяц", "период", "дата", "month", "period", "date"),
        "amount": ("расход", "расходы", "сумма", "затраты", "стоимость", "бюджет", "потрачено",
                   "amount", "spend", "cost", "costs", "spent", "expense", "budget"),
    },
}  # fmt: skip
