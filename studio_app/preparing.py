"""Making a studio ready to serve: its database, the starter pack, and what a demo shows first."""

from typing import TYPE_CHECKING

from studio_app.adapters.db.checking import check_database
from studio_app.adapters.db.guards import install_guards
from studio_app.adapters.db.revisions import newest
from studio_app.bootstrap import Services, build, install_starter_pack
from studio_app.config import Settings
from studio_app.domain.accounts.people import code_while_unowned, people
from studio_app.domain.actors import SYSTEM
from studio_app.domain.studio.starter import is_installed

if TYPE_CHECKING:
    from studio_app.demo.people import DemoSignIn

_SEED = 1


def first_start(settings: Settings) -> list["DemoSignIn"]:
    """Make the studio ready; an empty demo gets people and deals. The sign-ins are known only now. Raises Refusal."""
    prepare(settings)
    if not settings.demo or settings.production:
        return []
    services = build(settings)
    try:
        return [] if services.runner.read_sync(SYSTEM, people) else _fill(services)
    finally:
        services.close()


def _fill(services: Services) -> list["DemoSignIn"]:
    from studio_app.demo.first_day import fill_first_day  # noqa: PLC0415  it plays out everything; most starts have no use for it
    from studio_app.demo.generate import FIRST_DEALS, add_demo_deals  # noqa: PLC0415  as above
    from studio_app.demo.people import add_demo_people  # noqa: PLC0415  as above

    added = add_demo_people(services.runner)
    if added:
        add_demo_deals(services, deals=FIRST_DEALS, seed=_SEED)
        fill_first_day(services, seed=_SEED, until=services.now())
    return added


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
    revision = check_database(settings.data_dir, settings.database)
    _ = settings.key  # before the database: beside one that is there already it would not be made any more
    new = revision != newest()
    if new:
        from studio_app.adapters.db.migrate import upgrade  # noqa: PLC0415  Alembic takes a while to load

        upgrade(settings.database)
    services = build(settings)
    try:
        with services.runner.engine.begin() as connection:
            install_guards(connection)
        if new or not services.runner.read_sync(SYSTEM, is_installed):
            services.jobs.prepare()
            services.runner.run_sync(SYSTEM, install_starter_pack)
        # else both are seen to once the site serves: see Services.start_jobs
    finally:
        services.close()
