"""Counts what a manager's hands do and estimates the time by the keystroke-level model.

Operators and seconds: K 0.2 a key, P 1.1 pointing, B 0.1 a button pressed or released, M 1.35 thinking
(Card, Moran, Newell: The Keystroke-Level Model, 1980).
"""

from dataclasses import dataclass

from playwright.sync_api import Locator

KEY, POINT, BUTTON, MIND = 0.2, 1.1, 0.1, 1.35


@dataclass
class Hands:
    """A person's hands on mouse and keyboard; every operation goes through here."""

    clicks: int = 0
    characters: int = 0

    def click(self, target: Locator) -> None:
        """Think, point, press and release."""
        target.click()
        self.clicks += 1

    def type(self, target: Locator, text: str) -> None:
        """Click into a field and type."""
        self.click(target)
        target.press_sequentially(text)
        self.characters += len(text)

    @property
    def operations(self) -> int:
        """Clicks and typed characters."""
        return self.clicks + self.characters

    @property
    def seconds(self) -> float:
        """The estimate."""
        return self.clicks * (MIND + POINT + 2 * BUTTON) + self.characters * KEY
