"""What the studio's settings choose from: kinds and roles of stages, legal forms, taxes."""

from enum import StrEnum

DEFAULT_TIMEZONE = "Europe/Moscow"
"""The clock of a studio, and of a client, that nobody has set."""

SALES = "sales"
"""The id of the pipeline that is always there: from a lead to a paid invoice."""


class StageKind(StrEnum):
    """Whether deals in the stage are in progress or ended."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class StageRole(StrEnum):
    """The step of the chain that a stage stands for; reactions move deals by role, not by name."""

    LEAD = "lead"
    BRIEF = "brief"
    ESTIMATE = "estimate"
    PROPOSAL = "proposal"
    CONTRACT = "contract"
    INVOICE = "invoice"
    PAID = "paid"
    LOST = "lost"
    CUSTOM = "custom"


class TaxRegime(StrEnum):
    """How a legal entity taxes its services (Russian Tax Code as of 2026, REFERENCE F)."""

    NONE = "none"  # no VAT: simplified regime under the limit, self-employed, foreign
    VAT_GENERAL = "vat_general"  # 22 % since 2026-01-01, 20 % before
    VAT_5 = "vat_5"  # simplified regime, 5 %
    VAT_7 = "vat_7"  # simplified regime, 7 %


class EntityKind(StrEnum):
    """The legal form, which decides the requisites asked for."""

    COMPANY = "company"
    ENTREPRENEUR = "entrepreneur"
    PERSON = "person"
    FOREIGN = "foreign"


class DayOrigin(StrEnum):
    """Who says that a day differs."""

    TYPED = "typed"  # a person; what they typed is theirs
    OFFICIAL = "official"  # the country's calendar, renewed with it
    DISMISSED = "dismissed"  # a person took the official one away: it counts as its weekday and does not come back


class StageDemand(StrEnum):
    """What has to be with the client before a deal is put into a stage by hand."""

    NOTHING = ""
    PROPOSAL = "proposal"
    CONTRACT = "contract"
    INVOICE = "invoice"


class ChainAction(StrEnum):
    """What an outcome in one pipeline does in another."""

    OPEN = "open"  # a deal of the same client begins there
    CLOSE = "close"  # the deals there that it is chained to end in the same way
