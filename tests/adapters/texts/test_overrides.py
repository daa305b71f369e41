"""Rewritten texts: refused at save when they could not be rendered, never able to do anything but speak."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio_app.adapters.texts import catalogue as texts
from studio_app.adapters.texts.overrides import check, editable, editable_keys, preview, say
from studio_app.core.errors import Invalid

KEY = "email.test.greeting"


@pytest.fixture(autouse=True)
def catalogues(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Two small catalogues of our own, so that the test does not hang on today's wording."""
    for locale, text in (("ru", "Здравствуйте, {client}! Бриф: {link}"), ("en", "Hello {client}! Brief: {link}")):
        (tmp_path / locale).mkdir()
        (tmp_path / locale / "email.po").write_text(
            'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
            f'msgid "{KEY}"\nmsgstr "{text}"\n\nmsgid "nav.board"\nmsgstr "Board"\n\n'
            f'msgid "sample.client"\nmsgstr "{"Анна" if locale == "ru" else "Anna"}"\n'
        )
    monkeypatch.setattr(texts, "_ROOT", tmp_path)
    texts.catalogue.cache_clear()
    yield
    texts.catalogue.cache_clear()


def refused(source: str) -> Invalid:
    with pytest.raises(Invalid) as caught:
        check(KEY, "ru", source)
    return caught.value


class TestCheck:
    def test_takes_the_delivered_text(self) -> None:
        delivered = editable(KEY, "ru").delivered
        assert delivered == "Здравствуйте, {{ client }}! Бриф: {{ link }}"
        assert check(KEY, "ru", delivered).source == delivered

    def test_names_an_unknown_variable_and_its_line(self) -> None:
        error = refused("Добрый день!\n{{ cleint }}, вот бриф")
        assert (error.reason, error.params["line"], error.params["name"]) == ("text_variable", 2, "cleint")
        assert error.params["known"] == "client, link"

    def test_names_the_line_of_a_syntax_error(self) -> None:
        error = refused("Добрый день!\n\n{{ client ")
        assert (error.reason, error.params["line"]) == ("text_syntax", 3)

    @pytest.mark.parametrize(
        "source",
        [
            "{{ client.__class__.__mro__ }}",
            "{{ client|attr('format') }}",
            "{{ ''.__class__ }}",
            "{% for c in client %}{{ c }}{% endfor %}",
            "{{ client() }}",
            "{{ 'a' * 1000000000 }}",
            "{% include 'portal/base.html' %}",
            "{% set client = link %}",
            "{{ client[0] }}",
            "{% macro a() %}{% endmacro %}",
            "{{ 9 ** 99999999 }}",
            "{{ client ~ client }}",
        ],
    )
    def test_refuses_what_is_more_than_a_text(self, source: str) -> None:
        assert refused(source).reason in {"text_construct", "text_variable"}

    @pytest.mark.parametrize("source", ["", "  \n"])
    def test_refuses_an_empty_text(self, source: str) -> None:
        assert refused(source).reason == "required"

    def test_refuses_a_text_without_end(self) -> None:
        assert refused("а" * 6001).reason == "text_long"

    def test_refuses_a_key_that_is_not_for_rewriting(self) -> None:
        with pytest.raises(Invalid):
            check("nav.board", "ru", "Доска")

    def test_lets_a_text_choose_its_words(self) -> None:
        assert check(KEY, "ru", "{% if client == 'Анна' %}Аня{% else %}{{ client }}{% endif %}")


class TestPreview:
    def test_fills_sample_data_and_names_what_has_no_sample(self) -> None:
        assert preview(KEY, "en", "{{ client }} → {{ link }}") == "Anna → ‹link›"


class TestSay:
    def test_speaks_the_delivered_text_by_default(self) -> None:
        assert say({}, "en", KEY, client="Ann", link="x") == "Hello Ann! Brief: x"

    def test_speaks_the_rewritten_text(self) -> None:
        assert say({KEY: "Hi {{ client }}"}, "en", KEY, client="Ann", link="x") == "Hi Ann"

    def test_does_not_run_what_a_variable_contains(self) -> None:
        assert say({KEY: "Hi {{ client }}"}, "en", KEY, client="{{ link }}", link="x") == "Hi {{ link }}"

    def test_falls_back_to_the_delivered_text_when_a_variable_is_no_longer_offered(self) -> None:
        assert say({KEY: "Hi {{ nickname }}"}, "en", KEY, client="Ann", link="x") == "Hello Ann! Brief: x"


class TestEditableKeys:
    def test_are_those_of_letters_and_documents_only(self) -> None:
        assert editable_keys() == [KEY]
