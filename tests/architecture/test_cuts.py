"""No text that is stored is cut without a word: whoever cuts one says here why nobody loses anything by it.

What a person types is refused when it is too long (`core.checking.limited`, and `domain.columns` for whatever
was forgotten), what cannot be refused is marked (`core.shortening`). Left are looks, keys and machines' words.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2] / "studio_app"
ROOMS = ("api", "domain", "portal", "workspace")
_SHORTEST = 20  # characters: below are codes, digits and the first so many rows

KNOWN = {
    "what programs say: enough by its beginning": {
        ("domain/accounts/sign_in.py", "work.actor.user_agent[:300]"),
        ("domain/leads/intake/accepting.py", "work.actor.user_agent[:300]"),
        ("domain/leads/intake/content.py", "' '.join(clean(lead.referrer).split())[:500]"),
        ("domain/leads/intake/content.py", "clean(str(key))[:80]"),
        ("domain/documents/consents.py", "work.actor.user_agent[:300]"),
        ("domain/documents/revisions.py", "work.actor.user_agent[:300]"),
        ("domain/leads/replies.py", "detail[:300]"),
        ("domain/leads/replies.py", "external_id[:400]"),
        ("domain/notifications/new_links.py", "work.actor.user_agent[:300]"),
        ("domain/notifications/sending.py", "problem[:300]"),
        ("domain/payments/attempts.py", "problem[:300]"),
        ("domain/payments/providers/following.py", "remote.reason[:80]"),
        ("domain/payments/providers/inbox.py", "outcome[:300]"),
        ("domain/payments/providers/payouts.py", "remote.status[:20]"),
        ("domain/payments/reconciliation/differences.py", "found.detail[:300]"),
        ("domain/payments/reconciliation/differences.py", "problem[:300]"),
        ("domain/payments/refunds.py", "problem[:300]"),
        ("domain/timeline/recording.py", "work.actor.user_agent[:300]"),
        ("portal/lead_forms.py", "request.headers.get('referer', '')[:500]"),
        ("workspace/gate.py", "str(value)[:_REPORT_LENGTH]"),
    },
    "what is searched for or compared, and not stored": {
        ("domain/accounts/sign_in.py", "email.strip().lower()[:254]"),
        ("domain/accounts/tickets.py", "email.strip().lower()[:254]"),
        (
            "domain/clients/company_key.py",
            "' '.join(sorted(filter(None, (_folded(word) for word in kept))))[:MAX_KEY_LENGTH]",
        ),
        ("domain/clients/duplicates.py", "key[:EDGE]"),
        ("domain/imports/known.py", "key[:EDGE]"),
        ("domain/notifications/planning.py", "document.token_hash[:40]"),
        ("workspace/account/state.py", "old[:MAX_PASSWORD_LENGTH]"),
        ("workspace/board/address.py", "said.get('q', '')[:_LONGEST_SEARCH]"),
        ("workspace/clients/list_state.py", "text[:_LONGEST_SEARCH]"),
        ("workspace/clients/merge_state.py", "text[:_LONGEST]"),
        ("workspace/confirmation/state.py", "typed[:MAX_PASSWORD_LENGTH]"),
        ("workspace/history/window.py", "' '.join(text.split())[:_LONGEST]"),
        ("workspace/handover/state.py", "text[:_LONGEST_SEARCH]"),
        ("workspace/incoming/state.py", "text[:80]"),
        ("workspace/outbox/state.py", "search[:100]"),
        ("workspace/search/state.py", "text[:_LONGEST]"),
        ("workspace/sign_in/routes.py", "password[:MAX_PASSWORD_LENGTH]"),
        ("workspace/statements/state.py", "text[:80]"),
    },
    "shown; what is stored is whole": {
        ("domain/imports/planning.py", "cells.get(error.field, '').strip()[:60]"),
        ("domain/imports/tidying.py", "text.strip()[:20]"),
        (
            "domain/statements/importing.py",
            "' · '.join((text for text in (one.line.payer_name, one.line.purpose) if text))[:_SAID]",
        ),
        ("domain/statements/importing.py", "one.said[:_SAID]"),
        ("domain/statements/lines.py", "value[:60]"),
        ("workspace/deal/reply/state.py", "one.text[:160]"),
        ("workspace/imports/views.py", "detail[:160]"),
        ("workspace/imports/views.py", "who[:160]"),
        ("workspace/payments/views.py", "ref[:_SHORT_HEAD]"),
        ("workspace/settings/routing/clock.py", "line[:40]"),
        ("workspace/settings/texts/state.py", "(source or text.delivered)[:160]"),
        ("workspace/statements/views.py", "line.payer_name[:120]"),
        ("workspace/statements/views.py", "line.purpose[:200]"),
        ("workspace/uploads/views.py", "(name or (first[at] if at < len(first) else '') or str(at + 1))[:_WIDTH]"),
    },
    "a copy, or words of ours with a long name in them; the whole stands elsewhere": {
        ("domain/deals/naming.py", "' '.join(title.split())[:MAX_TITLE_LENGTH]"),
        ("domain/tasks/service.py", "title[:MAX_TITLE_LENGTH]"),
        ("domain/notifications/sending.py", "copy.subject[:300]"),
        ("domain/pricing/mapping.py", "origin[:_ORIGIN_LENGTH]"),
        ("domain/proposals/compose.py", "_texts(answers.get('goals'))[:_MAX_GOALS]"),
        ("domain/proposals/compose.py", "_texts(answers.get('sections'))[:_MAX_PAGES]"),
        ("domain/search/index.py", "detail[:300]"),
        ("domain/search/index.py", "title[:300]"),
    },
    "made by us and no longer, unless somebody plays with addresses and cookies": {
        ("domain/leads/intake/content.py", "clean(lead.form)[:40]"),
        ("domain/statements/uploads.py", "value[:40]"),
        ("portal/brief_form.py", "one(posted, PAGE)[:_PAGE_LENGTH]"),
        ("portal/consent.py", "hashlib.sha256(shown.encode()).hexdigest()[:40]"),
        ("portal/lead_forms.py", "around.get(name, [''])[0][:200]"),
        ("portal/lead_forms.py", "f'{form.key}:{form.content.consent_version}/{locale}/{digest}'[:80]"),
        ("portal/lead_forms.py", "hashlib.sha256(shown.encode()).hexdigest()[:32]"),
        ("portal/leads.py", "request.query_params.get('lead', '')[:32]"),
        ("portal/leads.py", "values['source'][:_SOURCE_LENGTH]"),
        ("workspace/board/address.py", "query[:_LONGEST]"),
        ("workspace/cookies.py", "[signed, *(one for one in devices_in(value) if one != signed)][:_ACCOUNTS]"),
        ("workspace/cookies.py", "value[:1000]"),
        ("workspace/cookies.py", "value[:1000].split(_BETWEEN)[:_ACCOUNTS]"),
        ("workspace/dashboard/state.py", "subject[:120]"),
        ("workspace/imports/state.py", "channel_id[:32]"),
        ("workspace/sign_in/routes.py", "''.join(filter(str.isalnum, word))[:64]"),
    },
    "a field of a bank's file, which holds no more in any format": {
        ("domain/statements/fingerprints.py", "line.reference[:60]"),
        ("domain/statements/importing.py", "line.reference[:60]"),
        ("domain/statements/importing.py", "line.payer_account[:40]"),
        ("domain/statements/importing.py", "line.payer_inn[:20]"),
        ("domain/statements/importing.py", "line.payer_name[:200]"),
        ("domain/statements/importing.py", "line.purpose[:1000]"),
    },
    "rows, the rest on further pages": {
        ("domain/statements/importing.py", "left_rows(plan, statement)[:_NAMED]"),
        ("domain/statements/queries.py", "ranked[:_FOUND]"),
        ("workspace/invoices/state.py", "page.rows[:_PAGE]"),
        ("workspace/statements/load.py", "left_rows(plan, statement)[:SHOWN]"),
        ("workspace/statements/state.py", "[*without, invoice_id][:_CHOSEN]"),
        ("workspace/statements/state.py", "page.lines[:_PAGE]"),
        ("workspace/statements/views.py", "[one for one in ordered if one.verdict is verdict][:_EACH]"),
    },
    "the name of a file, told from others by its beginning and its ending": {
        ("domain/files/service.py", "tidy[:200]"),
    },
}


def cuts(source: str) -> Iterator[str]:
    """Slices from the beginning up to a number, written out or named by a constant of the module."""
    tree = ast.parse(source)
    numbers = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, int)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.lower is None):
            continue
        match node.slice.upper:
            case ast.Constant(value=int(number)):
                pass
            case ast.Name(id=name) if name.isupper() or name.lstrip("_").isupper():
                number = numbers.get(name, _SHORTEST)
            case _:
                continue
        if number >= _SHORTEST:
            yield ast.unparse(node)


def test_every_cut_is_known_with_its_reason() -> None:
    found = {
        (str(path.relative_to(ROOT)), cut)
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for cut in cuts(path.read_text())
    }
    assert found == set().union(*KNOWN.values())


def test_a_cut_is_seen_however_it_is_written() -> None:
    assert list(cuts("_MAX = 300\nrow.note = note.strip()[:_MAX]\nrow.name = name[:200]")) == [
        "note.strip()[:_MAX]",
        "name[:200]",
    ]
    assert list(cuts("key[:2], digest[:n], rows[1:300], rows[:10]")) == []
