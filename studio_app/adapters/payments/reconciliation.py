"""Compares each provider's books with ours: books what a lost webhook kept from us, shows a person the rest."""

import logging
from datetime import UTC, datetime, timedelta

from studio_app.adapters.payments.inbox import Inbox
from studio_app.adapters.payments.refunding import Refunds
from studio_app.adapters.payments.settlement import UNKNOWN, Settlement, as_provider
from studio_app.core.money import Money
from studio_app.core.printable import printable
from studio_app.domain.actors import SYSTEM, Actor
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.payments.attempts import fail_attempt
from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.providers.gateway import (
    GatewayRefused,
    GatewayUnavailable,
    PaymentGateway,
    RemoteState,
    RemoteStatus,
)
from studio_app.domain.payments.providers.inbox import plan_sweep
from studio_app.domain.payments.providers.payouts import note_payouts
from studio_app.domain.payments.queries import unsettled_before
from studio_app.domain.payments.reconciliation.differences import (
    accept_contradiction,
    booked_of,
    difference,
    differing_checkouts,
    note_run,
    set_aside,
    stuck,
)
from studio_app.domain.payments.reconciliation.kinds import DifferenceKind
from studio_app.domain.payments.reconciliation.schemas import Found

log = logging.getLogger(__name__)

_LOOK_BACK = timedelta(hours=48)
_PAYOUTS_BACK = timedelta(days=7)
_IN_FLIGHT = timedelta(minutes=2)  # younger attempts may be at the provider at this very moment


class Reconciliation:
    """Hourly by a job, and whenever a person asks. Every method blocks."""

    def __init__(self, settlement: Settlement, inbox: Inbox, refunds: Refunds) -> None:
        self._settlement = settlement
        self._runner = settlement.runner
        self._inbox = inbox
        self._refunds = refunds

    def plan(self) -> None:
        """Make sure that the next run is planned; as often as you like."""
        if self._settlement.gateways:
            self._runner.run_sync(SYSTEM, plan_sweep)

    def run(self) -> None:
        """Look at every provider. A job; plans its own next run."""
        self.plan()
        self.look()

    def look(self) -> int:
        """Look at every provider now; how many differences are open afterwards."""
        return sum(self._look(name, gateway) for name, gateway in self._settlement.gateways.items())

    def repair(self, actor: Actor, *, difference_id: str) -> None:
        """Do what mends a difference, then look again. Raises Forbidden, NotFound, GatewayUnavailable."""
        found = self._runner.read_sync(actor, difference, difference_id=difference_id)
        if found.kind is DifferenceKind.CONTRADICTION and found.attempt_id:
            self._runner.run_sync(actor, accept_contradiction, attempt_id=found.attempt_id)
            self._settlement.ask(found.provider, found.ref)
        elif found.kind is DifferenceKind.REFUND:
            self._refunds.send(refund_id=found.ref)
        elif found.kind is DifferenceKind.EVENT:
            self._inbox.handle(event_id=found.ref)
        else:
            self._settlement.ask(found.provider, found.ref)
        self._runner.run_sync(actor, set_aside, difference_id=difference_id)

    def _look(self, name: str, gateway: PaymentGateway) -> int:
        found: list[Found] = []
        checked = repaired = 0
        problem = ""
        try:
            for ref in self._refs(name, gateway):
                checked += 1
                change, differs = self._compare(name, gateway, ref)
                repaired += change
                found += differs
            payouts = gateway.payouts_since(datetime.now(UTC) - _PAYOUTS_BACK)
            self._runner.run_sync(as_provider(name), note_payouts, provider=name, payouts=payouts)
        except (GatewayUnavailable, GatewayRefused) as error:
            problem = str(error.params.get("problem", "")) or error.code
            log.warning("the books of %s could not be read to the end: %s", name, printable(problem))
        found += self._runner.read_sync(SYSTEM, stuck, provider=name)
        once = {(one.kind, one.ref): one for one in found}  # a checkout is hinted at by its payment, too
        return self._runner.run_sync(
            SYSTEM, note_run, provider=name, found=[*once.values()], checked=checked, repaired=repaired, problem=problem
        )

    def _refs(self, name: str, gateway: PaymentGateway) -> list[str]:
        """Every checkout worth a look: what the provider had lately, what we wait for, what was not even before."""
        now = datetime.now(UTC)
        hints = gateway.list_since(now - _LOOK_BACK)
        by_attempt = {hint.attempt_id: hint.ref for hint in hints if hint.attempt_id}
        refs = [hint.ref for hint in hints if hint.ref]
        for attempt in self._runner.read_sync(SYSTEM, unsettled_before, provider=name, moment=now - _IN_FLIGHT):
            ref = attempt.provider_ref or by_attempt.get(attempt.id, "")
            if ref:
                refs.append(ref)
            else:
                self._runner.run_sync(
                    SYSTEM, fail_attempt, attempt_id=attempt.id, problem="the provider has never heard of it"
                )
        refs += self._runner.read_sync(SYSTEM, differing_checkouts, provider=name)
        return list(dict.fromkeys(refs))

    def _compare(self, name: str, gateway: PaymentGateway, ref: str) -> tuple[int, list[Found]]:
        """(1 if something was booked that we did not have, what a person must see) of one checkout."""
        state = gateway.fetch(ref)
        if state is None:
            return 0, []
        before = self._runner.read_sync(SYSTEM, booked_of, provider=name, ref=state.ref)
        theirs = state.moved_as_asked
        if (
            before is None
            or before.status is not AttemptStatus.PAID
            or (before.moved, before.fees, before.conversions) != _told(state)
        ):
            applied = self._settlement.apply(name, state)
            if applied == UNKNOWN:
                paid = state.status is RemoteStatus.PAID
                return 0, [Found(DifferenceKind.FOREIGN, state.ref, theirs=theirs)] if paid else []
        after = self._runner.read_sync(SYSTEM, booked_of, provider=name, ref=state.ref)
        if after is None:
            return 0, []
        attempt_id, ours = after.attempt_id, Money(after.moved.get(after.currency, 0), after.currency)
        if after.status is AttemptStatus.QUARANTINED:
            return 0, [Found(DifferenceKind.CONTRADICTION, state.ref, attempt_id, theirs=theirs, ours=ours)]
        if state.moved != after.moved:
            theirs, ours = _uneven(state.moved, after.moved, first=theirs.currency)
            return 0, [Found(DifferenceKind.AMOUNT, state.ref, attempt_id, theirs=theirs, ours=ours)]
        return int(before is None or before.moved != after.moved), []


def _uneven(theirs: dict[str, int], ours: dict[str, int], *, first: str) -> tuple[Money, Money]:
    """Both sums of a currency in which they are not the same, of `first` if it is such a one."""
    codes = sorted(theirs | ours, key=lambda code: (code != first, code))
    uneven = next(code for code in codes if theirs.get(code) != ours.get(code))
    return Money(theirs.get(uneven, 0), uneven), Money(ours.get(uneven, 0), uneven)


def _told(state: RemoteState) -> tuple[dict[str, int], int, int]:
    """The same with the number of fees and conversions: some are told only when the money has settled."""
    return state.moved, sum(entry.kind is EntryKind.FEE for entry in state.entries), len(state.conversions)
