"""Currencies and their hundredths as words, for amounts written out."""

from dataclasses import dataclass
from typing import Literal

Forms = tuple[str, str, str]
"""With one, with two, with five of it."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a currency is called. `gender` is of its Russian name and tells один from одна."""

    gender: Literal["m", "f", "n"]
    ru: Forms
    ru_part: Forms
    en: tuple[str, str]
    en_part: tuple[str, str]


def _kind(adjective: str, noun: str, gender: Literal["m", "f"] = "m") -> tuple[Literal["m", "f"], Forms]:
    one, two, five = _NOUNS[noun]
    if not adjective:
        return gender, (one, two, five)
    # a stem in a soft consonant (к, ш) has и where others have ы
    vowel = "и" if adjective[-1] in "кгхшжчщ" else "ы"
    first, few = (f"{vowel}й", f"{vowel}х") if gender == "m" else ("ая", f"{vowel}е")
    return gender, (f"{adjective}{first} {one}", f"{adjective}{few} {two}", f"{adjective}{vowel}х {five}")


_NOUNS: dict[str, Forms] = {
    "рубль": ("рубль", "рубля", "рублей"),
    "доллар": ("доллар", "доллара", "долларов"),
    "доллар США": ("доллар США", "доллара США", "долларов США"),
    "евро": ("евро", "евро", "евро"),
    "фунт": ("фунт стерлингов", "фунта стерлингов", "фунтов стерлингов"),
    "франк": ("франк", "франка", "франков"),
    "гривна": ("гривна", "гривны", "гривен"),
    "тенге": ("тенге", "тенге", "тенге"),
    "сум": ("сум", "сума", "сумов"),
    "сом": ("сом", "сома", "сомов"),
    "сомони": ("сомони", "сомони", "сомони"),
    "драм": ("драм", "драма", "драмов"),
    "манат": ("манат", "маната", "манатов"),
    "лари": ("лари", "лари", "лари"),
    "лей": ("лей", "лея", "леев"),
    "лев": ("лев", "лева", "левов"),
    "злотый": ("злотый", "злотых", "злотых"),
    "крона": ("крона", "кроны", "крон"),
    "лира": ("лира", "лиры", "лир"),
    "юань": ("юань", "юаня", "юаней"),
    "иена": ("иена", "иены", "иен"),
    "вона": ("вона", "воны", "вон"),
    "форинт": ("форинт", "форинта", "форинтов"),
    "динар": ("динар", "динара", "динаров"),
    "денар": ("денар", "денара", "денаров"),
    "дирхам": ("дирхам", "дирхама", "дирхамов"),
    "шекель": ("шекель", "шекеля", "шекелей"),
    "рупия": ("рупия", "рупии", "рупий"),
    "реал": ("реал", "реала", "реалов"),
    "песо": ("песо", "песо", "песо"),
    "рэнд": ("рэнд", "рэнда", "рэндов"),
    "бат": ("бат", "бата", "батов"),
    "марка": ("конвертируемая марка", "конвертируемые марки", "конвертируемых марок"),
}
_KOPECK: Forms = ("копейка", "копейки", "копеек")
_CENT: Forms = ("цент", "цента", "центов")
_EN_CENT = ("cent", "cents")


def _masculine(stem: str) -> Forms:
    return (stem, f"{stem}а", f"{stem}ов")


