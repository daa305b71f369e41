"""PDFs: what they may read, what they contain, what a bad document can do to us."""

import ctypes
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from studio_app.adapters.documents.renderer import stylesheet
from studio_app.adapters.pdf.assets import AssetFetcher
from studio_app.adapters.pdf.families import FOLDER
from studio_app.adapters.pdf.renderer import MAKE_PDF, PdfCache, PdfFailed, WeasyPrintRenderer
from studio_app.adapters.processes.child import WorkFailed
from studio_app.adapters.processes.pool import ProcessPool

pytestmark = pytest.mark.service

PAGE = (
    '<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="dcterms.created" content="2026-11-23T09:00:00Z">'
    '<style>body {{ font-family: "Inter" }}</style><p>Счёт № 7 на 12 345 ₽, € «ёлки» — {}</p></html>'
)
HANGING = "<div>" * 60 + "<table><tr>" + "<td>слово " * 40_000 + "</table>"


@pytest.fixture
def renderer(tmp_path: Path) -> Iterator[WeasyPrintRenderer]:
    made = WeasyPrintRenderer(tmp_path, ProcessPool(size=1))
    yield made
    made.close()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def fonts_of(pdf: bytes) -> set[str]:
    """The families of all letters, without the prefix of the embedded subset."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        names = set()
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
                pypdfium2.raw.FPDFText_GetFontInfo(text.raw, index, name, 80, flags)
                if name.value:
                    names.add(name.value.decode().split("+")[-1].split("-")[0])
        return names
    finally:
        document.close()


def letter_of(pdf: bytes) -> Image.Image:
    """What the first page shows, cut out and brought to one size."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return cut_out(document[0].render(scale=1).to_pil().convert("L"))
    finally:
        document.close()


def letter_in(file: str, letter: str) -> Image.Image:
    """The letter as the font's own file draws it."""
    page = Image.new("L", (600, 600), 255)
    ImageDraw.Draw(page).text((150, 100), letter, font=ImageFont.truetype(FOLDER / file, 200), fill=0)
    return cut_out(page)


def cut_out(page: Image.Image) -> Image.Image:
    box = ImageChops.invert(page).getbbox()
    assert box, "nothing is drawn"
    return page.crop(box).resize((96, 96))


def difference(one: Image.Image, other: Image.Image) -> float:
    """0: the same picture, 1: black and white everywhere."""
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0] / 255


class TestFetch:
    @pytest.mark.parametrize(
        "url",
        [
            "file:///etc/passwd",
            "http://127.0.0.1:9/",
            "https://example.com/x.css",
            "ftp://127.0.0.1/x",
            "studio-asset:../engine.py",
            "data:text/html,<b>x</b>",
        ],
    )
    def test_refuses_everything_but_our_assets(self, url: str) -> None:
        with pytest.raises(BaseException, match="not one of our assets"):
            AssetFetcher().fetch(url)

    def test_serves_a_font_and_a_picture_inside_the_html(self) -> None:
        assert AssetFetcher().fetch("studio-asset:Inter-Bold.ttf").read()[:4] == b"\0\1\0\0"
        assert AssetFetcher().fetch("data:image/svg+xml;base64,PHN2Zy8+").read() == b"<svg/>"


class TestRender:
    def test_contains_every_sign_we_use_in_the_pinned_font(self, renderer: WeasyPrintRenderer) -> None:
        pdf = renderer.render(PAGE.format("я"))
        assert "Счёт № 7 на 12 345 ₽, € «ёлки» — я" in text_of(pdf).replace("\xa0", " ")
        assert fonts_of(pdf) == {"Inter"}

    @pytest.mark.parametrize(
        "bad", ["<img src='file:///etc/passwd'>", "<link rel=stylesheet href='http://127.0.0.1:9/'>"]
    )
    def test_fails_rather_than_reads_what_is_not_ours(self, renderer: WeasyPrintRenderer, bad: str) -> None:
        with pytest.raises(PdfFailed):
            renderer.render(bad)
        assert renderer.render(PAGE.format("дальше"))

    def test_makes_a_document_once(self, renderer: WeasyPrintRenderer) -> None:
        first = renderer.render(PAGE.format("раз"))
        started = time.perf_counter()
        assert renderer.render(PAGE.format("раз")) == first
        assert time.perf_counter() - started < 0.05

    async def test_renders_off_the_loop(self, renderer: WeasyPrintRenderer) -> None:
        assert (await renderer.render_async(PAGE.format("цикл"))).startswith(b"%PDF")

    def test_gives_the_same_bytes_in_another_process(self, renderer: WeasyPrintRenderer, tmp_path: Path) -> None:
        other = WeasyPrintRenderer(tmp_path / "other", ProcessPool(size=1))
        try:
            assert other.render(PAGE.format("х")) == renderer.render(PAGE.format("х"))
        finally:
            other.close()


LETTER = (
    "<!doctype html><html lang='ru'><meta charset='utf-8'><style>{css} @page {{ @bottom-right {{ content: none }} }}"
    ".document {{ font-size: 200pt; font-weight: {weight}; color: #000 }}</style><article class='document'>{letter}"
    "</article></html>"
)
SCRIPTS = (
    ("ع", "NotoSansArabic"),
    ("ش", "NotoSansArabic"),
    ("Ֆ", "NotoSansArmenian"),
    ("ჟ", "NotoSansGeorgian"),
    ("ש", "NotoSansHebrew"),
)


