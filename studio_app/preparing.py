"""Making a studio ready to serve: its database, the starter pack, and what a demo shows first."""

from studio_app.adapters.db.guards import install_guards
from studio_app.adapters.db.place import check_place
from studio_app.adapters.db.revisions import newest
from studio_app.bootstrap import build, install_starter_pack
from studio_app.config import Settings
from studio_app.demo.dressing import dress
from studio_app.demo.generate import FIRST_DEALS, add_demo_deals
from studio_app.demo.people import DemoSignIn, add_demo_people
from studio_app.domain.accounts.people import code_while_unowned
from studio_app.domain.work import SYSTEM

_SEED = 1


def first_start(settings: Settings) -> list[DemoSignIn]:
    """Make the studio ready; an empty demo gets people and deals. The sign-ins are known only now. Raises Refusal."""
    prepare(settings)
    if not settings.demo or settings.production:
        return []
    services = build(settings)
    try:
        people = add_demo_people(services.runner)
        if people:
            add_demo_deals(services, deals=FIRST_DEALS, seed=_SEED)
            dress(services, seed=_SEED, until=services.now())
        return people
    finally:
        services.close()


def lines_for_first_owner(settings: Settings) -> list[str]:
    """What the console says as long as nobody owns the studio: the code that makes an owner, and where to type it."""
    if settings.demo and not settings.production:
        return []  # a demo has its owner
    services = build(settings)
    try:
        code = services.runner.run_sync(SYSTEM, code_while_unowned)
    finally:
        services.close()
    return ["nobody owns the studio yet:", f"  open   {settings.url}/welcome", f"  code   {code}"] if code else []


def prepare(settings: Settings) -> None:
    """Migrations and the starter pack. Raises Refusal where no studio can be kept."""
    revision = check_place(settings.data_dir, settings.database)
    _ = settings.key  # before the database: beside one that is there already it would not be made any more
    if revision != newest():
        from studio_app.adapters.db.migrate import upgrade  # noqa: PLC0415  Alembic takes a while to load

        upgrade(settings.database)
    services = build(settings)
    try:
        with services.runner.engine.begin() as connection:
            install_guards(connection)
        services.jobs.prepare()
        services.runner.run_sync(SYSTEM, install_starter_pack)
    finally:
        services.close()
