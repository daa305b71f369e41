"""Who really wrote a letter, and whether a machine did. See decision "Who writes"."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses

from studio_app.adapters.imap.encodings import header_text
from studio_app.core.errors import Invalid
from studio_app.core.readable import clean
from studio_app.domain.clients.addresses import normal_email

_BOUNCES = re.compile(r"^(?:mailer-daemon|postmaster|bounces?)([+-].*)?@", re.IGNORECASE)
_FORMS = re.compile(
    r"^(?:no[._-]?reply|do[._-]?not[._-]?reply|wordpress|forms?|robot|notify|notifications?|noreply-forms|mailer|"
    r"www-data|apache|webmaster|site|leads?)([+-].*)?@|@(?:tilda\.(?:ws|cc)|.*\.bitrix24\.\w+|formspree\.io)$",
    re.IGNORECASE,
)
_MACHINES = re.compile(r"^(?:no[._-]?reply|do[._-]?not[._-]?reply)([+-].*)?@", re.IGNORECASE)
_AWAY = re.compile(
    r"^\W*(?:automatic reply|auto[- ]?reply|autoreply|out of (?:the )?office|автоматический ответ|автоответ|"
    r"вне офиса|нет на месте|abwesenheit|réponse automatique)",
    re.IGNORECASE,
)
_AWAY_WORDS = re.compile(
    r"(?:out of (?:the )?office|on (?:annual )?(?:leave|vacation|holiday)|away from|not in the office|"
    r"limited access to|"
    r"в отпуске|вне офиса|отсутству|нет на (?:месте|рабочем)|не в офисе|abwesend|nicht im büro|absent)",
    re.IGNORECASE,
)
_WORD = re.compile(r"=\?[^?\s]+\?q\?[^?]*\?=", re.IGNORECASE)
_BEGINNING = 300  # characters in which an absence is told
_FIELD = r"^[ \t>*]*{}\*?[ \t]*[:=][ \t]*\*?[ \t]*(\S.*)$"
_EMAIL_FIELD = re.compile(
    _FIELD.format(r"(?:your[-_ ]?)?(?:e-?mail|email address|почта|эл\.? ?почта|электронная почта|адрес почты)"),
    re.IGNORECASE | re.MULTILINE,
)
_NAME_FIELD = re.compile(
    _FIELD.format(r"(?:your[-_ ]?name|name|имя|ваше имя|как вас зовут|фио|контактное лицо)"),
    re.IGNORECASE | re.MULTILINE,
)
_WRITER_ADDRESS = re.compile(
    r"^[ \t]*(?:from|от|отправитель)[ \t]*:[^<>\n]{0,160}?<?([^<>\s]+@[^<>\s]+)>?[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_WRITER_FIELD = re.compile(
    r"^[ \t]*(?:from|от|отправитель)[ \t]*:[ \t]*([^<>\n]{2,160}?)[ \t]*<[^<>\s]+@", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever is to be answered; `form` where the letter is a notice about what they left in a form."""

    address: str
    name: str
    form: bool = False


def header(message: EmailMessage, name: str) -> str:
    """A header as people read it, in one line; empty where there is none."""
    return clean(header_text(_raw(message, name))).strip()


def sender_of(message: EmailMessage, text: str, own: Collection[str] = ()) -> Sender:
    """Reply-To where it names a person, else who wrote through a group, else From; of a notice, who filled the form."""
    writer = _first(message, "From")
    readers = {address for name in ("To", "Cc", "List-Post") for address, _ in _people(message, name)} | set(own)
    listed = bool(header(message, "List-Id")) or header(message, "Precedence").lower() == "list"
    form = bool(_FORMS.search(writer[0]))
    named = (one for one in _people(message, "Reply-To") if one[0] not in readers and not _MACHINES.match(one[0]))
    if answer := next(named, None):
        same = answer[0] == writer[0]
        called = _named_in(text) if form and not same else writer[1]
        return Sender(answer[0], answer[1] or called, form and not same)
    if listed or " via " in f" {writer[1].lower()} ":
        for name in ("X-Original-From", "X-Original-Sender"):
            if (original := _first(message, name))[0] and original[0] not in own:
                return Sender(original[0], original[1] or ("" if writer[0] != original[0] else writer[1]))
    if form and (found := _EMAIL_FIELD.search(text) or _WRITER_ADDRESS.search(text)):
        address = _address(found[1])
        if address and address not in own:
            return Sender(address, _named_in(text), form=True)
    return Sender(*writer)


def why_automatic(message: EmailMessage, sender: Sender, text: str) -> str:
    """By what a machine's letter is known (RFC 3834 and what programs do); empty for a person's."""
    submitted, precedence = header(message, "Auto-Submitted").lower(), header(message, "Precedence").lower()
    returned = header(message, "Return-Path") == "<>" or message.get_content_type() == "multipart/report"
    notice = sender.form and submitted.startswith("auto-generated")  # a form's own letter, about a person
    answered = bool(header(message, "X-Autoreply") or header(message, "X-Autorespond"))
    suppressed = bool(header(message, "X-Auto-Response-Suppress"))
    group = precedence == "list" or header(message, "List-Post") or header(message, "X-Original-Sender")
    reasons = {
        "bounce": returned or bool(_BOUNCES.match(sender.address)),
        "auto_submitted": answered or (bool(submitted) and not submitted.startswith("no") and not notice),
        "bulk": precedence in {"bulk", "junk", "auto_reply"} and not sender.form,
        "out_of_office": bool(_AWAY.match(header(message, "Subject")))
        or (suppressed and bool(_AWAY_WORDS.search(text[:_BEGINNING]))),
        "newsletter": bool(header(message, "List-Unsubscribe")) and not group,
        "machine": bool(_MACHINES.match(sender.address)),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _named_in(text: str) -> str:
    """Whom the notice of a form is about."""
    called = _NAME_FIELD.search(text) or _WRITER_FIELD.search(text)
    return " ".join(called[1].strip(" *\"'").split())[:160] if called else ""


def _raw(message: EmailMessage, name: str) -> str:
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return str(next(found, ""))


def _people(message: EmailMessage, name: str) -> list[tuple[str, str]]:
    """Addresses and names; names are decoded last, so that no comma inside one cuts it in two."""
    line = re.sub(r"\r?\n[ \t]*", " ", _raw(message, name))
    if not line.isascii():
        line = header_text(line)
    line = _WORD.sub(lambda word: word[0].replace(",", "=2C"), line)  # a comma that a program left bare
    found: list[tuple[str, str]] = []
    for called, address in getaddresses([line]):
        if tidy := _address(address):
            found.append((tidy, " ".join(clean(header_text(called)).split())[:160]))
    return found


def _first(message: EmailMessage, name: str) -> tuple[str, str]:
    return next(iter(_people(message, name)), ("", ""))


def _address(text: str) -> str:
    try:
        return normal_email(text)
    except Invalid:
        return ""
