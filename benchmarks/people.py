"""People at open boards: sockets that know as much of the board as it takes to move cards, and what they were shown."""

import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from benchmarks.sockets import Socket
from studio_app.bootstrap import SESSION_COOKIE
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.studio.kinds import SALES, StageDemand, StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.work import Work
from studio_app.workspace.board import feed
from studio_app.workspace.board.wire.messages import CardPatch, Message
from studio_app.workspace.board.wire.values import Card

MODEL = Path(__file__).parents[1] / "assets" / "board" / "model.js"
_MARK = f'"{feed.CHANNEL}":'


@dataclass
class Person:
    """One open board: where each card stands as this person sees it, and the moves that are not yet answered."""

    socket: Socket
    seq: int = 0
    opened: bool = False
    cards: dict[str, tuple[str, int]] = field(default_factory=dict)  # by id: stage and version
    told: list[str] = field(default_factory=list)  # every frame about the board, in order
    waiting: dict[str, tuple[float, int]] = field(default_factory=dict)  # by id: when it was moved, its version then
    took: list[float] = field(default_factory=list)
    asked: int = 0
    refused: int = 0
    last: float = 0.0
    columns: list[dict[str, Any]] = field(default_factory=list)  # as shown in the end

    def take(self) -> None:
        """Read what came since, and let the frames go."""
        frames, self.socket.frames = self.socket.frames, []
        for at, frame in frames:
            if _MARK in frame:
                self.told.append(frame)
                self.last = at
                self._message(message_of(frame), at)

    def move(self, chance: random.Random, stages: list[str]) -> None:
        """Drop some card under some other card of another column."""
        self.take()
        deal_id = chance.choice([one for one in self.cards if one not in self.waiting])
        held, version = self.cards[deal_id]
        stage = chance.choice([one for one in stages if not one.endswith(held)])
        others = [one for one, (key, _) in self.cards.items() if stage.endswith(key)]
        self.waiting[deal_id] = time.time(), version
        self.asked += 1
        self.socket.fire(
            "move",
            deal_id=deal_id,
            version=version,
            stage_id=stage,
            above_id=chance.choice(others) if others else "",
            below_id="",
        )

    def _message(self, message: Message, at: float) -> None:
        match message["kind"]:
            case "patches":
                for one in message["patches"]:
                    self._message(one, at)
            case "board":
                self.opened, self.seq = True, message["seq"]
                self.cards = {card["id"]: _place(card) for column in message["columns"] for card in column["cards"]}
            case "resync":
                self._open_again()
            case "more_cards":
                self.cards |= {card["id"]: _place(card) for card in message["more"]}
            case "card_back":
                self._settle(message["card"], at, put_back=True)
            case "card":
                self._patch(message, at)
            case _:
                pass

    def _patch(self, patch: CardPatch, at: float) -> None:
        if self.opened:
            if patch["seq"] > self.seq + 1:
                self._open_again()
            self.seq = patch["seq"]
        if "card" in patch:
            self._settle(patch["card"], at, put_back=False)

    def _settle(self, card: Card, at: float, *, put_back: bool) -> None:
        held = self.cards.get(card["id"])
        if held is None or held[1] <= card["version"]:
            self.cards[card["id"]] = _place(card)
        self.refused += put_back
        started, version = self.waiting.get(card["id"], (0.0, 0))
        if started and (put_back or card["version"] > version):
            del self.waiting[card["id"]]
            self.took.append((at - started) * 1000)

    def _open_again(self) -> None:
        self.opened = False
        self.socket.fire("open_board")


class Screens:
    """What these people have on their screens: the product's own model, run by Node."""

    def __init__(self) -> None:
        self._node = subprocess.Popen(
            [Path(sys.executable).parent / "node", Path(__file__).parent / "boards.mjs", MODEL],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._numbers: dict[str, int] = {}

    def show(self, number: int, person: Person) -> list[dict[str, Any]]:
        """The columns that person `number` sees after all that they have been told since the last time."""
        told, person.told = person.told, []
        new = [frame for frame in dict.fromkeys(told) if frame not in self._numbers]
        self._numbers.update({frame: len(self._numbers) + index for index, frame in enumerate(new)})
        self._say({"learn": [message_of(frame) for frame in new]})
        self._say({"person": number, "take": [self._numbers[frame] for frame in told]})
        assert self._node.stdout is not None
        return json.loads(self._node.stdout.readline())["columns"]

    def close(self) -> None:
        """Let Node go."""
        assert self._node.stdin is not None
        self._node.stdin.close()
        self._node.wait(20)

    def _say(self, line: dict[str, Any]) -> None:
        assert self._node.stdin is not None
        self._node.stdin.write(json.dumps(line) + "\n")
        self._node.stdin.flush()


@lru_cache(maxsize=20_000)
def message_of(frame: str) -> Message:
    """The board's message in a frame; all who look at the same cards get the same one."""
    return json.loads(frame[frame.index("[") :])[1]["delta"][feed.CHANNEL]


def sign_in_many(work: Work, *, count: int) -> list[str]:
    """A cookie for each: what one has changed at another desk of one's own is no surprise, and not refused."""
    cookies: list[str] = []
    for number in range(count):
        mail = f"{number}@storm.example"
        person = add_person(work, email=mail, name=mail, password_hash="-", role=Role.MANAGER)
        cookies.append(f"{SESSION_COOKIE}={open_session(work, user_id=person.id)}")
    return cookies


def stages_for_anything(work: Work) -> list[str]:
    """Stages that anything may be put into: the others ask for documents or reasons, or wake the next pipeline."""
    query = select(Stage.id).where(Stage.pipeline_id == SALES, Stage.kind == StageKind.OPEN)
    return list(work.session.exec(query.where(Stage.demand == StageDemand.NOTHING).order_by(col(Stage.position))))


def _place(card: Card) -> tuple[str, int]:
    return card["stage"], card["version"]
