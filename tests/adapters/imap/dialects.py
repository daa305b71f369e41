"""How programs of many makers write an answer: what stands between the new words and the letter they answer."""

from collections.abc import Sequence
from dataclasses import dataclass

OLD = ("Добрый день!", "Смета 100 000 и срок 30 дней.", "Студия")


@dataclass(frozen=True, slots=True)
class Dialect:
    """A program's way: the lines before the old letter, and whether it marks every old line."""

    name: str
    introduction: tuple[str, ...]
    mark: str = "> "


def written(dialect: Dialect, new: str, old: Sequence[str] = OLD) -> str:
    """An answer with `new` on top."""
    return "\n".join([new, "", *dialect.introduction, *(f"{dialect.mark}{line}".rstrip() for line in old)])


DIALECTS = (
    Dialect("Gmail, Russian", ("вт, 10 мар. 2026 г. в 10:15, Студия <hello@studio.example>:", "")),
    Dialect(
        "Gmail, Russian, broken", ("вт, 10 мар. 2026 г. в 10:15, Студия «Длинное имя»", "<hello@studio.example>:", "")
    ),
    Dialect("Gmail, English", ("On Tue, Mar 10, 2026 at 10:15 AM Studio <hello@studio.example> wrote:", "")),
    Dialect(
        "Gmail, English, broken",
        ("On Tue, Mar 10, 2026 at 10:15 AM Studio Long Name", "<hello@studio.example> wrote:", ""),
    ),
    Dialect("Gmail, German", ("Am Di., 10. März 2026 um 10:15 Uhr schrieb Studio <hello@studio.example>:", "")),
    Dialect("Gmail, French", ("Le mar. 10 mars 2026 à 10:15, Studio <hello@studio.example> a écrit :", "")),
    Dialect("Gmail, Spanish", ("El mar, 10 mar 2026 a las 10:15, Studio (<hello@studio.example>) escribió:", "")),
    Dialect("Yandex", ('10.03.2026, 10:15, "Студия" <hello@studio.example>:',)),
    Dialect(
        "Yandex, a line",
        (
            "----------------",
            "Кому: Анна (ann@client.example);",
            "Тема: Смета;",
            '10.03.2026, 10:15, "Студия" <hello@studio.example>:',
        ),
    ),
    Dialect("Mail.ru", ("Вторник, 10 марта 2026, 10:15 +03:00 от Студия <hello@studio.example>:", " ")),
    Dialect(
        "Mail.ru, without marks", ("Вторник, 10 марта 2026, 10:15 +03:00 от Студия <hello@studio.example>:", " "), ""
    ),
    Dialect("Thunderbird, Russian", ("10.03.2026 10:15, Студия пишет:",)),
    Dialect("Thunderbird, English", ("On 3/10/26 10:15 AM, Studio wrote:",)),
    Dialect("Apple Mail, Russian", ("10 марта 2026 г., в 10:15, Студия <hello@studio.example> написал(а):", "")),
    Dialect("Apple Mail, English", ("On 10 Mar 2026, at 10:15, Studio <hello@studio.example> wrote:", "")),
    Dialect("The Bat!", ("Вы писали 10 марта 2026 г., 10:15:15:", "")),
    Dialect(
        "Outlook, English",
        (
            "-----Original Message-----",
            "From: Studio [mailto:hello@studio.example]",
            "Sent: Tuesday, March 10, 2026 10:15 AM",
            "To: Ann",
            "Subject: Estimate",
            "",
        ),
        "",
    ),
    Dialect(
        "Outlook, Russian",
        (
            "-----Исходное сообщение-----",
            "От: Студия [mailto:hello@studio.example]",
            "Отправлено: 10 марта 2026 г. 10:15",
            "Кому: Анна",
            "Тема: Смета",
            "",
        ),
        "",
    ),
    Dialect(
        "Outlook 365, English",
        (
            "________________________________",
            "From: Studio <hello@studio.example>",
            "Sent: Tuesday, March 10, 2026 10:15 AM",
            "To: Ann <ann@client.example>",
            "Subject: Estimate",
            "",
        ),
        "",
    ),
    Dialect(
        "Outlook 365, Russian",
        (
            "From: Студия <hello@studio.example>",
            "Sent: Tuesday, March 10, 2026 10:15 AM",
            "To: Ann",
            "Subject: Смета",
            "",
        ),
        "",
    ),
    Dialect(
        "Outlook, Russian, bare",
        (
            "От: Студия <hello@studio.example>",
            "Дата: вторник, 10 марта 2026 г. в 10:15",
            "Кому: Анна <ann@client.example>",
            "Тема: Re: Смета",
            "",
        ),
        "",
    ),
    Dialect(
        "Outlook, German",
        (
            "Von: Studio <hello@studio.example>",
            "Gesendet: Dienstag, 10. März 2026 10:15",
            "An: Ann",
            "Betreff: Angebot",
            "",
        ),
        "",
    ),
    Dialect("Zoho", ("---- On Tue, 10 Mar 2026 10:15:00 +0300 Studio <hello@studio.example> wrote ---", ""), " > "),
    Dialect("Zimbra", ("----- Original Message -----",)),
    Dialect("Zimbra, German", ("----- Ursprüngliche Mail -----",)),
    Dialect("Roundcube, Russian", ("Студия писал(а) 2026-03-10 10:15:",)),
    Dialect("Roundcube, English", ("On 2026-03-10 10:15, Studio wrote:",)),
    Dialect("K-9 Mail", ("On 10 March 2026 10:15:00 GMT+03:00, Studio <hello@studio.example> wrote:",), ">"),
    Dialect("Proton Mail", ("On Tuesday, March 10th, 2026 at 10:15 AM, Studio <hello@studio.example> wrote:", "")),
    Dialect(
        "Samsung",
        (
            "-------- Original message --------",
            "From: Studio <hello@studio.example>",
            "Date: 10/03/2026 10:15 (GMT+03:00)",
            "To: Ann",
            "Subject: Estimate",
            "",
        ),
        "",
    ),
    Dialect(
        "HCL Notes, German",
        (
            'Von:    "Studio" <hello@studio.example>',
            "An:     ann@client.example",
            "Datum:  10.03.2026 10:15",
            "Betreff:        Angebot",
            "",
        ),
        "",
    ),
    Dialect("mutt", ("On Tue, Mar 10, 2026 at 10:15:00AM +0300, Studio wrote:",)),
    Dialect("marks alone", ()),
    Dialect("Bitrix24", ("10.03.2026 10:15, Студия <hello@studio.example> написал:", "")),
)

