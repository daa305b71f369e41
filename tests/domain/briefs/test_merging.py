"""Several devices fill in one brief: whatever the order, nothing that was typed is dropped."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.briefs.merging import AnswerState, answer_state, as_text, merge, problem_of, rivals_of, same
from studio_app.domain.briefs.schemas import Choice, Filled, Question, QuestionKind, Words
from studio_app.domain.briefs.starter import QUESTIONS

BY_KEY = {question.key: question for question in QUESTIONS}
GOALS, PAGES, LANGUAGES, BUDGET = (BY_KEY[key] for key in ("goals", "pages", "languages", "budget"))
WORDS = Words(ru="?", en="?")
NOTE = Question(key="note", kind=QuestionKind.TEXT, section=WORDS, label=WORDS, maximum=6)
TYPED = ("", "a", "b", "c ", "12", "much too long")


@dataclass
class Device:
    """A page of the brief: what it shows, what it had seen, and whether a person has touched it."""

    name: str
    shown: str = ""
    seen: str = ""
    touched: bool = False
    offered: tuple[str, ...] = ()
    choice: str | None = None

    def open(self, state: AnswerState) -> None:
        self.shown = self.seen = state.text
        self.offered, self.choice, self.touched = rivals_of(NOTE, state), None, False

    def save(self, state: AnswerState, *, answered: bool) -> AnswerState:
        if not self.touched and self.choice is None:
            return state
        choices = {} if self.choice is None else {NOTE.key: Choice(self.choice, self.offered)}
        said = Filled({NOTE.key: self.shown}, seen={NOTE.key: self.seen}, page=self.name, choices=choices)
        after = merge(NOTE, state, said)
        if answered:  # otherwise the answer got lost on the way, and the page knows of nothing
            if rivals_of(NOTE, after):
                self.offered = rivals_of(NOTE, after)
            else:
                self.shown = self.choice if self.choice is not None else self.shown
                self.seen, self.touched, self.offered = self.shown, False, ()
            self.choice = None
        return after


steps = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["type", "save", "lost", "open", "choose"]), st.sampled_from(TYPED)),
    max_size=25,
)


class TestMerge:
    @given(steps=steps)
    def test_keeps_the_last_words_of_every_device(self, steps: list[tuple[int, str, str]]) -> None:
        """They stand, or stand beside, until a person chose between them or went over them."""
        state, devices = AnswerState(), [Device(name) for name in ("phone", "laptop", "tablet")]
        for at, what, text in steps:
            device = devices[at]
            match what:
                case "type":
                    device.shown, device.touched, device.choice = text, True, None
                case "open":
                    if not device.touched:  # leaving a page with unsaved words asks first
                        device.open(state)
                case "choose":
                    if device.offered and not device.touched:
                        device.choice = device.offered[-1]
                case _:
                    saving, chosen = device.touched or device.choice is not None, device.choice
                    said = device.shown if chosen is None else chosen
                    own = state.rivals.get(device.name, state.text if state.page == device.name else device.seen)
                    known = (device.seen, own, *(device.offered if chosen is not None else ()))
                    before, untouched = (state.text, *state.rivals.values()), _alike(said, device.seen)
                    state = device.save(state, answered=what == "save")
                    after = (state.text, *state.rivals.values())
                    others = [one for one in before if one and not any(_alike(one, each) for each in known)]
                    kept = [*others, said] if saving and not untouched else others
                    assert [one for one in kept if not any(_alike(one, each) for each in after)] == []

    @given(steps=steps)
    def test_can_be_stored_and_read_back_at_any_time(self, steps: list[tuple[int, str, str]]) -> None:
        state = AnswerState()
        for at, what, text in steps:
            state = merge(NOTE, state, Filled({"note": text}, seen={"note": what}, page=str(at)))
            answers = {} if state.answer is None else {"note": state.answer}
            assert answer_state(answers, {"note": state.beside()}, "note") == state

    @given(answers=st.dictionaries(st.sampled_from(list(BY_KEY)), st.sampled_from(["1", "2", "ru", "shop"])))
    def test_leaves_what_was_not_touched(self, answers: dict[str, str]) -> None:
        """A page that posts every field, as one without scripts does, changes only those that differ from the seen."""
        for key, text in answers.items():
            theirs = AnswerState(answer="newer", page="laptop")
            mine = Filled({key: text}, seen={key: text}, page="phone")
            assert merge(BY_KEY[key], theirs, mine) == theirs

    def test_merges_two_devices_by_question(self) -> None:
        goals = merge(GOALS, AnswerState(), Filled({"goals": "Sales"}, seen={"goals": ""}, page="phone"))
        pages = merge(PAGES, AnswerState(), Filled({"pages": "12"}, seen={"pages": ""}, page="laptop"))
        assert (goals.answer, pages.answer) == ("Sales", 12)
        assert rivals_of(GOALS, goals) == rivals_of(PAGES, pages) == ()

    def test_offers_both_answers_to_the_later_device(self) -> None:
        state = _said(GOALS, AnswerState(), "Sales", seen="", page="phone")
        state = _said(GOALS, state, "Trust", seen="", page="laptop")
        assert (state.answer, rivals_of(GOALS, state)) == ("Sales", ("Sales", "Trust"))
        problem = problem_of(GOALS, state)
        assert problem is not None
        assert problem.reason == "elsewhere"

    def test_ends_with_a_choice(self) -> None:
        state = _said(
            GOALS, _said(GOALS, AnswerState(), "Sales", seen="", page="phone"), "Trust", seen="", page="laptop"
        )
        choice = Filled({}, seen={}, page="laptop", choices={"goals": Choice("Trust", ("Sales", "Trust"))})
        state = merge(GOALS, state, choice)
        assert (state.answer, rivals_of(GOALS, state), problem_of(GOALS, state)) == ("Trust", (), None)

    def test_chooses_only_between_answers_that_were_shown(self) -> None:
        state = _said(
            GOALS, _said(GOALS, AnswerState(), "Sales", seen="", page="phone"), "Trust", seen="", page="laptop"
        )
        state = _said(GOALS, state, "Fame", seen="Sales", page="phone")
        choice = Filled({}, seen={}, page="laptop", choices={"goals": Choice("Trust", ("Sales", "Trust"))})
        assert rivals_of(GOALS, merge(GOALS, state, choice)) == ("Fame", "Trust")

    def test_does_not_meet_itself_when_an_answer_got_lost(self) -> None:
        state = _said(GOALS, AnswerState(), "Sal", seen="", page="phone")
        state = _said(GOALS, state, "Sales", seen="", page="phone")
        assert (state.answer, rivals_of(GOALS, state)) == ("Sales", ())

    def test_lets_a_page_grow_its_own_rival_without_adding_others(self) -> None:
        state = _said(GOALS, AnswerState(), "Sales", seen="", page="phone")
        for text in ("T", "Tru", "Trust"):
            state = _said(GOALS, state, text, seen="", page="laptop")
        assert rivals_of(GOALS, state) == ("Sales", "Trust")

    def test_takes_a_rival_back_that_was_typed_away(self) -> None:
        state = _said(GOALS, AnswerState(answer="A"), "Sales", seen="A", page="phone")
        state = _said(GOALS, state, "Trust", seen="A", page="laptop")
        assert rivals_of(GOALS, _said(GOALS, state, "A", seen="A", page="laptop")) == ()

    def test_keeps_a_text_that_is_no_answer_with_its_reason(self) -> None:
        state = _said(PAGES, AnswerState(answer=12), "about twenty", seen="12", page="phone")
        problem = problem_of(PAGES, state)
        assert (state.text, state.answer) == ("about twenty", 12)
        assert problem is not None
        assert problem.reason == "number"
        assert problem_of(PAGES, _said(PAGES, state, "20", seen="about twenty", page="phone")) is None

    def test_knows_one_answer_in_several_ways_of_writing(self) -> None:
        state = AnswerState(answer=300_000, page="phone")
        assert rivals_of(BUDGET, _said(BUDGET, state, "300 000 ₽", seen="", page="laptop")) == ()
        assert same(LANGUAGES, "ru\nen", "en\nru")
        assert same(GOALS, "Sales ", "Sales")

    def test_overwrites_for_a_program_that_has_seen_nothing(self) -> None:
        state = merge(GOALS, AnswerState(answer="Sales", page="phone"), Filled({"goals": "Trust"}))
        assert (state.answer, state.rivals) == ("Trust", {})


def _said(question: Question, state: AnswerState, text: str, *, seen: str, page: str) -> AnswerState:
    return merge(question, state, Filled({question.key: text}, seen={question.key: seen}, page=page))


def _alike(one: str, other: str | None) -> bool:
    return same(NOTE, as_text(one), as_text(other))
