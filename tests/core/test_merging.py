"""Merging what two people changed."""

from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.merging import merge

FIELDS = ("name", "email", "phone")
values = st.fixed_dictionaries({field: st.sampled_from(("", "a", "b")) for field in FIELDS})


class TestMerge:
    @given(seen=values, mine=values, theirs=values)
    def test_loses_nobodys_change_in_silence(
        self, seen: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
    ) -> None:
        merged = merge(seen=seen, mine=mine, theirs=theirs)
        clashing = {clash.field: clash for clash in merged.clashes}
        for field in FIELDS:
            i_changed, they_changed = mine[field] != seen[field], theirs[field] != seen[field]
            if field in clashing:
                assert (i_changed, they_changed) == (True, True)
                assert mine[field] != theirs[field]
                assert (clashing[field].mine, clashing[field].theirs) == (mine[field], theirs[field])
                assert merged.values[field] == theirs[field]
            else:
                assert merged.values[field] == (mine[field] if i_changed else theirs[field])

    @given(seen=values, mine=values)
    def test_of_one_alone_is_what_they_wrote(self, seen: dict[str, str], mine: dict[str, str]) -> None:
        merged = merge(seen=seen, mine=mine, theirs=seen)
        assert (merged.values, merged.clashes) == (mine, ())

    def test_leaves_fields_alone_that_the_form_does_not_have(self) -> None:
        merged = merge(seen={"name": "a"}, mine={"name": "b"}, theirs={"name": "a", "email": "x"})
        assert merged.values == {"name": "b", "email": "x"}
