"""Why a deal is lost is chosen by a person: neither dialog has a reason chosen for them, and both want one."""

import re

from studio_app.workspace.board.page import _loss_dialog
from studio_app.workspace.deal.dialogs import _lost_fields


class TestLostReason:
    def test_of_the_board_has_none_chosen(self) -> None:
        drawn = str(_loss_dialog())
        group = re.search(r"RadixThemesRadioGroup\.Root,\s*\{([^{}]*)\}", drawn)
        assert group
        assert "required:true" in group[1].replace(" ", "")
        assert "value" not in group[1].lower()

    def test_of_the_deal_begins_with_no_reason(self) -> None:
        drawn = "".join(str(field) for field in _lost_fields())
        choice = re.search(r'jsx\("select",\s*\{([^{}]*)\}', drawn)
        first = re.search(r'jsx\("option",\s*\{([^{}]*)\}', drawn)
        assert choice
        assert first
        assert "required:true" in choice[1].replace(" ", "")
        assert "value" not in choice[1].lower()
        assert 'value:""' in first[1].replace(" ", "")
