"""How the site starts: its port, its data, its workspace, and then the server."""

from studio_app.cli.given_settings import given_settings
from studio_app.config import Settings
from studio_app.core.refusal import Refusal
from studio_app.preparing import first_start, lines_for_first_owner
from studio_app.serving.building import BuildFailed, ensure_built
from studio_app.serving.channel import Supervisor
from studio_app.serving.listening import raise_file_limit, take_port
from studio_app.serving.site import serve


def start() -> int:
    """Serve until stopped. Ends with 0 on Ctrl-C; refuses without a port, a usable data folder or a build."""
    settings = given_settings()
    supervisor = Supervisor()
    with supervisor.listener or take_port(settings) as listener:
        supervisor.keep(listener)
        lines = _prepare(settings)
        files = raise_file_limit()

        def ready() -> None:
            words = (f"studio_app is running: {settings.url}", *lines, f"up to {files} open files", "Ctrl-C stops it.")
            print("\n" + "\n".join(words), flush=True)
            supervisor.serving()

        serve(settings, listener, ready=ready)
    return 0


def _prepare(settings: Settings) -> list[str]:
    """Data and workspace as they must be; what to say of who may sign in."""
    print("preparing the database", flush=True)
    lines = [f"  {person.role:<8} {person.email:<28} {person.password}" for person in first_start(settings)]
    if lines:
        lines.insert(0, "demo sign-ins, shown only this once:")
    lines += lines_for_first_owner(settings)
    print("building the workspace, unless the last build still fits", flush=True)
    try:
        ensure_built(settings)
    except (BuildFailed, KeyboardInterrupt):
        print("\n".join(lines), flush=True)
        raise Refusal("the workspace has not been built: see the lines above") from None
    return lines
