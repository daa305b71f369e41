"""What became of a row that was taken in or taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from studio_app.domain.imports.models import RowState
from studio_app.domain.imports.schemas import Reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state it came to, why, and the ids of what it has made (as JSON), by which it can be taken back."""

    state: RowState
    reason: Reason | None = None
    made: Mapping[str, Any] = field(default_factory=dict[str, Any])
