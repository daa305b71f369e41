"""The two languages say the same things."""

import re
from string import Formatter

from studio_app.adapters.texts.catalogue import catalogue


class TestCatalogues:
    def test_both_languages_have_the_same_keys(self) -> None:
        assert set(catalogue("ru")) == set(catalogue("en"))

    def test_no_text_is_empty(self) -> None:
        empty = [key for locale in ("ru", "en") for key, forms in catalogue(locale).items() if not all(forms)]
        assert empty == []

    def test_placeholders_agree(self) -> None:
        def names(forms: tuple[str, ...]) -> set[str]:
            return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}

        clashes = [key for key, forms in catalogue("ru").items() if names(forms) != names(catalogue("en")[key])]
        assert clashes == []

    def test_english_has_no_cyrillic(self) -> None:
        mixed = [key for key, forms in catalogue("en").items() if re.search("[а-яё]", "".join(forms), re.IGNORECASE)]
        assert mixed == []

    def test_every_fact_of_a_letter_has_a_name_where_texts_are_rewritten(self) -> None:
        facts = {key.rpartition(".")[2] for key in catalogue("ru") if key.startswith("email.fact.")}
        for locale in ("ru", "en"):
            unnamed = [fact for fact in sorted(facts) if f"settings.text_part.{fact}" not in catalogue(locale)]
            assert facts
            assert unnamed == []
