"""The settings as they were given, or a sentence about what is wrong with them."""

from pydantic import ValidationError

from studio_app.cli.refusal import Refusal
from studio_app.config import Settings

_WRONG_USE = 2


def given_settings() -> Settings:
    """The settings of this process. Raises Refusal."""
    try:
        return Settings()
    except ValidationError as refused:
        wrong = (error["msg"].removeprefix("Value error, ") for error in refused.errors())
        raise Refusal("\n".join(f"settings: {one}" for one in wrong), exit_code=_WRONG_USE) from None