class TestScripts:
    """By the picture of the page: the text beneath a wrong letter, or a box, is the right one."""

    @pytest.mark.parametrize(("letter", "family"), SCRIPTS)
    @pytest.mark.parametrize(("weight", "style"), [(400, "Regular"), (700, "Bold")])
    def test_are_drawn_by_their_own_font(
        self, renderer: WeasyPrintRenderer, letter: str, family: str, weight: int, style: str
    ) -> None:
        drawn = self.drawn(renderer, letter, weight)
        assert difference(drawn, letter_in(f"{family}-{style}.ttf", letter)) < 0.03
        for other, of_family in SCRIPTS:
            if other != letter:
                assert difference(drawn, letter_in(f"{of_family}-{style}.ttf", other)) > 0.1

    @pytest.mark.parametrize("sign", ["🚀", "🔥", "⭐"])
    def test_emoji_have_one_colour(self, renderer: WeasyPrintRenderer, sign: str) -> None:
        assert difference(self.drawn(renderer, sign, 400), letter_in("NotoEmoji-Regular.ttf", sign)) < 0.03

    def test_the_letters_of_a_word_are_joined(self, renderer: WeasyPrintRenderer) -> None:
        joined, apart = (self.drawn(renderer, word, 400) for word in ("شركة", "ش\u200cر\u200cك\u200cة"))
        assert difference(joined, apart) > 0.1

    def test_one_document_leaves_no_trace_in_the_next(self, renderer: WeasyPrintRenderer, tmp_path: Path) -> None:
        html = PAGE.format("дальше")
        renderer.render(PAGE.format("שלום"))
        after = renderer.render(html)
        other = WeasyPrintRenderer(tmp_path / "other", ProcessPool(size=1))
        try:
            assert other.render(html) == after
        finally:
            other.close()

    @staticmethod
    def drawn(renderer: WeasyPrintRenderer, letter: str, weight: int) -> Image.Image:
        html = LETTER.format(css=stylesheet("#2b59c3"), weight=weight, letter=letter)
        return letter_of(renderer.render(html))


class TestStructure:
    """For those who hear a document: read from the PDF as a reader does."""

    HTML = (
        "<!doctype html><html lang='ru'><meta charset='utf-8'><title>Счёт № 7 — Студия</title><h1>Счёт</h1>"
        "<img alt='Код для банка' src='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR4"
        "2mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='><table><thead><tr><th scope='col'>Работа</th></tr></thead>"
        "<tbody><tr><td>Сайт</td></tr></tbody></table></html>"
    )

    def test_has_title_language_headings_tables_and_words_for_pictures(self, renderer: WeasyPrintRenderer) -> None:
        document = pypdfium2.PdfDocument(renderer.render(self.HTML))
        try:
            assert document.is_tagged()
            assert document.get_metadata_value("Title") == "Счёт № 7 — Студия"
            length = pypdfium2.raw.FPDFCatalog_GetLanguage(document, None, 0)
            language = (ctypes.c_ushort * (length // 2))()
            pypdfium2.raw.FPDFCatalog_GetLanguage(document, language, length)
            assert bytes(language).decode("utf-16-le").rstrip("\0") == "ru"
            tree = pypdfium2.raw.FPDF_StructTree_GetForPage(document[0])
            found = dict(self.elements(tree))
            pypdfium2.raw.FPDF_StructTree_Close(tree)
        finally:
            document.close()
        assert {"H1", "Table", "TH", "TD"} <= found.keys()
        assert found["Figure"] == "Код для банка"

    def elements(self, tree: Any) -> Iterator[tuple[str, str]]:
        """Kind and words of each element of the tree."""
        for index in range(pypdfium2.raw.FPDF_StructTree_CountChildren(tree)):
            yield from self.within(pypdfium2.raw.FPDF_StructTree_GetChildAtIndex(tree, index))

    def within(self, element: Any) -> Iterator[tuple[str, str]]:
        if not element:
            return
        yield (
            self.said(pypdfium2.raw.FPDF_StructElement_GetType, element),
            self.said(pypdfium2.raw.FPDF_StructElement_GetAltText, element),
        )
        for index in range(pypdfium2.raw.FPDF_StructElement_CountChildren(element)):
            yield from self.within(pypdfium2.raw.FPDF_StructElement_GetChildAtIndex(element, index))

    @staticmethod
    def said(read: Callable[..., int], element: Any) -> str:
        words = ctypes.create_string_buffer(400)
        length = read(element, words, 400)
        return words.raw[:length].decode("utf-16-le").rstrip("\0")


class TestLimits:
    def test_ends_a_document_that_takes_too_long_and_goes_on(self) -> None:
        pool, impatient = ProcessPool(size=1), replace(MAKE_PDF, seconds=4)
        try:
            started = time.monotonic()
            with pytest.raises(WorkFailed):
                pool.run(impatient, HANGING.encode())
            assert time.monotonic() - started < 8
            assert pool.run(MAKE_PDF, PAGE.format("живой").encode()).startswith(b"%PDF")
        finally:
            pool.close()

    def test_ends_a_document_that_takes_too_much_memory(self) -> None:
        pool = ProcessPool(size=1, megabytes=320)
        try:
            with pytest.raises(WorkFailed, match="memory"):
                pool.run(replace(MAKE_PDF, seconds=300, processor=60), HANGING.encode())
        finally:
            pool.close()


class TestCache:
    def test_forgets_the_longest_unused(self, tmp_path: Path) -> None:
        cache = PdfCache(tmp_path, keep_bytes=250)
        for age, name in enumerate(("aa", "bb", "cc")):
            cache.put(name, b"x" * 100)
            path = tmp_path / name / f"{name}.pdf"
            if path.exists():
                os.utime(path, (age, age))
        assert cache.get("aa") is None
        assert cache.get("bb") == cache.get("cc") == b"x" * 100

    def test_leaves_nothing_half_written(self, tmp_path: Path) -> None:
        PdfCache(tmp_path, keep_bytes=1000).put("aa", b"x")
        assert [path.name for path in tmp_path.rglob("*.*")] == ["aa.pdf"]
