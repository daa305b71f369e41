"""When the fields of a form that lives in the browser are to be filled anew."""

from hashlib import sha256

from pydantic import BaseModel


def filling(read: BaseModel, *, again: int = 0) -> str:
    """The key of a form that shows `read`: another key, and the browser fills the fields anew.

    A page that loads once more, as after a lost connection, keeps what is typed while nothing has
    changed; `again` counts the times a person asked for the kept state itself.
    """
    return f"{sha256(read.model_dump_json().encode()).hexdigest()[:16]}-{again}"
