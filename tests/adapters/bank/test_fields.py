"""A payer's name keeps every word of its own, and loses the numbers that banks write beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.bank.fields import name_and_inn

INN, KPP = "7736050003", "770701001"
words = st.lists(
    st.sampled_from(
        ["ООО", "Иннокентий", "Инновации", "ИНН", "инн", "КПП", "Holiday", "Inn", "INN", "Ромашка", "«КПП»"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


class TestNameAndInn:
    @pytest.mark.parametrize(
        ("written", "name", "inn"),
        [
            ("Иннокентий", "Иннокентий", ""),
            ("ООО Инновации", "ООО Инновации", ""),
            ("ООО ИНН Групп", "ООО ИНН Групп", ""),
            ("Holiday Inn", "Holiday Inn", ""),
            (f"ИНН {INN} ООО ИНН", "ООО ИНН", INN),
            (f"ИНН {INN} КПП {KPP} ООО Ромашка", "ООО Ромашка", INN),
            (f"ИНН/КПП {INN}/{KPP} ООО Ромашка", "ООО Ромашка", INN),
            (f"ИНН {INN}/КПП {KPP} ООО Ромашка", "ООО Ромашка", INN),
            (f"ООО Ромашка, ИНН: {INN}", "ООО Ромашка", INN),
            ("ИНН 0 Иванов Пётр", "Иванов Пётр", ""),
            (f"ООО Ромашка ({INN})", "ООО Ромашка", INN),
        ],
    )
    def test_takes_a_mark_for_one_where_its_number_follows(self, written: str, name: str, inn: str) -> None:
        assert name_and_inn(written) == (name, inn)

    @given(name=words)
    def test_keeps_a_name_without_numbers_as_it_is(self, name: str) -> None:
        assert name_and_inn(name) == (name, "")

    @given(
        name=words, mark=st.sampled_from([f"ИНН {INN}", f"INN{INN}", f"ИНН {INN} КПП {KPP}", f"инн/кпп {INN}/{KPP}"])
    )
    def test_keeps_a_name_behind_a_number_as_it_is(self, name: str, mark: str) -> None:
        assert name_and_inn(f"{mark} {name}") == (name, INN)
