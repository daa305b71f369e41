"""Whatever colour a studio has: what is written in it or on it can be read by day and by night."""

from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.documents.brand_css import accent_key, brand_css, contrast, day, night

colours = st.binary(min_size=3, max_size=3).map(bytes.hex)


class TestColours:
    @given(colours)
    def test_can_be_read_on_their_grounds(self, key: str) -> None:
        for colours, paper in ((day(key), "#ffffff"), (night(key), "#18191c")):
            for ground in (paper, colours["accent-soft"]):
                assert contrast(colours["accent-text"], ground) >= 4.5
            assert contrast(colours["accent-ink"], colours["accent"]) >= 4.5

    def test_contrast_is_that_of_the_standard(self) -> None:
        assert contrast("#000000", "#ffffff") == 21
        assert round(contrast("#777777", "#ffffff"), 2) == 4.48

    def test_by_day_the_accent_is_the_studios_own(self) -> None:
        assert brand_css("4f46e5").startswith(":root{--accent:#4f46e5;--accent-ink:#ffffff;")

    def test_anything_else_is_the_default(self) -> None:
        assert accent_key("url(x)") == accent_key("") == "4f46e5"
        assert accent_key(" #AbCdEf ") == "abcdef"
