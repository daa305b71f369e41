"""What a dry run shows of a file, whatever stands in it."""

from studio_app.domain.imports.kinds import RowState
from studio_app.workspace.uploads.views import column_views, count_views, heading_views


class TestHeadings:
    def test_of_a_column_without_a_name_say_what_is_in_it(self) -> None:
        rows = [(2, ["Анна", "anna@example.com", "Москва"])]
        assert heading_views(["name", ""], rows) == [["0", "name"], ["1", "anna@example.com"], ["2", "Москва"]]

    def test_of_an_empty_column_are_its_number(self) -> None:
        assert heading_views(["name", ""], []) == [["0", "name"], ["1", "2"]]

    def test_are_no_longer_than_a_list_is_wide(self) -> None:
        [[_, words]] = heading_views(["ы" * 500], [])
        assert words == "ы" * 40


class TestColumns:
    def test_that_were_not_found_are_nowhere(self) -> None:
        columns = column_views(["email", "phone"], {"phone": 3}, words="imports.column", locale="ru")
        assert [(one.name, one.at) for one in columns] == [("email", "-1"), ("phone", "3")]


class TestCounts:
    def test_stand_in_the_order_of_the_states(self) -> None:
        states = [RowState.REFUSED, RowState.CREATED, RowState.HELD]
        colours = dict.fromkeys(states, "red")
        counts = count_views(dict.fromkeys(sorted(states), 2), words="imports.will", colours=colours, locale="ru")
        assert [one.state for one in counts] == [state.value for state in states]
        assert {(one.colour, one.count) for one in counts} == {("red", 2)}
