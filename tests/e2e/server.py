"""A running production server, as tests know it."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Site:
    """A running production server."""

    url: str
    data: Path
    log: Path
    sign_ins: dict[str, tuple[str, str]]  # role: (e-mail, password)
    sessions: list[str] = field(default_factory=list)  # cookies of everybody who has signed in
