"""What a person has written in an answer, without the letter that it answers."""

import re
from collections.abc import Sequence

_ADDRESS = r"<[^<>\s]+@[^<>\s]+>"
_INTRODUCTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?=.*\d).{{5,200}}{_ADDRESS}\s*:",  # Gmail, Yandex, Mail.ru in Russian
        r".{5,200}(?:пишет|писала?|написала?)(?:\(а\))?\s*:",  # Thunderbird, Apple, Mail.ru
        r"On\b.{5,250}\bwrote:",
        r"Am\b.{5,250}\bschrieb\b.*:",
        r"Le\b.{5,250}\ba écrit\s*:",
        r"El\b.{5,250}\bescribió:",
        r"Вы писали\b.{5,120}:",  # The Bat!
        r".{1,160}\bписал(?:а|\(а\))?\s+\d.{5,40}:",  # Roundcube
        r"-{3,}\s*On\b.{5,250}\bwrote\s*-{3,}",  # Zoho
        r"(?=.*\d).{5,200}\bот\s.{1,120}:",  # Mail.ru: Вторник, 10 марта 2026, 10:15 +03:00 от Студия
    )
)
_BEFORE_MARKS = re.compile(rf"(?=.*\d).{{5,250}}{_ADDRESS}.{{0,80}}:", re.IGNORECASE)
"""What introduces a letter in any language, where marked lines follow: a moment, somebody's address, a colon."""
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DIVIDER = re.compile(
    r"-{2,}\s*(?:original message|original appointment|исходное сообщение|пересланное сообщение|"
    r"пересылаемое сообщение|forwarded message|ursprüngliche (?:nachricht|mail)|message d'origine)\s*-{2,}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*?(?:From|От|От кого|Von|De)\s*:\*?\s*\S", re.IGNORECASE)
_BESIDE_FROM = re.compile(
    r"\*?(?:Sent|Date|To|Cc|Subject|Отправлено|Дата|Кому|Копия|Тема|Gesendet|Datum|An|Betreff|Envoyé|À|Objet)\s*:",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_-]{10,}")
_LINES_OF_INTRODUCTION = 3  # programs break a long one
_LINES_OF_HEADERS = 6


def without_quotes(text: str) -> str:
    """Every line that the person wrote, between quoted lines too; all of it when there is nothing else."""
    lines = text.splitlines()
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if _DIVIDER.fullmatch(line) and _quoted_next(lines, at + 1):  # Zimbra: what follows is marked
            at += 1
            continue
        if _begins_old_letter(lines, at):
            break
        if line.startswith(">"):
            at += 1
            continue
        length = _introduction(lines, at)
        if length and not _quoted_next(lines, at + length):
            break  # what follows stands without marks: the old letter to its end
        if length:
            at += length
            continue
        kept.append(lines[at])
        at += 1
    new = _tidy(kept)
    if not new:
        return text.strip()
    import quotequail  # noqa: PLC0415  only those who read a mailbox need it

    # without a limit of ours it takes all from the 1,001st line on for an old letter
    shown = quotequail.quote(new, limit=new.count("\n") + 2, quote_intro_line=True)
    return (shown[0][1].strip() if shown[0][0] else "") or new


def _begins_old_letter(lines: Sequence[str], at: int) -> bool:
    line = lines[at].strip()
    if _DIVIDER.fullmatch(line):
        return True
    if _RULE.fullmatch(line):
        following = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), at)
        return following > at and _headers(lines, following)
    return _headers(lines, at)


def _headers(lines: Sequence[str], at: int) -> bool:
    """Whether the headers of another letter stand here, as Outlook writes them."""
    if not _FROM.match(lines[at].strip()):
        return False
    beside = (line.strip() for line in lines[at + 1 : at + _LINES_OF_HEADERS])
    return sum(bool(_BESIDE_FROM.match(line)) for line in beside) > 1


def _introduction(lines: Sequence[str], at: int) -> int:
    """Of how many lines the words are that introduce a quoted letter here; 0 where there are none."""
    if not lines[at].strip():
        return 0
    for length in range(1, _LINES_OF_INTRODUCTION + 1):
        some = [_DIRECTION.sub("", line).strip() for line in lines[at : at + length]]
        if len(some) < length or not all(some) or some[-1].startswith(">"):
            return 0
        known = (*_INTRODUCTIONS, _BEFORE_MARKS) if _quoted_next(lines, at + length) else _INTRODUCTIONS
        if some[-1].endswith((":", "---")) and any(one.fullmatch(" ".join(some)) for one in known):
            return length
    return 0


def _quoted_next(lines: Sequence[str], at: int) -> bool:
    return next((line.strip().startswith(">") for line in lines[at:] if line.strip()), False)


def _tidy(lines: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
