"""What is owed on an invoice: the one place that says so, for lists, pages, letters, banks and providers.

Money that went back from a paid invoice is a fact beside it and no debt: it is owed again only after a
person has asked again (`payments.asking_again`).
"""

from studio_app.domain.documents.kinds import DocumentStatus


def owed(status: DocumentStatus, total: int, paid: int) -> int:
    """What is still to pay, in minor units; negative when too much counts for it. A void one asks for nothing."""
    if status is DocumentStatus.VOID:
        return -paid
    if status is DocumentStatus.PAID:
        return min(0, total - paid)
    return total - paid


def gone_back(status: DocumentStatus, total: int, paid: int) -> int:
    """What went back from a paid invoice and was not asked for again, in minor units; never negative."""
    return max(0, total - paid) if status is DocumentStatus.PAID else 0
