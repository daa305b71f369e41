"""How the end of an invoice looks in lists: its name is `invoices.state.<end>`, its colour stands here."""

from typing import Literal

from studio_app.domain.payments.ends import End

END_COLOURS: dict[End, Literal["gray", "amber", "red", "green"]] = {
    End.PAID: "green",
    End.WRITTEN_OFF: "green",
    End.RETURNED: "gray",
    End.DISPUTED: "amber",
    End.DISPUTE_WON: "green",
    End.DISPUTE_LOST: "red",
    End.VOID: "gray",
}
