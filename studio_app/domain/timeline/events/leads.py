"""What comes in: leads, letters, messages of conversations, and how they are taken in."""

from studio_app.domain.timeline.events.base import Event, InStudio, OnDeal
from studio_app.domain.timeline.events.kinds import EventKind


class LeadJoined(OnDeal):
    """A lead of somebody known was added to their deal."""

    kind = EventKind.LEAD_JOINED
    lead_id: str
    name: str
    text: str


class LeadSplit(OnDeal):
    """A lead that was added to a deal waits for a decision again, with so many files."""

    kind = EventKind.LEAD_SPLIT
    lead_id: str
    name: str
    files: int


class LeadUnanswered(OnDeal):
    """A lead has waited beyond the norm."""

    kind = EventKind.LEAD_UNANSWERED
    manager_id: str
    due_at: str


class LeadHeld(InStudio):
    """A lead waits for a person to decide, for these reasons."""

    kind = EventKind.LEAD_HELD
    lead_id: str
    reasons: tuple[str, ...]


class LeadContinued(InStudio):
    """Whoever sent a lead that waits has written again."""

    kind = EventKind.LEAD_CONTINUED
    lead_id: str


class LeadRejected(InStudio):
    """A lead is none."""

    kind = EventKind.LEAD_REJECTED
    lead_id: str


class LeadRestored(InStudio):
    """A lead that was rejected waits again."""

    kind = EventKind.LEAD_RESTORED
    lead_id: str


class LetterLeft(InStudio):
    """A letter that a program wrote, or nobody can read, is left aside."""

    kind = EventKind.LETTER_LEFT
    letter_id: str


class LetterTaken(InStudio):
    """A letter that was left aside was taken in by a person."""

    kind = EventKind.LETTER_TAKEN
    letter_id: str


class LetterReread(InStudio):
    """A letter was read again in another encoding."""

    kind = EventKind.LETTER_REREAD
    letter_id: str


class _OfMessage(Event):
    message_id: str


class MessageReceived(_OfMessage):
    """A client has written. `left` are files that were not kept, each with why."""

    kind = EventKind.MESSAGE_RECEIVED
    via: str
    name: str
    subject: str
    text: str
    left: tuple[tuple[str, str], ...] | None


class MessageReread(_OfMessage):
    """A client's letter was read again in another encoding."""

    kind = EventKind.MESSAGE_REREAD
    text: str


class MessageWritten(_OfMessage):
    """A person answered; the answer is on its way."""

    kind = EventKind.MESSAGE_WRITTEN
    via: str
    text: str


class MessageSent(_OfMessage):
    """The answer has gone out."""

    kind = EventKind.MESSAGE_SENT


class MessageFailed(_OfMessage):
    """The answer did not go out; `problem` is a catalogue key below reply.problem."""

    kind = EventKind.MESSAGE_FAILED
    problem: str


class FormSaved(InStudio):
    """A lead form was changed."""

    kind = EventKind.FORM_SAVED
    form_id: str
    version: int


class _OfRule(InStudio):
    rule_id: str


class AssignmentRuleSaved(_OfRule):
    """A rule of whose a lead becomes was changed."""

    kind = EventKind.ASSIGNMENT_RULE_SAVED


class AssignmentRuleMoved(_OfRule):
    """A rule of whose a lead becomes was put to another place."""

    kind = EventKind.ASSIGNMENT_RULE_MOVED


class AssignmentRuleDeleted(_OfRule):
    """A rule of whose a lead becomes was deleted."""

    kind = EventKind.ASSIGNMENT_RULE_DELETED
