"""Invented clients: people and firms with believable names, valid check digits and addresses that reach nobody."""

from dataclasses import dataclass, fields
from random import Random

_RU_FIRST = (
    ("Анна", "Мария", "Елена", "Ольга", "Наталья", "Ирина", "Светлана", "Юлия", "Дарья", "Ксения", "Вера", "Полина"),
    ("Алексей", "Дмитрий", "Сергей", "Андрей", "Павел", "Максим", "Никита", "Артём", "Кирилл", "Роман", "Егор", "Глеб"),
)
_RU_MIDDLE = (
    ("Андреевна", "Сергеевна", "Павловна", "Олеговна", "Викторовна", "Дмитриевна", "Романовна"),
    ("Андреевич", "Сергеевич", "Павлович", "Олегович", "Викторович", "Дмитриевич", "Романович"),
)
_RU_LAST = (
    "Белов", "Соколов", "Лебедев", "Крылов", "Зимин", "Лугов", "Ветров", "Озеров", "Рощин", "Снегирёв",
    "Калинин", "Журавлёв", "Северов", "Гончаров", "Малинин", "Поляков", "Воронцов", "Ясенев", "Туманов", "Громов",
)  # fmt: skip
_EN_FIRST = ("Emma", "Olivia", "Sophie", "Grace", "Alice", "James", "Oliver", "Henry", "Daniel", "Thomas", "Lucas")
_EN_LAST = ("Hartley", "Ashdown", "Whitmore", "Calloway", "Fenwick", "Lockwood", "Merrick", "Thornbury", "Winslow")
_RU_HEAD = (
    "Тихий", "Добрый", "Светлый", "Северный", "Новый", "Большой", "Белый", "Медный", "Зелёный", "Быстрый",
    "Верный", "Звонкий", "Ясный", "Тёплый", "Крепкий", "Лесной", "Речной", "Городской", "Южный", "Первый",
)  # fmt: skip
_RU_TAIL = (
    "берег", "дом", "сад", "двор", "ключ", "мост", "маяк", "лист", "камень", "ветер", "хлеб", "луг", "путь", "чай",
    "текстиль", "фасад", "причал", "амбар", "квартал", "переулок", "огонёк", "поворот", "перекрёсток", "чердак",
)  # fmt: skip
_EN_HEAD = ("Quiet", "Bright", "North", "Copper", "Green", "Harbour", "Willow", "Stone", "Amber", "River", "Maple")
_EN_TAIL = ("Lane", "Works", "Bakery", "Studio", "Garden", "Logistics", "Dental", "Furniture", "Yachts", "Tea House")
_CITIES = ("Москва", "Санкт-Петербург", "Казань", "Екатеринбург", "Новосибирск", "Самара", "Тверь", "Калуга")
_STREETS = ("Садовая", "Лесная", "Полевая", "Заречная", "Центральная", "Школьная", "Новая", "Береговая")
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "ts",
            "ch",
            "sh",
            "sch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Persona:
    """One client. Every field is a text of its own, so that one persona can stand in for another."""

    name: str
    signer: str
    company: str
    brand: str
    full_name: str
    email: str
    phone: str
    inn: str
    ogrn: str
    address: str
    account: str

    def texts(self) -> dict[str, str]:
        """The fields by name, without the empty ones."""
        return {item.name: value for item in fields(self) if (value := getattr(self, item.name))}


def invent(rng: Random, *, locale: str, company: bool, number: int) -> Persona:
    """A client nobody has met; `number` makes address and phone unique."""
    name, signer = _english_name(rng) if locale == "en" else _russian_name(rng)
    brand = (
        f"{_one(rng, _EN_HEAD)} {_one(rng, _EN_TAIL)}"
        if locale == "en"
        else f"{_one(rng, _RU_HEAD)} {_one(rng, _RU_TAIL)}"
    )
    firm = "" if not company else f"{brand} Ltd" if locale == "en" else f"ООО «{brand}»"
    return Persona(
        name=name,
        signer=signer,
        company=firm,
        brand=brand,
        full_name=firm if locale == "en" else f"Общество с ограниченной ответственностью «{brand}»",
        email=f"{_latin(name.split()[0])}.{number}@{_latin(brand).replace(' ', '-')}.example",
        phone=f"+79990{number % 1_000_000:06d}",
        inn=_inn(f"7700{rng.randrange(10**5):05d}"),
        ogrn=_ogrn(f"12{rng.randrange(2, 6)}7700{rng.randrange(10**5):05d}"),
        address=f"г. {_one(rng, _CITIES)}, ул. {_one(rng, _STREETS)}, д. {rng.randrange(1, 90)}",
        account=_account("044525901", f"40702810{rng.randrange(10**12):012d}"),
    )


def _russian_name(rng: Random) -> tuple[str, str]:
    male = rng.random() < 0.5
    first, middle = _one(rng, _RU_FIRST[male]), _one(rng, _RU_MIDDLE[male])
    last = _one(rng, _RU_LAST) + ("" if male else "а")
    return f"{first} {last}", f"{last} {first} {middle}"


def _english_name(rng: Random) -> tuple[str, str]:
    name = f"{_one(rng, _EN_FIRST)} {_one(rng, _EN_LAST)}"
    return name, name


def _one(rng: Random, words: tuple[str, ...]) -> str:
    return words[rng.randrange(len(words))]


def _latin(text: str) -> str:
    return "".join(_LATIN.get(char, char) for char in text.lower()).replace("_", "")


def _inn(nine: str) -> str:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return nine + str(sum(weight * int(digit) for weight, digit in zip(weights, nine, strict=True)) % 11 % 10)


def _ogrn(twelve: str) -> str:
    return twelve + str(int(twelve) % 11 % 10)


def _account(bic: str, digits: str) -> str:
    # the ninth digit is a check digit over the end of the BIC and the account (Bank of Russia, 08.09.1997 No. 515)
    for check in "0123456789":
        account = digits[:8] + check + digits[9:]
        total = sum(int(digit) * (7, 1, 3)[index % 3] for index, digit in enumerate(bic[-3:] + account))
        if total % 10 == 0:
            return account
    raise AssertionError("one of ten check digits always fits")
