"""Answers are typed by their questions, whatever a form posts."""

from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.briefs.answers import missing, read_answers
from studio_app.domain.briefs.starter import QUESTIONS

KEYS = [question.key for question in QUESTIONS]
scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=30)
posted = st.dictionaries(st.sampled_from([*KEYS, "unknown"]), scalars | st.lists(scalars, max_size=5))


class TestReadAnswers:
    @given(given_=posted)
    def test_takes_anything_and_gives_back_answers_that_it_would_take_again(self, given_: dict[str, object]) -> None:
        answers, _, _ = read_answers(QUESTIONS, given_)
        assert read_answers(QUESTIONS, answers) == (answers, (), ())

    @given(given_=posted)
    def test_settles_every_given_question_in_one_way(self, given_: dict[str, object]) -> None:
        answers, empty, problems = read_answers(QUESTIONS, given_)
        settled = [*answers, *empty, *(problem.key for problem in problems)]
        assert sorted(settled) == sorted(key for key in given_ if key in KEYS)

    def test_reads_amounts_as_people_write_them(self) -> None:
        for text in ("300000", "300 000", "300\u00a0000 ₽", "300 000 руб.", "300000,00"):
            assert read_answers(QUESTIONS, {"budget": text})[0] == {"budget": 300_000}


class TestMissing:
    def test_is_nothing_when_all_required_are_there(self) -> None:
        answers = {question.key: "x" for question in QUESTIONS if question.required}
        assert missing(QUESTIONS, answers) == ()
        assert {problem.key for problem in missing(QUESTIONS, {})} == set(answers)