ENCODINGS: tuple[tuple[str, str], ...] = (
    ("utf-8", "8bit"),
    ("utf-8", "base64"),
    ("utf-8", "quoted-printable"),
    ("koi8-r", "8bit"),
    ("windows-1251", "8bit"),
    ("windows-1251", "base64"),
    ("windows-1251", "quoted-printable"),
    ("iso-8859-5", "base64"),
)

OF_OTHER_COUNTRIES = tuple(
    Dialect(f"Gmail, {language}", (words, ""))
    for language, words in {
        "Italian": "Il giorno mar 10 mar 2026 alle ore 10:15 Studio <hello@studio.example> ha scritto:",
        "Polish": "wt., 10 mar 2026 o 10:15 Studio <hello@studio.example> napisał(a):",
        "Ukrainian": "вт, 10 бер. 2026 р. о 10:15 Студія <hello@studio.example> пише:",
        "Kazakh": "2026 ж. 10 нау., сс 10:15 Studio <hello@studio.example> жазды:",
        "Turkish": "Studio <hello@studio.example>, 10 Mar 2026 Sal, 10:15 tarihinde şunu yazdı:",
        "Czech": "út 10. 3. 2026 v 10:15 odesílatel Studio <hello@studio.example> napsal:",
        "Hebrew": "\u202bבתאריך יום ג׳, 10 במרץ ב-10:15 מאת Studio <\u202ahello@studio.example\u202c\u200f>:\u202c",
    }.items()
)
"""Each as its country writes; in no encoding of ours together."""
