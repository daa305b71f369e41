"""What somebody points at stays where it is while more comes in: the palette's own functions, in Node."""

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

MODULE = Path(__file__).parents[3] / "assets" / "search" / "steady.js"
KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True)
_ASK = """
const { steady, runs } = await import(process.argv[1]);
const cases = JSON.parse(process.argv[2]);
const lines = (keys) => [...keys].map((key) => ({ key, section: key < "d" ? "first" : "second" }));
const answers = cases.map(([before, now]) => {
  const shown = steady(lines(before), lines(now));
  return [shown.map((one) => one.key), runs(shown).map((run) => run.map((one) => one.key))];
});
process.stdout.write(JSON.stringify(answers));
"""

Answer = tuple[list[str], list[list[str]]]


def answers(cases: list[tuple[list[str], list[str]]]) -> list[Answer]:
    node = Path(sys.executable).parent / "node"
    asked = [node, "--input-type=module", "-e", _ASK, MODULE.as_uri(), json.dumps(cases)]
    return json.loads(subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60).stdout)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(KEYS, KEYS), min_size=20, max_size=40))
def test_keeps_the_order_of_what_was_shown_and_puts_the_rest_after_it(cases: list[tuple[list[str], list[str]]]) -> None:
    for (before, now), (shown, _) in zip(cases, answers(cases), strict=True):
        kept = [key for key in before if key in now]
        assert shown == kept + [key for key in now if key not in kept]


def test_groups_neighbours_so_that_what_has_come_pushes_nothing_down() -> None:
    [(shown, groups)] = answers([(["a", "d"], ["a", "b", "d", "e"])])
    assert shown == ["a", "d", "b", "e"]
    assert groups == [["a"], ["d"], ["b"], ["e"]]


def test_has_no_empty_group() -> None:
    assert answers([([], [])]) == [[[], []]]
