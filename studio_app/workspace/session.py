"""Who is signed in, as the browser needs to know it: name, role, language."""

import reflex as rx

from studio_app.adapters.texts.catalogue import pick
from studio_app.bootstrap import services
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import has_owner, set_locale
from studio_app.domain.accounts.permissions import Permission, rights_of
from studio_app.domain.actors import SYSTEM
from studio_app.domain.leads.incoming import incoming_count
from studio_app.workspace import paths
from studio_app.workspace.cookies import visitor_locale
from studio_app.workspace.framework import LOAD_PAGE
from studio_app.workspace.gate import ANYONE, actor, allow, signed_in, user
from studio_app.workspace.live import live


class Session(rx.State):
    """The signed-in person. Holds nothing that would be a loss to show them."""

    user_id: str = ""
    name: str = ""
    role: str = ""
    rights: list[str] = list(rights_of(Role.MANAGER))  # what screens show; before it is known, to most people
    locale: str = "ru"
    incoming: int = 0  # leads that wait for a decision
    mails: bool = False  # whether letters go out
    password_is_given: bool = False  # by somebody else: a person is asked for one of their own
    payment_mode: str = ""  # live, test, demo, none: told on every screen unless money is real
    _sent: tuple[int, float] = (0, 0.0)  # the form that was taken last, hashed, and when; see components/once

    @rx.event
    @allow(ANYONE)
    async def load(self):
        """First on every page: show who is there, or lead to the sign-in page."""
        person = user()
        if person is None:
            self.locale = visitor_locale(self.router.headers.cookie, self.router.headers.accept_language)
            return rx.redirect(paths.SIGN_IN)
        await live.arrive(self)
        self.incoming = await services().runner.read(actor(), incoming_count)
        self.payment_mode = services().payment_setup.mode
        self.password_is_given = signed_in().password_is_given
        self.user_id, self.name, self.role, self.locale = person.id, person.name, person.role.value, person.locale
        self.rights = list(rights_of(person.role))
        return None

    @rx.event
    @allow(ANYONE)
    async def load_visitor(self):
        """On the pages of the signed-out: the visitor's language; the welcome page when nobody owns the studio yet."""
        self.locale = visitor_locale(self.router.headers.cookie, self.router.headers.accept_language)
        self.mails = not services().delivery.mailer.keeps
        path = self.router.url.path.rstrip("/")
        if user() is not None and path != paths.NEW_PASSWORD:
            return rx.redirect(paths.BOARD)
        if not await services().runner.read(SYSTEM, has_owner) and path != paths.WELCOME:
            return rx.redirect(paths.WELCOME)
        return None

    @rx.event
    @allow(Permission.KEEP_OWN_ACCOUNT)
    async def switch_locale(self, locale: str):
        """Read the workspace in another language from now on."""
        self.locale = pick(locale)
        await services().runner.run(actor(), set_locale, locale=self.locale)
        return LOAD_PAGE  # what the screen has been given as words is given anew
