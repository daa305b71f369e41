"""Two leads that say the same are the same, however they are written."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.errors import Invalid
from studio_app.domain.leads.intake.content import fingerprint, normalise
from studio_app.domain.leads.intake.schemas import LeadIn

texts = st.text(max_size=80)
leads = st.builds(
    LeadIn,
    name=st.text(min_size=1, max_size=80).filter(lambda text: text.isprintable() and text.strip()),
    email=st.sampled_from(["", "anna@example.com", "Пётр@пример.рф", "a.b+c@sub.example.org"]),
    phone=st.sampled_from(["+7 916 123-45-67", "89161234567", "+44 20 7946 0958"]),
    company=texts,
    message=texts,
    source=texts,
    answers=st.dictionaries(st.text(max_size=10), st.none() | st.booleans() | st.integers() | texts | st.lists(texts)),
)


class TestNormalise:
    @given(lead=leads)
    def test_changes_nothing_the_second_time(self, lead: LeadIn) -> None:
        once = normalise(lead)
        assert normalise(once) == once

    @given(lead=leads)
    def test_leaves_nothing_a_database_would_refuse(self, lead: LeadIn) -> None:
        tidy = normalise(lead)
        for text in (tidy.name, tidy.company, tidy.message, tidy.source):
            text.encode()
            assert "\0" not in text

    @given(text=st.text(max_size=60))
    def test_takes_any_text_for_an_address_and_a_phone_or_says_no(self, text: str) -> None:
        for change in ({"email": text}, {"phone": text}):
            try:
                tidy = normalise(replace(LeadIn(name="А", email="a@example.com", phone="+79161234567"), **change))
            except Invalid:
                continue
            assert not tidy.phone or re.fullmatch(r"\+[0-9]{5,15}(;ext=[0-9]{1,10})?", tidy.phone)


class TestFingerprint:
    @given(lead=leads)
    def test_does_not_see_spacing_case_or_source(self, lead: LeadIn) -> None:
        other = replace(
            lead, name=f"  {lead.name}\t", email=lead.email.upper().lower(), source="elsewhere", utm={"utm_source": "x"}
        )
        assert fingerprint(normalise(lead)) == fingerprint(normalise(other))

    def test_sees_another_message(self) -> None:
        lead = LeadIn(name="А", email="a@example.com", message="один")
        assert fingerprint(normalise(lead)) != fingerprint(normalise(replace(lead, message="два")))

    def test_reads_one_phone_number_in_every_notation(self) -> None:
        notations = ("+7 916 123-45-67", "8 (916) 123 45 67", "89161234567", "7 916 1234567")
        assert {normalise(LeadIn(name="А", phone=phone)).phone for phone in notations} == {"+79161234567"}