NAMES = {
    "RUB": Names(*_kind("", "рубль"), _KOPECK, ("rouble", "roubles"), ("kopek", "kopeks")),
    "RUR": Names(*_kind("", "рубль"), _KOPECK, ("rouble", "roubles"), ("kopek", "kopeks")),
    "BYN": Names(
        *_kind("белорусск", "рубль"), _KOPECK, ("Belarusian rouble", "Belarusian roubles"), ("kopek", "kopeks")
    ),
    "UAH": Names(*_kind("", "гривна", "f"), _KOPECK, ("hryvnia", "hryvnias"), ("kopiyka", "kopiykas")),
    "KZT": Names(*_kind("", "тенге"), _masculine("тиын"), ("tenge", "tenge"), ("tiyn", "tiyns")),
    "UZS": Names(*_kind("", "сум"), _masculine("тийин"), ("sum", "sums"), ("tiyin", "tiyins")),
    "KGS": Names(*_kind("", "сом"), _masculine("тыйын"), ("som", "soms"), ("tyiyn", "tyiyns")),
    "TJS": Names(*_kind("", "сомони"), _masculine("дирам"), ("somoni", "somoni"), ("diram", "dirams")),
    "AMD": Names(*_kind("армянск", "драм"), ("лума", "лумы", "лум"), ("dram", "drams"), ("luma", "luma")),
    "AZN": Names(
        *_kind("азербайджанск", "манат"), ("гяпик", "гяпика", "гяпиков"), ("manat", "manats"), ("qepik", "qepiks")
    ),
    "GEL": Names(*_kind("", "лари"), ("тетри", "тетри", "тетри"), ("lari", "lari"), ("tetri", "tetri")),
    "MDL": Names(*_kind("молдавск", "лей"), _masculine("бан"), ("Moldovan leu", "Moldovan lei"), ("ban", "bani")),
    "RON": Names(*_kind("румынск", "лей"), _masculine("бан"), ("Romanian leu", "Romanian lei"), ("ban", "bani")),
    "BGN": Names(
        *_kind("болгарск", "лев"), ("стотинка", "стотинки", "стотинок"), ("lev", "leva"), ("stotinka", "stotinki")
    ),
    "EUR": Names(*_kind("", "евро"), _CENT, ("euro", "euro"), _EN_CENT),
    "USD": Names(*_kind("", "доллар США"), _CENT, ("US dollar", "US dollars"), _EN_CENT),
    "CAD": Names(*_kind("канадск", "доллар"), _CENT, ("Canadian dollar", "Canadian dollars"), _EN_CENT),
    "AUD": Names(*_kind("австралийск", "доллар"), _CENT, ("Australian dollar", "Australian dollars"), _EN_CENT),
    "NZD": Names(*_kind("новозеландск", "доллар"), _CENT, ("New Zealand dollar", "New Zealand dollars"), _EN_CENT),
    "SGD": Names(*_kind("сингапурск", "доллар"), _CENT, ("Singapore dollar", "Singapore dollars"), _EN_CENT),
    "HKD": Names(*_kind("гонконгск", "доллар"), _CENT, ("Hong Kong dollar", "Hong Kong dollars"), _EN_CENT),
    "GBP": Names(
        *_kind("", "фунт"), ("пенни", "пенса", "пенсов"), ("pound sterling", "pounds sterling"), ("penny", "pence")
    ),
    "CHF": Names(
        *_kind("швейцарск", "франк"),
        ("раппен", "раппена", "раппенов"),
        ("Swiss franc", "Swiss francs"),
        ("rappen", "rappen"),
    ),
    "PLN": Names(*_kind("польск", "злотый"), ("грош", "гроша", "грошей"), ("zloty", "zlotys"), ("grosz", "groszy")),
    "CZK": Names(
        *_kind("чешск", "крона", "f"),
        ("геллер", "геллера", "геллеров"),
        ("Czech koruna", "Czech korunas"),
        ("haler", "halers"),
    ),
    "SEK": Names(
        *_kind("шведск", "крона", "f"), ("эре", "эре", "эре"), ("Swedish krona", "Swedish kronor"), ("öre", "öre")
    ),
    "NOK": Names(
        *_kind("норвежск", "крона", "f"), ("эре", "эре", "эре"), ("Norwegian krone", "Norwegian kroner"), ("øre", "øre")
    ),
    "DKK": Names(
        *_kind("датск", "крона", "f"), ("эре", "эре", "эре"), ("Danish krone", "Danish kroner"), ("øre", "øre")
    ),
    "ISK": Names(
        *_kind("исландск", "крона", "f"),
        ("эйре", "эйре", "эйре"),
        ("Icelandic króna", "Icelandic krónur"),
        ("eyrir", "aurar"),
    ),
    "HUF": Names(*_kind("венгерск", "форинт"), _masculine("филлер"), ("forint", "forint"), ("fillér", "fillér")),
    "RSD": Names(
        *_kind("сербск", "динар"), ("пара", "пары", "пар"), ("Serbian dinar", "Serbian dinars"), ("para", "paras")
    ),
    "MKD": Names(*_kind("македонск", "денар"), ("дени", "дени", "дени"), ("denar", "denars"), ("deni", "deni")),
    "BAM": Names(
        *_kind("", "марка", "f"),
        ("фенинг", "фенинга", "фенингов"),
        ("convertible mark", "convertible marks"),
        ("fening", "fenings"),
    ),
    "TRY": Names(
        *_kind("турецк", "лира", "f"),
        ("куруш", "куруша", "курушей"),
        ("Turkish lira", "Turkish liras"),
        ("kuruş", "kuruş"),
    ),
    "CNY": Names(*_kind("китайск", "юань"), ("фэнь", "фэня", "фэней"), ("yuan", "yuan"), ("fen", "fen")),
    "JPY": Names(*_kind("японск", "иена", "f"), ("сен", "сена", "сенов"), ("yen", "yen"), ("sen", "sen")),
    "KRW": Names(*_kind("южнокорейск", "вона", "f"), ("чон", "чона", "чонов"), ("won", "won"), ("jeon", "jeon")),
    "INR": Names(
        *_kind("индийск", "рупия", "f"),
        ("пайса", "пайсы", "пайс"),
        ("Indian rupee", "Indian rupees"),
        ("paisa", "paise"),
    ),
    "ILS": Names(*_kind("израильск", "шекель"), ("агора", "агоры", "агор"), ("shekel", "shekels"), ("agora", "agorot")),
    "AED": Names(*_kind("", "дирхам"), ("филс", "филса", "филсов"), ("UAE dirham", "UAE dirhams"), ("fils", "fils")),
    "KWD": Names(
        *_kind("кувейтск", "динар"), ("филс", "филса", "филсов"), ("Kuwaiti dinar", "Kuwaiti dinars"), ("fils", "fils")
    ),
    "BHD": Names(
        *_kind("бахрейнск", "динар"),
        ("филс", "филса", "филсов"),
        ("Bahraini dinar", "Bahraini dinars"),
        ("fils", "fils"),
    ),
    "BRL": Names(
        *_kind("бразильск", "реал"), ("сентаво", "сентаво", "сентаво"), ("real", "reais"), ("centavo", "centavos")
    ),
    "MXN": Names(
        *_kind("мексиканск", "песо"),
        ("сентаво", "сентаво", "сентаво"),
        ("Mexican peso", "Mexican pesos"),
        ("centavo", "centavos"),
    ),
    "ZAR": Names(*_kind("", "рэнд"), _CENT, ("rand", "rand"), _EN_CENT),
    "THB": Names(*_kind("", "бат"), ("сатанг", "сатанга", "сатангов"), ("baht", "baht"), ("satang", "satang")),
}
