"""The consent to the processing of personal data: its text, and the version that a lead keeps."""

import hashlib

from studio_app.adapters.texts.catalogue import translate

VERSION = "2026-11-22"
"""Changes with the text, so that everybody can tell which one a person has agreed to."""


def consent_text(locale: str, operator: str) -> str:
    """The whole text in which `operator` is who processes the data."""
    return translate(locale, "lead.consent_page.text", operator=operator)


def consent_version(locale: str, operator: str) -> str:
    """Version, language and hash of exactly what the person was shown: label and text."""
    shown = translate(locale, "lead.consent") + "\n" + consent_text(locale, operator)
    return f"{VERSION}/{locale}/{hashlib.sha256(shown.encode()).hexdigest()[:40]}"
