"""Reading a letter again, for whichever screen shows it."""

import asyncio

from studio_app.bootstrap import services
from studio_app.domain.actors import Actor


async def reread(actor: Actor, letter_id: str, encoding: str) -> None:
    """Read it in the encoding that the person has chosen. Raises NotFound, NotReadAgain."""
    await asyncio.to_thread(services().letters.reread, actor, letter_id=letter_id, encoding=encoding)
