"""Questions that come in while others are being answered share the next answer: one trip to the database for many."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from studio_app.core.errors import Unavailable

Q = TypeVar("Q")
A = TypeVar("A")


class RequestBatcher(Generic[Q, A]):
    """Answers questions in batches, in the order they came.

    `answer(questions)` returns one answer a question. It is never asked about what came in after it had
    begun, so every answer is as new as its question. When it raises, each question of the batch is asked
    alone: what is wrong with one does not refuse the others. A database that cannot be used refuses all who
    wait, also those who came meanwhile: each would wait as long again. To be used from one event loop.
    """

    def __init__(self, answer: Callable[[Sequence[Q]], Awaitable[Sequence[A]]], *, at_most: int) -> None:
        self._answer = answer
        self._at_most = at_most
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._answering: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether a batch is on its way."""
        return self._answering is not None

    async def ask(self, question: Q) -> A:
        """The answer to `question`; raises what `answer` raises for it alone."""
        reply: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, reply))
        if self._answering is None:
            self._answering = asyncio.create_task(self._work_off())
        return await reply

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._at_most], self._waiting[self._at_most :]
                await self._reply(batch)
        finally:
            self._answering = None

    async def _reply(self, batch: list[tuple[Q, asyncio.Future[A]]]) -> None:
        try:
            answers = await self._answer([question for question, _ in batch])
        except Exception as error:
            if isinstance(error, Unavailable):
                batch, self._waiting = [*batch, *self._waiting], []
            elif len(batch) > 1:
                for one in batch:
                    await self._reply([one])
                return
            for _, reply in batch:
                if not reply.done():
                    reply.set_exception(error)
            return
        for (_, reply), answer in zip(batch, answers, strict=True):
            if not reply.done():  # who asked may have gone
                reply.set_result(answer)
