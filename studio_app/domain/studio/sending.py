"""Whether papers of a legal entity may leave the studio: an untouched one sends nothing.

What a new studio starts with is made up, and without a mail server the code that a client signs with would lie
where staff can read it (decision 0007). A demo may do all of it: everything in it is play.
"""

from enum import StrEnum

from studio_app.core.errors import StudioError
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.starter import SAMPLE_ACCOUNT, SAMPLE_INN
from studio_app.domain.work import Work


class Missing(StrEnum):
    """What has to be set up first."""

    REQUISITES = "requisites"
    MAIL = "mail"


class NotSetUp(StudioError):
    """Nothing may be sent before `missing` is set up; a sentence each."""

    code = "not_set_up"
    status = 409

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing=missing.value)
        self.missing = missing

    @property
    def message_key(self) -> str:
        """The catalogue key of the sentence."""
        return f"error.not_set_up.{self.missing.value}"


def missing_to_send(work: Work, entity: LegalEntity | None, *, signs: bool = False) -> Missing | None:
    """Query: what keeps a paper of `entity` from being sent; `signs` for one that is signed with a code by letter."""
    if work.installation.demo:
        return None
    if entity is not None and (entity.inn == SAMPLE_INN or entity.account == SAMPLE_ACCOUNT):
        return Missing.REQUISITES
    return Missing.MAIL if signs and not work.installation.mails else None


def require_set_up(work: Work, entity: LegalEntity | None, *, signs: bool = False) -> None:
    """Raises NotSetUp where `missing_to_send` finds something."""
    missing = missing_to_send(work, entity, signs=signs)
    if missing is not None:
        raise NotSetUp(missing)
