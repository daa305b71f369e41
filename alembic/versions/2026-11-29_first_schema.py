"""first schema: every table, and the full-text index that the database keeps of what can be found"""

import sqlalchemy as sa
from alembic import op

revision = "first_schema"
down_revision = None
branch_labels = None
depends_on = None

KINDS = ("deal", "client", "document")
STATEMENTS = (
    """CREATE VIRTUAL TABLE search_KIND USING fts5(
        words, content='search_entry', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='1 2 3')""",
    """CREATE TRIGGER search_KIND_put AFTER INSERT ON search_entry WHEN new.kind = 'KIND' BEGIN
        INSERT INTO search_KIND(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER search_KIND_change AFTER UPDATE OF words ON search_entry WHEN new.kind = 'KIND' BEGIN
        INSERT INTO search_KIND(search_KIND, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO search_KIND(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER search_KIND_take AFTER DELETE ON search_entry WHEN old.kind = 'KIND' BEGIN
        INSERT INTO search_KIND(search_KIND, rowid, words) VALUES ('delete', old.id, old.words); END""",
)


def upgrade() -> None:
    """Apply the change."""
    op.create_table('calendar_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('is_working', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('day')
    )
    op.create_table('channel',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('name_ru', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=80), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key')
    )
    op.create_table('client',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('sort_key', sa.String(length=120).with_variant(sa.String(length=120, collation='C'), 'postgresql'), nullable=False),
    sa.Column('name_key', sa.String(length=120).with_variant(sa.String(length=120, collation='C'), 'postgresql'), nullable=False),
    sa.Column('name_tail', sa.String(length=120).with_variant(sa.String(length=120, collation='C'), 'postgresql'), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('timezone', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('merged_into', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['merged_into'], ['client.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('client', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_client_merged_into'), ['merged_into'], unique=False)
        batch_op.create_index(batch_op.f('ix_client_name_key'), ['name_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_client_name_tail'), ['name_tail'], unique=False)
        batch_op.create_index(batch_op.f('ix_client_sort_key'), ['sort_key'], unique=False)

    op.create_table('counter',
    sa.Column('name', sa.String(length=16), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('cursor',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('value', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('demo_checkout',
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('attempt_id', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('success_url', sa.String(length=500), nullable=False),
    sa.Column('cancel_url', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('paid_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('told_currency', sa.String(length=3), nullable=False),
    sa.Column('way', sa.String(length=32), nullable=False),
    sa.Column('problem', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('ref'),
    sa.UniqueConstraint('key')
    )
    with op.batch_alter_table('demo_checkout', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_demo_checkout_created_at'), ['created_at'], unique=False)

    op.create_table('lead_guard',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('lead_id', sa.String(length=32), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_table('legal_entity',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('full_name', sa.String(length=300), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('tax_regime', sa.String(length=32), nullable=False),
    sa.Column('inn', sa.String(length=20), nullable=False),
    sa.Column('kpp', sa.String(length=9), nullable=False),
    sa.Column('ogrn', sa.String(length=15), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('bank_name', sa.String(length=160), nullable=False),
    sa.Column('bic', sa.String(length=11), nullable=False),
    sa.Column('account', sa.String(length=34), nullable=False),
    sa.Column('correspondent_account', sa.String(length=34), nullable=False),
    sa.Column('signer_name', sa.String(length=160), nullable=False),
    sa.Column('signer_post', sa.String(length=120), nullable=False),
    sa.Column('signer_basis', sa.String(length=160), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('full_name_en', sa.String(length=300), nullable=False),
    sa.Column('address_en', sa.String(length=300), nullable=False),
    sa.Column('bank_name_en', sa.String(length=160), nullable=False),
    sa.Column('signer_name_en', sa.String(length=160), nullable=False),
    sa.Column('signer_post_en', sa.String(length=120), nullable=False),
    sa.Column('signer_basis_en', sa.String(length=160), nullable=False),
    sa.Column('number_prefix', sa.String(length=8), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('lost_reason',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('name_ru', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=80), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('pipeline',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('name_ru', sa.String(length=60), nullable=False),
    sa.Column('name_en', sa.String(length=60), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('provider_event',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('event_id', sa.String(length=255), nullable=False),
    sa.Column('refs', sa.JSON(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=300), nullable=False),
    sa.Column('meta', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('provider', 'event_id')
    )
    with op.batch_alter_table('provider_event', schema=None) as batch_op:
        batch_op.create_index('ix_provider_event_waiting', ['received_at', 'id'], unique=False, sqlite_where=sa.text('handled_at IS NULL'), postgresql_where=sa.text('handled_at IS NULL'))

    op.create_table('provider_payout',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('provider_ref', sa.String(length=255), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('arrives_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('provider', 'provider_ref')
    )
    with op.batch_alter_table('provider_payout', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provider_payout_sent_at'), ['sent_at'], unique=False)

    op.create_table('questionnaire',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name_ru', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('questions', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key', 'version')
    )
    op.create_table('reconciliation_run',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked', sa.Integer(), nullable=False),
    sa.Column('repaired', sa.Integer(), nullable=False),
    sa.Column('differences', sa.Integer(), nullable=False),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('reconciliation_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reconciliation_run_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_reconciliation_run_provider'), ['provider'], unique=False)

    op.create_table('search_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('ref', sa.String(length=32), nullable=False),
    sa.Column('document_kind', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('detail', sa.String(length=300), nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('kind', 'ref')
    )
    op.create_table('service',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('name_ru', sa.String(length=160), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('unit', sa.String(length=16), nullable=False),
    sa.Column('hours', sa.String(length=40), nullable=False),
    sa.Column('price_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('tariff', sa.String(length=32), nullable=False),
    sa.Column('rule', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key')
    )
    op.create_table('sign_in_failure',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('ip', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_failure_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_failure_ip'), ['ip'], unique=False)

    op.create_table('statement_import',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('file_name', sa.String(length=160), nullable=False),
    sa.Column('format', sa.String(length=32), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('duplicates', sa.Integer(), nullable=False),
    sa.Column('left_out', sa.Integer(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('imported_by', sa.String(length=32), nullable=False),
    sa.Column('imported_by_name', sa.String(length=160), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('studio',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('accent', sa.String(length=9), nullable=False),
    sa.Column('logo_svg', sa.String(), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('timezone', sa.String(length=64), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=32), nullable=False),
    sa.Column('hour_cost_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lead_cost_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('min_margin_percent', sa.String(length=40), nullable=False),
    sa.Column('deposit_percent', sa.String(length=40), nullable=False),
    sa.Column('proposal_valid_days', sa.Integer(), nullable=False),
    sa.Column('invoice_due_days', sa.Integer(), nullable=False),
    sa.Column('quiet_from_hour', sa.Integer(), nullable=False),
    sa.Column('quiet_until_hour', sa.Integer(), nullable=False),
    sa.Column('managers_may_refund', sa.Boolean(), nullable=False),
    sa.Column('report_hour', sa.Integer(), nullable=True),
    sa.Column('reminder_days', sa.String(length=40), nullable=False),
    sa.Column('work_days', sa.String(length=7), nullable=False),
    sa.Column('work_from_minute', sa.Integer(), nullable=False),
    sa.Column('work_until_minute', sa.Integer(), nullable=False),
    sa.Column('response_minutes', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('table_import',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('file_name', sa.String(length=160), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('imported_by', sa.String(length=32), nullable=False),
    sa.Column('imported_by_name', sa.String(length=160), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('tag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('colour', sa.String(length=16), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    op.create_table('text_override',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key', 'locale')
    )
    op.create_table('user',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('team', sa.String(length=80), nullable=False),
    sa.Column('max_discount_percent', sa.String(length=40), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('email')
    )
    op.create_table('assignment_rule',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('channel_id', sa.String(length=32), nullable=True),
    sa.Column('city', sa.String(length=200), nullable=False),
    sa.Column('topic', sa.String(length=400), nullable=False),
    sa.Column('amount_from', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('amount_to', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('user_id', sa.String(length=32), nullable=True),
    sa.Column('team', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], ),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('board_habits',
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('habits', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], ),
    sa.PrimaryKeyConstraint('user_id')
    )
    op.create_table('channel_spend',
    sa.Column('channel_id', sa.String(length=32), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], ),
    sa.PrimaryKeyConstraint('channel_id', 'month')
    )
    op.create_table('client_merge',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('kept_id', sa.String(length=32), nullable=False),
    sa.Column('gone_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['gone_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['kept_id'], ['client.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('client_merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_client_merge_gone_id'), ['gone_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_client_merge_kept_id'), ['kept_id'], unique=False)

    op.create_table('contact',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('client_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('post', sa.String(length=120), nullable=False),
    sa.Column('is_primary', sa.Boolean(), nullable=False),
    sa.Column('decides', sa.Boolean(), nullable=False),
    sa.Column('pays', sa.Boolean(), nullable=False),
    sa.Column('signs', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_client_id'), ['client_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_phone'), ['phone'], unique=False)

    op.create_table('demo_dispute',
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('checkout_ref', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['checkout_ref'], ['demo_checkout.ref'], ),
    sa.PrimaryKeyConstraint('ref')
    )
    with op.batch_alter_table('demo_dispute', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_demo_dispute_checkout_ref'), ['checkout_ref'], unique=False)

    op.create_table('demo_event',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('checkout_ref', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['checkout_ref'], ['demo_checkout.ref'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('demo_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_demo_event_checkout_ref'), ['checkout_ref'], unique=False)

    op.create_table('demo_refund',
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('checkout_ref', sa.String(length=40), nullable=False),
    sa.Column('refund_id', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['checkout_ref'], ['demo_checkout.ref'], ),
    sa.PrimaryKeyConstraint('ref'),
    sa.UniqueConstraint('key')
    )
    with op.batch_alter_table('demo_refund', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_demo_refund_checkout_ref'), ['checkout_ref'], unique=False)

    op.create_table('import_row',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('import_id', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('said', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.JSON(), nullable=False),
    sa.Column('client_of', sa.Integer(), nullable=True),
    sa.Column('made', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['table_import.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.create_index('ix_import_row_state', ['import_id', 'state', 'position'], unique=False)

    op.create_table('lead_form',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('channel_id', sa.String(length=32), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key')
    )
    op.create_table('number_series',
    sa.Column('legal_entity_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['legal_entity_id'], ['legal_entity.id'], ),
    sa.PrimaryKeyConstraint('legal_entity_id', 'kind', 'year')
    )
    op.create_table('personal_hours',
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('days', sa.String(length=7), nullable=False),
    sa.Column('from_minute', sa.Integer(), nullable=False),
    sa.Column('until_minute', sa.Integer(), nullable=False),
    sa.Column('away_until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], ),
    sa.PrimaryKeyConstraint('user_id')
    )
    op.create_table('requisites',
    sa.Column('client_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('full_name', sa.String(length=300), nullable=False),
    sa.Column('inn', sa.String(length=20), nullable=False),
    sa.Column('kpp', sa.String(length=9), nullable=False),
    sa.Column('ogrn', sa.String(length=15), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('bank_name', sa.String(length=160), nullable=False),
    sa.Column('bic', sa.String(length=11), nullable=False),
    sa.Column('account', sa.String(length=34), nullable=False),
    sa.Column('correspondent_account', sa.String(length=34), nullable=False),
    sa.Column('signer_name', sa.String(length=160), nullable=False),
    sa.Column('signer_post', sa.String(length=120), nullable=False),
    sa.Column('signer_basis', sa.String(length=160), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.PrimaryKeyConstraint('client_id')
    )
    with op.batch_alter_table('requisites', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_requisites_inn'), ['inn'], unique=False)

    op.create_table('saved_view',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('owner_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('query', sa.String(length=600), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_view_owner_id'), ['owner_id'], unique=False)

    op.create_table('stage',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('pipeline_id', sa.String(length=32), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('name_ru', sa.String(length=60), nullable=False),
    sa.Column('name_en', sa.String(length=60), nullable=False),
    sa.Column('colour', sa.String(length=16), nullable=False),
    sa.Column('probability', sa.Integer(), nullable=False),
    sa.Column('norm_days', sa.Integer(), nullable=False),
    sa.Column('demand', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['pipeline_id'], ['pipeline.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('stage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stage_pipeline_id'), ['pipeline_id'], unique=False)

    op.create_table('uploaded_statement',
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('file_name', sa.String(length=160), nullable=False),
    sa.Column('raw', sa.LargeBinary(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], ),
    sa.PrimaryKeyConstraint('user_id')
    )
    op.create_table('uploaded_table',
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('file_name', sa.String(length=160), nullable=False),
    sa.Column('raw', sa.LargeBinary(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], ),
    sa.PrimaryKeyConstraint('user_id')
    )
    op.create_table('user_session',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ip', sa.String(length=64), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_session_user_id'), ['user_id'], unique=False)

    op.create_table('chain_rule',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('stage_id', sa.String(length=32), nullable=False),
    sa.Column('action', sa.String(length=32), nullable=False),
    sa.Column('pipeline_id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['pipeline_id'], ['pipeline.id'], ),
    sa.ForeignKeyConstraint(['stage_id'], ['stage.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('stage_id', 'action', 'pipeline_id')
    )
    op.create_table('deal',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('title_key', sa.String(length=120).with_variant(sa.String(length=120, collation='C'), 'postgresql'), nullable=False),
    sa.Column('client_id', sa.String(length=32), nullable=False),
    sa.Column('contact_id', sa.String(length=32), nullable=False),
    sa.Column('stage_id', sa.String(length=32), nullable=False),
    sa.Column('manager_id', sa.String(length=32), nullable=False),
    sa.Column('channel_id', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('rank', sa.String(length=64).with_variant(sa.String(length=64, collation='C'), 'postgresql'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stage_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lost_reason_id', sa.String(length=32), nullable=True),
    sa.Column('lost_comment', sa.String(), nullable=False),
    sa.Column('chained_from', sa.String(length=32), nullable=True),
    sa.Column('tags', sa.String(length=200), nullable=False),
    sa.Column('next_task', sa.String(length=200), nullable=False),
    sa.Column('next_task_kind', sa.String(length=32), nullable=False),
    sa.Column('next_task_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('document', sa.String(length=32), nullable=False),
    sa.Column('unread', sa.Boolean(), nullable=False),
    sa.Column('answer_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer_by', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['chained_from'], ['deal.id'], ),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], ),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], ),
    sa.ForeignKeyConstraint(['lost_reason_id'], ['lost_reason.id'], ),
    sa.ForeignKeyConstraint(['manager_id'], ['user.id'], ),
    sa.ForeignKeyConstraint(['stage_id'], ['stage.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('number')
    )
    with op.batch_alter_table('deal', schema=None) as batch_op:
        batch_op.create_index('ix_deal_by_age', ['stage_id', 'stage_since', 'id', 'currency', 'amount'], unique=False)
        batch_op.create_index('ix_deal_by_amount', ['stage_id', 'amount', 'id'], unique=False)
        batch_op.create_index('ix_deal_by_task', ['stage_id', 'next_task_at', 'id'], unique=False)
        batch_op.create_index('ix_deal_by_title', ['title_key', 'id', 'stage_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deal_chained_from'), ['chained_from'], unique=False)
        batch_op.create_index('ix_deal_channel_totals', ['channel_id', 'stage_id', 'currency', 'amount'], unique=False)
        batch_op.create_index(batch_op.f('ix_deal_client_id'), ['client_id'], unique=False)
        batch_op.create_index('ix_deal_column', ['stage_id', 'rank', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deal_created_at'), ['created_at'], unique=False)
        batch_op.create_index('ix_deal_manager_column', ['manager_id', 'stage_id', 'rank', 'id'], unique=False)
        batch_op.create_index('ix_deal_manager_totals', ['manager_id', 'stage_id', 'currency', 'amount'], unique=False)
        batch_op.create_index('ix_deal_tagged', ['stage_id', 'rank', 'id', 'tags'], unique=False, sqlite_where=sa.text("tags <> ''"), postgresql_where=sa.text("tags <> ''"))
        batch_op.create_index('ix_deal_tagged_totals', ['stage_id', 'currency', 'amount', 'tags'], unique=False, sqlite_where=sa.text("tags <> ''"), postgresql_where=sa.text("tags <> ''"))
        batch_op.create_index('ix_deal_totals', ['stage_id', 'currency', 'amount'], unique=False)
        batch_op.create_index('ix_deal_without_task', ['stage_id', 'rank', 'id'], unique=False, sqlite_where=sa.text("next_task_kind = ''"), postgresql_where=sa.text("next_task_kind = ''"))
        batch_op.create_index('ix_deal_without_task_totals', ['stage_id', 'currency', 'amount'], unique=False, sqlite_where=sa.text("next_task_kind = ''"), postgresql_where=sa.text("next_task_kind = ''"))

    op.create_table('deal_file',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('stored_as', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('user_name', sa.String(length=160), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('discarded_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('stored_as')
    )
    with op.batch_alter_table('deal_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deal_file_deal_id'), ['deal_id'], unique=False)

    op.create_table('document',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('nonce', sa.String(length=32), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_seen_revision', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_deal_id'), ['deal_id'], unique=False)

    op.create_table('estimate',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('tax_regime', sa.String(length=32), nullable=False),
    sa.Column('tax_rate', sa.String(length=40), nullable=False),
    sa.Column('hour_cost_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lead_cost_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tariff', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('deal_id')
    )
    op.create_table('lead',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('doubts', sa.JSON(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('company', sa.String(length=200), nullable=False),
    sa.Column('message', sa.String(), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('form', sa.String(length=40), nullable=False),
    sa.Column('referrer', sa.String(length=500), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('utm', sa.JSON(), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('idempotency_key', sa.String(length=200), nullable=True),
    sa.Column('consent_version', sa.String(length=80), nullable=False),
    sa.Column('consent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ip', sa.String(length=64), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('idempotency_key')
    )
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.create_index('ix_lead_deal', ['deal_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_fingerprint'), ['fingerprint'], unique=False)
        batch_op.create_index('ix_lead_state', ['state', 'id'], unique=False)

    op.create_table('lead_response',
    sa.Column('deal_id', sa.String(length=32), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.String(length=48), nullable=False),
    sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.PrimaryKeyConstraint('deal_id')
    )
    with op.batch_alter_table('lead_response', schema=None) as batch_op:
        batch_op.create_index('ix_lead_response_open', ['answered_at', 'escalated_at', 'due_at'], unique=False)

    op.create_table('stage_visit',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=False),
    sa.Column('stage_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('first', sa.Boolean(), nullable=False),
    sa.Column('manager_id', sa.String(length=32), nullable=False),
    sa.Column('channel_id', sa.String(length=32), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seconds', sa.Integer(), nullable=True),
    sa.Column('forward', sa.Boolean(), nullable=True),
    sa.Column('lost_reason_id', sa.String(length=32), nullable=True),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.ForeignKeyConstraint(['stage_id'], ['stage.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('stage_visit', schema=None) as batch_op:
        batch_op.create_index('ix_stage_visit_deal', ['deal_id', 'left_at'], unique=False)
        batch_op.create_index('ix_stage_visit_first', ['first', 'entered_at', 'manager_id', 'channel_id'], unique=False)
        batch_op.create_index('ix_stage_visit_kind', ['kind', 'entered_at', 'left_at', 'manager_id', 'channel_id', 'lost_reason_id', 'currency', 'amount'], unique=False)
        batch_op.create_index('ix_stage_visit_stage', ['stage_id', 'entered_at', 'kind', 'left_at', 'seconds', 'forward'], unique=False)

    op.create_table('task',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=False),
    sa.Column('assignee_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('remind_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assignee_id'], ['user.id'], ),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_assignee_id'), ['assignee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index('ix_task_open_due', ['done_at', 'due_at'], unique=False)

    op.create_table('timeline_event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=True),
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('actor_kind', sa.String(length=32), nullable=False),
    sa.Column('actor_id', sa.String(length=32), nullable=False),
    sa.Column('actor_name', sa.String(length=160), nullable=False),
    sa.Column('ip', sa.String(length=64), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('timeline_event', schema=None) as batch_op:
        batch_op.create_index('ix_timeline_event_deal_id', ['deal_id', 'id'], unique=False)
        batch_op.create_index('ix_timeline_event_kind_at', ['kind', 'at', 'deal_id'], unique=False)

    op.create_table('brief',
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('questionnaire_id', sa.String(length=32), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.ForeignKeyConstraint(['questionnaire_id'], ['questionnaire.id'], ),
    sa.PrimaryKeyConstraint('document_id')
    )
    op.create_table('consent',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('channel', sa.String(length=254), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ip', sa.String(length=64), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('document_id', 'kind')
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_document_id'), ['document_id'], unique=False)

    op.create_table('conversation',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('lead_id', sa.String(length=32), nullable=True),
    sa.Column('deal_id', sa.String(length=32), nullable=True),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversation_address'), ['address'], unique=False)
        batch_op.create_index(batch_op.f('ix_conversation_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conversation_lead_id'), ['lead_id'], unique=False)

    op.create_table('document_revision',
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_by', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.PrimaryKeyConstraint('document_id', 'revision')
    )
    op.create_table('document_view',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ip', sa.String(length=64), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('document_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_view_document_id'), ['document_id'], unique=False)

    op.create_table('estimate_line',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('estimate_id', sa.String(length=32), nullable=False),
    sa.Column('service_key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('unit', sa.String(length=16), nullable=False),
    sa.Column('quantity', sa.String(length=40), nullable=False),
    sa.Column('hours', sa.String(length=40), nullable=False),
    sa.Column('unit_price_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('discount_percent', sa.String(length=40), nullable=False),
    sa.Column('optional', sa.Boolean(), nullable=False),
    sa.Column('tariff', sa.String(length=32), nullable=False),
    sa.Column('origin', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['estimate_id'], ['estimate.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('estimate_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_estimate_line_estimate_id'), ['estimate_id'], unique=False)

    op.create_table('frozen_copy',
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('html', sa.LargeBinary(), nullable=False),
    sa.Column('html_sha256', sa.String(length=64), nullable=False),
    sa.Column('pdf', sa.LargeBinary(), nullable=True),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.PrimaryKeyConstraint('document_id', 'revision')
    )
    op.create_table('notification',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=True),
    sa.Column('document_id', sa.String(length=32), nullable=True),
    sa.Column('subject_id', sa.String(length=32), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('occurrence', sa.String(length=40), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('html', sa.String(), nullable=False),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('subject_id', 'rule', 'occurrence')
    )
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notification_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notification_status'), ['status'], unique=False)

    op.create_table('proposal',
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('estimate_id', sa.String(length=32), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_tariff', sa.String(length=32), nullable=True),
    sa.Column('accepted_options', sa.JSON(), nullable=False),
    sa.Column('accepted_lines', sa.JSON(), nullable=False),
    sa.Column('accepted_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('decline_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.ForeignKeyConstraint(['estimate_id'], ['estimate.id'], ),
    sa.PrimaryKeyConstraint('document_id')
    )
    op.create_table('signing_code',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('html_sha256', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('sent_to', sa.String(length=254), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('signing_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signing_code_document_id'), ['document_id'], unique=False)

    op.create_table('contract',
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('proposal_id', sa.String(length=32), nullable=False),
    sa.Column('legal_entity_id', sa.String(length=32), nullable=False),
    sa.Column('total_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.ForeignKeyConstraint(['legal_entity_id'], ['legal_entity.id'], ),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.document_id'], ),
    sa.PrimaryKeyConstraint('document_id')
    )
    op.create_table('message',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('external_id', sa.String(length=400), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sending', sa.String(length=32), nullable=False),
    sa.Column('author_id', sa.String(length=32), nullable=False),
    sa.Column('author_name', sa.String(length=160), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('kind', 'external_id')
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_conversation_id'), ['conversation_id'], unique=False)

    op.create_table('attachment',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('message_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('stored_as', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('kept', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_message_id'), ['message_id'], unique=False)

    op.create_table('invoice',
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=False),
    sa.Column('contract_id', sa.String(length=32), nullable=True),
    sa.Column('legal_entity_id', sa.String(length=32), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('tax_rate', sa.String(length=40), nullable=False),
    sa.Column('total_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tax_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('paid_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('share_percent', sa.String(length=40), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('paid_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('void_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('void_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.document_id'], ),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.ForeignKeyConstraint(['legal_entity_id'], ['legal_entity.id'], ),
    sa.PrimaryKeyConstraint('document_id'),
    sa.UniqueConstraint('legal_entity_id', 'year', 'sequence')
    )
    with op.batch_alter_table('invoice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_deal_id'), ['deal_id'], unique=False)

    op.create_table('invoice_line',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('invoice_id', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('unit', sa.String(length=16), nullable=False),
    sa.Column('quantity', sa.String(length=40), nullable=False),
    sa.Column('unit_price_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('net_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tax_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('total_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.document_id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('invoice_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_line_invoice_id'), ['invoice_id'], unique=False)

    op.create_table('payment_attempt',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('invoice_id', sa.String(length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('idempotency_key', sa.String(length=80), nullable=False),
    sa.Column('provider_ref', sa.String(length=255), nullable=False),
    sa.Column('redirect_url', sa.String(length=2000), nullable=False),
    sa.Column('live_mode', sa.Boolean(), nullable=False),
    sa.Column('link_hash', sa.String(length=64), nullable=False),
    sa.Column('accepted_by', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.Column('way', sa.String(length=32), nullable=True),
    sa.Column('receipt_url', sa.String(length=500), nullable=False),
    sa.Column('fiscal_mark', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.document_id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('idempotency_key')
    )
    with op.batch_alter_table('payment_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_attempt_invoice_id'), ['invoice_id'], unique=False)
        batch_op.create_index('ix_payment_attempt_ref', ['provider', 'provider_ref'], unique=False)
        batch_op.create_index('ux_payment_attempt_open', ['invoice_id'], unique=True, sqlite_where=sa.text("status IN ('creating', 'open')"), postgresql_where=sa.text("status IN ('creating', 'open')"))

    op.create_table('difference',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('ref', sa.String(length=255), nullable=False),
    sa.Column('attempt_id', sa.String(length=32), nullable=True),
    sa.Column('theirs_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ours_amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('detail', sa.String(length=300), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['payment_attempt.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('difference', schema=None) as batch_op:
        batch_op.create_index('ux_difference_open', ['provider', 'kind', 'ref'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('ledger_entry',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cause_kind', sa.String(length=32), nullable=False),
    sa.Column('cause_source', sa.String(length=20), nullable=False),
    sa.Column('cause_ref', sa.String(length=255), nullable=False),
    sa.Column('booking', sa.Integer(), nullable=False),
    sa.Column('about_id', sa.String(length=32), nullable=True),
    sa.Column('attempt_id', sa.String(length=32), nullable=True),
    sa.Column('client_id', sa.String(length=32), nullable=True),
    sa.Column('legal_entity_id', sa.String(length=32), nullable=True),
    sa.Column('live_mode', sa.Boolean(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.String(length=32), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['about_id'], ['ledger_entry.id'], ),
    sa.ForeignKeyConstraint(['attempt_id'], ['payment_attempt.id'], ),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['legal_entity_id'], ['legal_entity.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('cause_source', 'cause_ref', 'kind', 'booking')
    )
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_entry_about_id'), ['about_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_entry_attempt_id'), ['attempt_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_entry_client_id'), ['client_id'], unique=False)
        batch_op.create_index('ix_ledger_entry_live', ['live_mode', 'cause_kind'], unique=False)
        batch_op.create_index('ix_ledger_entry_received', ['received_at', 'id'], unique=False)
        batch_op.create_index('ux_ledger_entry_corrected', ['about_id'], unique=True, sqlite_where=sa.text("kind = 'correction'"), postgresql_where=sa.text("kind = 'correction'"))

    op.create_table('payment_dispute',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('attempt_id', sa.String(length=32), nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('provider_ref', sa.String(length=255), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('reason', sa.String(length=80), nullable=False),
    sa.Column('answer_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['attempt_id'], ['payment_attempt.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('provider', 'provider_ref')
    )
    with op.batch_alter_table('payment_dispute', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_dispute_attempt_id'), ['attempt_id'], unique=False)

    op.create_table('bank_line',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('import_id', sa.String(length=32), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('content_key', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('booked_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('legal_entity_id', sa.String(length=32), nullable=False),
    sa.Column('payer_name', sa.String(length=200), nullable=False),
    sa.Column('payer_inn', sa.String(length=20), nullable=False),
    sa.Column('payer_account', sa.String(length=40), nullable=False),
    sa.Column('purpose', sa.String(length=1000), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('matched', sa.JSON(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.String(length=32), nullable=True),
    sa.Column('stuck', sa.Boolean(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entry.id'], ),
    sa.ForeignKeyConstraint(['import_id'], ['statement_import.id'], ),
    sa.ForeignKeyConstraint(['legal_entity_id'], ['legal_entity.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('fingerprint')
    )
    with op.batch_alter_table('bank_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_line_content_key'), ['content_key'], unique=False)
        batch_op.create_index('ix_bank_line_import', ['import_id', 'state', 'id'], unique=False)
        batch_op.create_index('ix_bank_line_state', ['state', 'booked_on', 'id'], unique=False)

    op.create_table('entry_allocation',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('entry_id', sa.String(length=32), nullable=False),
    sa.Column('invoice_id', sa.String(length=32), nullable=False),
    sa.Column('deal_id', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_money', sa.Boolean(), nullable=False),
    sa.Column('allocated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('allocated_by', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], ),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entry.id'], ),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.document_id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('entry_allocation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_allocation_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_allocation_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_allocation_invoice_id'), ['invoice_id'], unique=False)
        batch_op.create_index('ix_entry_allocation_received', ['received_at', 'currency', 'amount', 'deal_id', 'is_money'], unique=False)

    op.create_table('payment_refund',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('entry_id', sa.String(length=32), nullable=False),
    sa.Column('attempt_id', sa.String(length=32), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('idempotency_key', sa.String(length=80), nullable=False),
    sa.Column('provider_ref', sa.String(length=255), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('requested_by', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['payment_attempt.id'], ),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entry.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('idempotency_key')
    )
    with op.batch_alter_table('payment_refund', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_refund_attempt_id'), ['attempt_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_refund_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_refund_provider_ref'), ['provider_ref'], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_search_entry_words ON search_entry USING gin (to_tsvector('simple', words))")
        return
    for kind in KINDS:
        for statement in STATEMENTS:
            op.execute(statement.replace("KIND", kind))


def downgrade() -> None:
    """Take it back."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_search_entry_words", "search_entry")
    else:
        for kind in KINDS:
            for what in ("put", "change", "take"):
                op.execute(f"DROP TRIGGER search_{kind}_{what}")
            op.execute(f"DROP TABLE search_{kind}")
    with op.batch_alter_table('payment_refund', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_refund_provider_ref'))
        batch_op.drop_index(batch_op.f('ix_payment_refund_entry_id'))
        batch_op.drop_index(batch_op.f('ix_payment_refund_attempt_id'))

    op.drop_table('payment_refund')
    with op.batch_alter_table('entry_allocation', schema=None) as batch_op:
        batch_op.drop_index('ix_entry_allocation_received')
        batch_op.drop_index(batch_op.f('ix_entry_allocation_invoice_id'))
        batch_op.drop_index(batch_op.f('ix_entry_allocation_entry_id'))
        batch_op.drop_index(batch_op.f('ix_entry_allocation_deal_id'))

    op.drop_table('entry_allocation')
    with op.batch_alter_table('bank_line', schema=None) as batch_op:
        batch_op.drop_index('ix_bank_line_state')
        batch_op.drop_index('ix_bank_line_import')
        batch_op.drop_index(batch_op.f('ix_bank_line_content_key'))

    op.drop_table('bank_line')
    with op.batch_alter_table('payment_dispute', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_dispute_attempt_id'))

    op.drop_table('payment_dispute')
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.drop_index('ux_ledger_entry_corrected', sqlite_where=sa.text("kind = 'correction'"), postgresql_where=sa.text("kind = 'correction'"))
        batch_op.drop_index('ix_ledger_entry_received')
        batch_op.drop_index('ix_ledger_entry_live')
        batch_op.drop_index(batch_op.f('ix_ledger_entry_client_id'))
        batch_op.drop_index(batch_op.f('ix_ledger_entry_attempt_id'))
        batch_op.drop_index(batch_op.f('ix_ledger_entry_about_id'))

    op.drop_table('ledger_entry')
    with op.batch_alter_table('difference', schema=None) as batch_op:
        batch_op.drop_index('ux_difference_open', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.drop_table('difference')
    with op.batch_alter_table('payment_attempt', schema=None) as batch_op:
        batch_op.drop_index('ux_payment_attempt_open', sqlite_where=sa.text("status IN ('creating', 'open')"), postgresql_where=sa.text("status IN ('creating', 'open')"))
        batch_op.drop_index('ix_payment_attempt_ref')
        batch_op.drop_index(batch_op.f('ix_payment_attempt_invoice_id'))

    op.drop_table('payment_attempt')
    with op.batch_alter_table('invoice_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invoice_line_invoice_id'))

    op.drop_table('invoice_line')
    with op.batch_alter_table('invoice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invoice_deal_id'))

    op.drop_table('invoice')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_message_id'))

    op.drop_table('attachment')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_conversation_id'))

    op.drop_table('message')
    op.drop_table('contract')
    with op.batch_alter_table('signing_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signing_code_document_id'))

    op.drop_table('signing_code')
    op.drop_table('proposal')
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notification_status'))
        batch_op.drop_index(batch_op.f('ix_notification_deal_id'))

    op.drop_table('notification')
    op.drop_table('frozen_copy')
    with op.batch_alter_table('estimate_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_estimate_line_estimate_id'))

    op.drop_table('estimate_line')
    with op.batch_alter_table('document_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_view_document_id'))

    op.drop_table('document_view')
    op.drop_table('document_revision')
    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversation_lead_id'))
        batch_op.drop_index(batch_op.f('ix_conversation_deal_id'))
        batch_op.drop_index(batch_op.f('ix_conversation_address'))

    op.drop_table('conversation')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_document_id'))

    op.drop_table('consent')
    op.drop_table('brief')
    with op.batch_alter_table('timeline_event', schema=None) as batch_op:
        batch_op.drop_index('ix_timeline_event_kind_at')
        batch_op.drop_index('ix_timeline_event_deal_id')

    op.drop_table('timeline_event')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index('ix_task_open_due')
        batch_op.drop_index(batch_op.f('ix_task_deal_id'))
        batch_op.drop_index(batch_op.f('ix_task_assignee_id'))

    op.drop_table('task')
    with op.batch_alter_table('stage_visit', schema=None) as batch_op:
        batch_op.drop_index('ix_stage_visit_stage')
        batch_op.drop_index('ix_stage_visit_kind')
        batch_op.drop_index('ix_stage_visit_first')
        batch_op.drop_index('ix_stage_visit_deal')

    op.drop_table('stage_visit')
    with op.batch_alter_table('lead_response', schema=None) as batch_op:
        batch_op.drop_index('ix_lead_response_open')

    op.drop_table('lead_response')
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.drop_index('ix_lead_state')
        batch_op.drop_index(batch_op.f('ix_lead_fingerprint'))
        batch_op.drop_index('ix_lead_deal')

    op.drop_table('lead')
    op.drop_table('estimate')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_deal_id'))

    op.drop_table('document')
    with op.batch_alter_table('deal_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deal_file_deal_id'))

    op.drop_table('deal_file')
    with op.batch_alter_table('deal', schema=None) as batch_op:
        batch_op.drop_index('ix_deal_without_task_totals', sqlite_where=sa.text("next_task_kind = ''"), postgresql_where=sa.text("next_task_kind = ''"))
        batch_op.drop_index('ix_deal_without_task', sqlite_where=sa.text("next_task_kind = ''"), postgresql_where=sa.text("next_task_kind = ''"))
        batch_op.drop_index('ix_deal_totals')
        batch_op.drop_index('ix_deal_tagged_totals', sqlite_where=sa.text("tags <> ''"), postgresql_where=sa.text("tags <> ''"))
        batch_op.drop_index('ix_deal_tagged', sqlite_where=sa.text("tags <> ''"), postgresql_where=sa.text("tags <> ''"))
        batch_op.drop_index('ix_deal_manager_totals')
        batch_op.drop_index('ix_deal_manager_column')
        batch_op.drop_index(batch_op.f('ix_deal_created_at'))
        batch_op.drop_index('ix_deal_column')
        batch_op.drop_index(batch_op.f('ix_deal_client_id'))
        batch_op.drop_index('ix_deal_channel_totals')
        batch_op.drop_index(batch_op.f('ix_deal_chained_from'))
        batch_op.drop_index('ix_deal_by_title')
        batch_op.drop_index('ix_deal_by_task')
        batch_op.drop_index('ix_deal_by_amount')
        batch_op.drop_index('ix_deal_by_age')

    op.drop_table('deal')
    op.drop_table('chain_rule')
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_session_user_id'))

    op.drop_table('user_session')
    op.drop_table('uploaded_table')
    op.drop_table('uploaded_statement')
    with op.batch_alter_table('stage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stage_pipeline_id'))

    op.drop_table('stage')
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_view_owner_id'))

    op.drop_table('saved_view')
    with op.batch_alter_table('requisites', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_requisites_inn'))

    op.drop_table('requisites')
    op.drop_table('personal_hours')
    op.drop_table('number_series')
    op.drop_table('lead_form')
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.drop_index('ix_import_row_state')

    op.drop_table('import_row')
    with op.batch_alter_table('demo_refund', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_demo_refund_checkout_ref'))

    op.drop_table('demo_refund')
    with op.batch_alter_table('demo_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_demo_event_checkout_ref'))

    op.drop_table('demo_event')
    with op.batch_alter_table('demo_dispute', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_demo_dispute_checkout_ref'))

    op.drop_table('demo_dispute')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_phone'))
        batch_op.drop_index(batch_op.f('ix_contact_email'))
        batch_op.drop_index(batch_op.f('ix_contact_client_id'))

    op.drop_table('contact')
    with op.batch_alter_table('client_merge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_client_merge_kept_id'))
        batch_op.drop_index(batch_op.f('ix_client_merge_gone_id'))

    op.drop_table('client_merge')
    op.drop_table('channel_spend')
    op.drop_table('board_habits')
    op.drop_table('assignment_rule')
    op.drop_table('user')
    op.drop_table('text_override')
    op.drop_table('tag')
    op.drop_table('table_import')
    op.drop_table('studio')
    op.drop_table('statement_import')
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_failure_ip'))
        batch_op.drop_index(batch_op.f('ix_sign_in_failure_email'))

    op.drop_table('sign_in_failure')
    op.drop_table('service')
    op.drop_table('search_entry')
    with op.batch_alter_table('reconciliation_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reconciliation_run_provider'))
        batch_op.drop_index(batch_op.f('ix_reconciliation_run_at'))

    op.drop_table('reconciliation_run')
    op.drop_table('questionnaire')
    with op.batch_alter_table('provider_payout', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_provider_payout_sent_at'))

    op.drop_table('provider_payout')
    with op.batch_alter_table('provider_event', schema=None) as batch_op:
        batch_op.drop_index('ix_provider_event_waiting', sqlite_where=sa.text('handled_at IS NULL'), postgresql_where=sa.text('handled_at IS NULL'))

    op.drop_table('provider_event')
    op.drop_table('pipeline')
    op.drop_table('lost_reason')
    op.drop_table('legal_entity')
    op.drop_table('lead_guard')
    with op.batch_alter_table('demo_checkout', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_demo_checkout_created_at'))

    op.drop_table('demo_checkout')
    op.drop_table('cursor')
    op.drop_table('counter')
    with op.batch_alter_table('client', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_client_sort_key'))
        batch_op.drop_index(batch_op.f('ix_client_name_tail'))
        batch_op.drop_index(batch_op.f('ix_client_name_key'))
        batch_op.drop_index(batch_op.f('ix_client_merged_into'))

    op.drop_table('client')
    op.drop_table('channel')
    op.drop_table('calendar_day')
