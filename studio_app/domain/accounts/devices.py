"""The browsers in which people have signed in before: each is bound to one account and can be forgotten."""

from collections.abc import Iterable
from datetime import timedelta

from sqlmodel import col, select

from studio_app.domain.accounts.models import KnownDevice
from studio_app.domain.work import Work

DEVICE_LIFETIME = timedelta(days=180)  # without a sign-in


def own_device(work: Work, *, user_id: str, cookies: Iterable[str]) -> KnownDevice | None:
    """The known device of the person among the signed cookies of a browser; None: nobody knows it."""
    ids = [found for cookie in cookies if (found := work.links.signed_device(cookie))]
    if not ids:
        return None
    return work.session.exec(
        select(KnownDevice).where(
            col(KnownDevice.id).in_(ids),
            KnownDevice.user_id == user_id,
            col(KnownDevice.forgotten_at).is_(None),
            KnownDevice.last_used_at > work.now() - DEVICE_LIFETIME,
        )
    ).first()


def remember_device(work: Work, *, user_id: str, cookies: Iterable[str]) -> tuple[str, bool]:
    """The id of the device that the person signs in with, and whether it is a new one."""
    known = own_device(work, user_id=user_id, cookies=cookies)
    if known is not None:
        known.last_used_at = work.now()
        return known.id, False
    made = KnownDevice(id=work.new_id(), user_id=user_id, created_at=work.now(), last_used_at=work.now())
    work.session.add(made)
    return made.id, True


def forget_devices(work: Work, *, user_id: str, but: str = "") -> None:
    """Know the person's devices no more, `but` one."""
    rows = work.session.exec(
        select(KnownDevice).where(
            KnownDevice.user_id == user_id, KnownDevice.id != but, col(KnownDevice.forgotten_at).is_(None)
        )
    )
    for row in rows.all():
        row.forgotten_at = work.now()


def forget_device(work: Work, *, device_id: str) -> None:
    """Know one device no more."""
    row = work.session.get(KnownDevice, device_id)
    if row is not None and row.forgotten_at is None:
        row.forgotten_at = work.now()
