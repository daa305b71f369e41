"""Rows of leads are taken in, each as a lead that came in now and as if those before it were in already."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import col, func, select

from studio_app.core.errors import Invalid, StudioError
from studio_app.domain.deals.models import Deal
from studio_app.domain.imports.deciding import lead_in, lead_outlook
from studio_app.domain.imports.kinds import RowState
from studio_app.domain.imports.known import Known, stored_values
from studio_app.domain.imports.outcomes import Outcome, all_or_nothing, attempt, refused
from studio_app.domain.imports.schemas import Options, Reason
from studio_app.domain.leads.intake.accepting import keep_leads
from studio_app.domain.leads.intake.content import fingerprint, normalise
from studio_app.domain.leads.intake.defaults import IntakeDefaults
from studio_app.domain.leads.intake.doubts import advertising
from studio_app.domain.leads.intake.making import make_deal_from_list, make_deals_from_list
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import hold, join
from studio_app.domain.leads.intake.schemas import NewLead
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

_HERE = Outcome(RowState.KNOWN, Reason("lead_is_here"))


def take_leads(work: Work, *, rows: Sequence[Mapping[str, Any]], options: Options) -> list[Outcome]:
    """What became of each row: its deal is made, it joins the one in progress, or it is held for a person."""
    return _Batch(work, rows, options).take()


class _Batch:
    """Rows of people whom nobody knows wait for one another: all that they need is written at once.

    A row that may be about somebody known, or about somebody of the rows before it, is looked up alone.
    """

    def __init__(self, work: Work, rows: Sequence[Mapping[str, Any]], options: Options) -> None:
        self._work, self._rows, self._options = work, rows, options
        self._defaults = IntakeDefaults(work)
        self._known = Known(work, rows)
        self._strangers: list[tuple[int, NewLead]] = []
        self._outcomes: dict[int, Outcome] = {}

    def take(self) -> list[Outcome]:
        leads = dict(self._normalised())
        here = set(stored_values(self._work, Lead.fingerprint, (lead.content_hash for lead in leads.values())))
        for place, lead in leads.items():
            said = self._rows[place]
            if lead.content_hash in here:
                self._outcomes[place] = _HERE
                continue
            if self._known.may_be(said) or advertising(lead.content):
                self._take_strangers()
                self._outcomes[place] = outcome = self._take_alone(lead)
                if outcome.state is RowState.REFUSED:
                    continue
            else:
                self._strangers.append((place, lead))
            here.add(lead.content_hash)
            self._known.learn(said)
        self._take_strangers()
        return [self._outcomes[place] for place in range(len(self._rows))]

    def _normalised(self) -> Iterator[tuple[int, NewLead]]:
        for place, said in enumerate(self._rows):
            try:
                content = normalise(lead_in(said))
            except Invalid as error:
                self._outcomes[place] = refused(error)
            else:
                yield place, NewLead(id=self._work.new_id(), content=content, content_hash=fingerprint(content))

    def _take_strangers(self) -> None:
        waiting, self._strangers = self._strangers, []
        if not waiting:
            return
        leads = [lead for _, lead in waiting]
        try:
            with all_or_nothing(self._work):
                deals = make_deals_from_list(
                    self._work, leads, defaults=self._defaults, manager_id=self._options.manager_id
                )
        except StudioError:
            self._defaults = IntakeDefaults(self._work)
            taken = [self._take_alone(lead) for lead in leads]  # which of them it was, each tells by itself
        else:
            taken = _created(self._work, leads, deals)
        self._outcomes.update((place, outcome) for (place, _), outcome in zip(waiting, taken, strict=True))

    def _take_alone(self, lead: NewLead) -> Outcome:
        return attempt(self._work, lambda: _take(self._work, lead, self._defaults, self._options))


def _take(work: Work, new: NewLead, defaults: IntakeDefaults, options: Options) -> Outcome:
    outlook = lead_outlook(work, new.content)
    keep_leads(work, [new])
    lead = work.session.get_one(Lead, new.id)
    if outlook.deal_id:
        join(work, lead, deal_id=outlook.deal_id)
        return Outcome(outlook.state, outlook.reason, {"lead_id": lead.id, "deal_id": outlook.deal_id})
    if outlook.doubts:
        hold(work, lead, outlook.doubts)
        return Outcome(outlook.state, outlook.reason, {"lead_id": lead.id})
    is_new = outlook.state is RowState.CREATED
    deal = make_deal_from_list(work, lead, defaults=defaults, is_new_client=is_new, manager_id=options.manager_id)
    made = _made(lead.id, deal, new_client=is_new, last_event=_last(work, [deal])[deal.id])
    return Outcome(outlook.state, outlook.reason, made)


def _created(work: Work, leads: Sequence[NewLead], deals: Sequence[Deal]) -> list[Outcome]:
    last = _last(work, deals)
    return [
        Outcome(RowState.CREATED, None, _made(lead.id, deal, new_client=True, last_event=last[deal.id]))
        for lead, deal in zip(leads, deals, strict=True)
    ]


def _made(lead_id: str, deal: Deal, *, new_client: bool, last_event: int | None) -> dict[str, Any]:
    return {
        "lead_id": lead_id,
        "deal_id": deal.id,
        "client_id": deal.client_id,
        "contact_id": deal.contact_id,
        "new_deal": True,
        "new_client": new_client,
        "last_event": last_event,
        "version": deal.version,
    }


def _last(work: Work, deals: Sequence[Deal]) -> Mapping[str | None, int | None]:
    """The last event of each deal."""
    query = select(TimelineEvent.deal_id, func.max(TimelineEvent.id))
    query = query.where(col(TimelineEvent.deal_id).in_([deal.id for deal in deals]))
    return dict(work.session.exec(query.group_by(col(TimelineEvent.deal_id))).all())
