"""Words letters from templates/email/ and the catalogue `email`."""

from studio_app.adapters.texts.templates import render
from studio_app.domain.notifications.schemas import LetterFacts, LetterText


class TemplateWriter:
    """Renders the three parts of a letter; links start with `url`, the address of the site."""

    def __init__(self, url: str) -> None:
        self._url = url

    def write(self, facts: LetterFacts) -> LetterText:
        """Subject, plain text and HTML in the language of the facts."""
        return LetterText(
            subject=self._part(facts, "subject.txt").strip(),
            text=self._part(facts, "text.txt").strip() + "\n",
            html=self._part(facts, "html.html"),
        )

    def _part(self, facts: LetterFacts, name: str) -> str:
        return render(
            f"email/{facts.rule}/{name}",
            locale=facts.locale,
            timezone=facts.timezone,
            rewritten=facts.brand.texts(facts.locale),
            letter=facts,
            brand=facts.brand,
            link=self._url + facts.path,
        )
