"""What to do next with a deal."""

from datetime import UTC, datetime

import pytest

from studio_app.domain.documents.kinds import DocumentStatus, Step, kind_of
from studio_app.domain.documents.next_step import next_step
from studio_app.domain.documents.summaries import DocumentSummary
from studio_app.domain.studio.kinds import StageKind

NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)


def document(kind: str, status: str) -> DocumentSummary:
    return DocumentSummary(
        id=kind,
        deal_id="deal",
        kind=kind_of(kind),
        status=DocumentStatus(status),
        number="",
        title="",
        locale="en",
        token=kind,
        revision=1,
        created_at=NOON,
        published_at=NOON,
        seen_at=None,
        seen_revision=0,
        closed_at=None,
    )


class TestNextStep:
    @pytest.mark.parametrize(
        ("documents", "estimate", "invoiced", "step"),
        [
            ([], False, False, Step.SEND_BRIEF),
            (["brief published"], False, False, Step.WAIT_BRIEF),
            (["brief accepted"], True, False, Step.OPEN_ESTIMATE),
            (["brief accepted", "proposal draft"], True, False, Step.PUBLISH_PROPOSAL),
            (["brief accepted", "proposal published"], True, False, Step.WAIT_PROPOSAL),
            (["brief accepted", "proposal declined"], True, False, Step.REVISE_PROPOSAL),
            (["proposal accepted", "contract draft"], True, False, Step.PUBLISH_CONTRACT),
            (["proposal accepted", "contract published"], True, False, Step.WAIT_CONTRACT),
            (["contract signed", "invoice draft"], True, False, Step.ISSUE_INVOICE),
            (["contract signed", "invoice published"], True, False, Step.RECORD_PAYMENT),
            (["contract signed", "invoice paid"], True, False, Step.CREATE_INVOICE),
            (["contract signed", "invoice paid"], True, True, Step.DONE),
            (["contract signed", "invoice void"], True, False, Step.CREATE_INVOICE),
        ],
    )
    def test_follows_the_furthest_commitment(
        self, documents: list[str], estimate: bool, invoiced: bool, step: Step
    ) -> None:
        rows = [document(*words.split()) for words in documents]
        found = next_step(rows, stage=StageKind.OPEN, has_estimate=estimate, invoiced=invoiced)
        assert found.step is step

    def test_asks_nothing_of_a_lost_deal(self) -> None:
        rows = [document("proposal", "published")]
        assert next_step(rows, stage=StageKind.LOST, has_estimate=True, invoiced=False).step is Step.LOST

    def test_waits_for_the_acceptance_where_the_balance_follows_it(self) -> None:
        paid = [document("contract", "signed"), document("invoice", "paid")]
        at_work = next_step(paid, stage=StageKind.OPEN, has_estimate=True, invoiced=False, at_work=True)
        assert (at_work.step, at_work.document_id) == (Step.ACCEPT_WORK, "contract")
        done = next_step(paid, stage=StageKind.OPEN, has_estimate=True, invoiced=True, at_work=True)
        assert done.step is Step.DONE

    @pytest.mark.parametrize("rows", [["brief published", "invoice paid"], ["proposal published", "invoice paid"]])
    def test_looks_for_nothing_before_a_deal_that_is_won_and_invoiced(self, rows: list[str]) -> None:
        made = [document(*words.split()) for words in rows]
        assert next_step(made, stage=StageKind.WON, has_estimate=False, invoiced=True).step is Step.DONE
