"""The state of the calculator: the parsed lines stay on the server, the browser gets sums."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.refusals import in_words
from studio_app.bootstrap import services
from studio_app.core.errors import Invalid, Stale
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.documents.changes import discard_changes
from studio_app.domain.pricing.discounts import discount_from_list
from studio_app.domain.pricing.estimates import save_estimate
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.pricing.schemas import EstimateLineIn, EstimateLineView, ServiceView
from studio_app.domain.proposals.sending import (
    ChangedEstimate,
    Offered,
    keep_and_propose_anew,
    keep_and_publish,
    keep_and_send,
)
from studio_app.domain.proposals.wishes import Wishes
from studio_app.workspace import paths
from studio_app.workspace.arguments import Garbled
from studio_app.workspace.brief_words import answered
from studio_app.workspace.calculator import sheet, view
from studio_app.workspace.calculator.load import CalculatorPage, load_calculator
from studio_app.workspace.calculator.view import LineRow, ServiceRow, TariffColumn
from studio_app.workspace.gate import actor, allow, user

T = TypeVar("T")
_FOUND = 8


class CalculatorState(rx.State):
    """One estimate being edited in one tab."""

    deal: str = ""
    title: str = ""
    lines: list[LineRow] = []
    sums: dict[str, str] = {}
    columns: list[TariffColumn] = []
    problems: dict[str, str] = {}  # by line: the sentence
    problem_fields: dict[str, str] = {}  # by line: the field it is about
    doubts: dict[str, str] = {}  # by line: what a person has to write before it may be offered
    limits: dict[str, str] = {}  # by line: for what of it the owner will be asked
    recommended: str = ""
    tax: str = ""
    taxed: bool = False
    version: int = 0
    dirty: bool = False
    published: bool = False
    changed: bool = False  # the proposal says something that the client does not see yet
    behind: bool = False  # the proposal has other prices than what is saved here
    accepted: bool = False
    document: str = ""  # of the open proposal
    found: list[ServiceRow] = []
    _items: list[EstimateLineView] = []
    _terms: sheet.Terms | None = None
    _services: tuple[ServiceView, ...] = ()
    _page: CalculatorPage | None = None
    _filling: int = 0
    _locale: str = "ru"

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def load(self):
        """Show the estimate of the deal of the address; what was changed here and not saved stays."""
        deal = paths.deal_of(self.router.url.path)
        if deal != self.deal:
            self.reset()
        self.deal = deal
        await self._read(keeps=self.dirty)

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def start(self):
        """Make an estimate from what is known."""
        await services().runner.run(actor(), start_estimate, deal_id=self.deal)
        await self._read()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def change(self, key: str, field: str, text: str):
        """A key press in a field: the totals follow, or the line says what is wrong with it."""
        for index, item in enumerate(self._items):
            if item.line.key == key:
                self.dirty = True
                try:
                    self._items[index] = replace(item, line=sheet.typed(item.line, field, text))
                except Invalid as error:
                    self._note(key, field, in_words(error, self._locale))
                else:
                    self._note(key, field, "")
                    if field != "name":
                        self._show_sums()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def offer(self, key: str, optional: bool):
        """Include the line, or let the client tick it."""
        self._items = [
            replace(item, line=replace(item.line, optional=optional)) if item.line.key == key else item
            for item in self._items
        ]
        self._touched()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def recommend(self, tariff: str):
        """Choose the tariff that the proposal recommends."""
        if tariff not in list(Tariff):
            raise Garbled
        self.recommended, self.dirty = tariff, True

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def search(self, text: str):
        """Find services by words of their names."""
        words = text.lower().split()
        named = [(service, f"{service.name_ru} {service.name_en}".lower()) for service in self._services]
        hits = [service for service, name in named if words and all(word in name for word in words)]
        self.found = [view.service_row(service, self._locale) for service in hits[:_FOUND]]

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def add_service(self, key: str):
        """Add a service at today's price."""
        service = next((one for one in self._services if one.key == key), None)
        if service is not None and self._page is not None and self._page.estimate is not None:
            estimate = self._page.estimate
            self._append(sheet.added(service, self._new_key(), locale=estimate.locale, currency=estimate.currency))

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def add_own(self):
        """Add a line of its own kind."""
        if self._terms is not None:
            name = translate(self._locale, "calculator.own_line")
            line = sheet.own_line(self._new_key(), name=name, currency=self._terms.currency)
            self._append(EstimateLineView(line=line, service_key="", origin=""))

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def remove(self, key: str):
        """Take a line out."""
        self._items = [item for item in self._items if item.line.key != key]
        self._note(key, "", "")
        self._show_lines()
        self._touched()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def shift(self, key: str, by: int):
        """Move a line up or down."""
        self._items = sheet.moved(self._items, key=key, by=by)
        self._show_lines()
        self.dirty = True

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def save(self):
        """Keep the estimate; what the owner is asked for is said."""
        changed = self._changed()
        saved = await self._run(save_estimate, version=changed.version, lines=changed.lines, tariff=changed.tariff)
        if saved.discounts_asked:
            return [rx.toast.info(view.asked_words(one, self._locale)) for one in saved.discounts_asked]
        aside = self.published and (self.changed or self.behind)
        return rx.toast.success(translate(self._locale, f"calculator.saved{'_aside' if aside else ''}"))

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def publish_changes(self):
        """Keep the estimate and show the client the proposal with its prices; not before a smaller discount is told."""
        told = await self._offer(keep_and_publish)
        return told or rx.toast.success(translate(self._locale, "changes.published"))

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def discard(self):
        """Throw away what the proposal says and the client does not see; the estimate stays as it is saved."""
        await services().runner.run(actor(), discard_changes, document_id=self.document)
        await self._read(keeps=self.dirty)
        return rx.toast.success(translate(self._locale, "changes.discarded"))

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def publish(self):
        """Keep the estimate and send the proposal made of it; not before a person knows of a smaller discount."""
        return await self._offer(keep_and_send) or rx.redirect(paths.deal(self.deal))

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def propose_anew(self):
        """Keep the estimate and draft another proposal of it; the accepted one stays."""
        return await self._offer(keep_and_propose_anew) or rx.redirect(paths.proposal(self.deal))

    async def _offer(self, use_case: Callable[..., Offered]) -> list[rx.event.EventSpec]:
        """Keep what was changed and offer it; what a person has to know first, if that keeps it from being offered."""
        changed = self._changed() if self.dirty else None
        done = await self._run(use_case, changed=changed)
        if done.refusal is not None:
            raise done.refusal
        return [rx.toast.info(view.asked_words(one, self._locale)) for one in done.discounts_asked]

    async def _run(self, use_case: Callable[..., T], **arguments: Any) -> T:
        """Run it and show what is there then, also where somebody else was faster."""
        try:
            done = await services().runner.run(actor(), use_case, deal_id=self.deal, **arguments)
        except Stale:
            await self._read()
            raise
        await self._read()
        return done

    def _changed(self) -> ChangedEstimate:
        if self.problems:
            raise Invalid(field="lines", reason="lines")
        lines = [EstimateLineIn(line=item.line, service_key=item.service_key) for item in self._items]
        return ChangedEstimate(version=self.version, lines=lines, tariff=Tariff(self.recommended))

    async def _read(self, *, keeps: bool = False) -> None:
        person = user()
        self._locale = person.locale if person else "ru"
        page = await services().runner.read(actor(), load_calculator, deal_id=self.deal)
        self._page, self._services, self.title = page, page.services, page.title
        standing = page.standing
        self.published, self.accepted, self.document = standing.published, standing.accepted, standing.document_id
        self.changed, self.behind = standing.changed, standing.behind
        if keeps and page.estimate is not None and page.estimate.version == self.version:
            self._show_lines()
            self._show_sums()
            return
        self.problems, self.problem_fields, self.found, self.dirty = {}, {}, [], False
        if page.estimate is None:
            self._items, self._terms, self.lines, self.columns, self.version = [], None, [], [], 0
            return
        self._items, self._terms = list(page.estimate.lines), sheet.terms_of(page.estimate)
        self.version, self.recommended = page.estimate.version, page.estimate.tariff.value
        self._filling += 1
        self._show_lines()
        self._show_sums()

    def _saved_discounts(self) -> dict[str, Decimal]:
        saved = self._page.estimate.lines if self._page and self._page.estimate else ()
        return {item.line.key: discount_from_list(item.line, item.list_price) for item in saved}

    def _append(self, item: EstimateLineView) -> None:
        self._items = [*self._items, item]
        self.found = []
        self._show_lines()
        self._touched()

    def _touched(self) -> None:
        self.dirty = True
        self._show_sums()

    def _new_key(self) -> str:
        taken = {item.line.key for item in self._items}
        return next(key for number in range(1, 10_000) if (key := f"new-{number}") not in taken)

    def _note(self, key: str, field: str, sentence: str) -> None:
        if sentence:
            self.problems, self.problem_fields = {**self.problems, key: sentence}, {**self.problem_fields, key: field}
        elif self.problem_fields.get(key) == field or not field:
            self.problems = {name: text for name, text in self.problems.items() if name != key}
            self.problem_fields = {name: text for name, text in self.problem_fields.items() if name != key}

    def _show_lines(self) -> None:
        answers = answered(self._page.brief if self._page else None, self._locale)
        self.lines = [view.line_row(item, answers, filling=self._filling) for item in self._items]
        self.tax = view.tax_words(self._terms, self._locale) if self._terms else ""
        self.taxed = bool(self._terms and self._terms.tax.rate)

    def _show_sums(self) -> None:
        if self._terms is not None:
            self.sums = view.sums(self._items, self._terms, self._locale)
            self.limits = view.limits(self._items, self._saved_discounts(), self._terms, self._locale)
            found = sheet.outcomes((item.line for item in self._items), self._terms)
            wishes = self._page.wishes if self._page else Wishes()
            self.columns = [view.column(outcome, wishes, self._locale) for outcome in found]
            self.doubts = view.doubts(self._items, self._locale)
