"""An open page of the workspace, as the live listener knows it."""

from dataclasses import dataclass

from studio_app.bootstrap import SESSION_COOKIE
from studio_app.core.tokens import token_hash
from studio_app.domain.accounts.schemas import UserView
from studio_app.workspace.cookies import read_cookie
from studio_app.workspace.framework import BaseState


@dataclass(frozen=True, slots=True)
class Page:
    """An open page: whose session it belongs to and what it looks at."""

    session: str  # hash of its token
    path: str  # where it was opened
    room: str = ""  # none: it shows nothing live
    topic: str = ""  # what it watches
    user_id: str = ""
    name: str = ""  # of the person, as colleagues see them


def page_of(state: BaseState, person: UserView | None, *, room: str = "", topic: str = "") -> Page:
    """The open page of `state`, at which `person` looks; the session is that of its cookie."""
    token = read_cookie(state.router.headers.cookie, SESSION_COOKIE)
    return Page(
        session=token_hash(token),
        path=state.router.url.path,
        room=room,
        topic=topic,
        user_id=person.id if person else "",
        name=person.name if person else "",
    )
