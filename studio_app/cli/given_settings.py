"""The settings as they were given, or a sentence about what is wrong with them."""

from pydantic import ValidationError

from studio_app.config import Settings
from studio_app.core.refusal import Refusal

_WRONG_USE = 2


def given_settings() -> Settings:
    """The settings of this process. Raises Refusal."""
    try:
        return Settings()
    except ValidationError as refused:
        wrong = [(*(f"STUDIO_{name}".upper() for name in one["loc"]), one["msg"]) for one in refused.errors()]
        lines = (f"settings: {': '.join(words).replace('Value error, ', '', 1)}" for words in wrong)
        raise Refusal("\n".join(lines), exit_code=_WRONG_USE) from None
