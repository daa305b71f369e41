"""`serve`: what `make run` does once the requirements are there."""

from argparse import Namespace

from studio_app.cli.given_settings import given_settings
from studio_app.preparing import first_start
from studio_app.serving import BuildFailed, PortTaken, announce_when_ready, ensure_built, ensure_free, serve


def run(_: Namespace) -> int:
    """Serve until stopped. Ends with 0 on Ctrl-C, 1 without a port or a build."""
    settings = given_settings()
    try:
        ensure_free(settings)
    except PortTaken:
        print(f"port {settings.port} is in use; another one: STUDIO_PORT={settings.port + 1} make run", flush=True)
        return 1
    print("preparing the database", flush=True)
    lines = [f"  {person.role:<8} {person.email:<28} {person.password}" for person in first_start(settings)]
    if lines:
        lines.insert(0, "demo sign-ins, shown only this once:")
    print("building the workspace, unless the last build still fits", flush=True)
    try:
        ensure_built(settings)
    except (BuildFailed, KeyboardInterrupt):
        print("\n".join(["the workspace has not been built: see the lines above", *lines]), flush=True)
        return 1
    announce_when_ready(settings, [f"studio_app is running: {settings.url}", *lines, "Ctrl-C stops it."])
    serve(settings)
    return 0
