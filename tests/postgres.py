"""A private PostgreSQL for service tests: its own cluster, on loopback, as an unprivileged user."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """Where initdb and postgres are, or None when this machine has no PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def cluster() -> Iterator[str]:
    """The SQLAlchemy address of an empty database that is gone afterwards."""
    folder = binaries()
    assert folder is not None
    # root may not run PostgreSQL, and the private folders of pytest are closed to anybody else
    user = "nobody" if os.geteuid() == 0 else getpass.getuser()
    with tempfile.TemporaryDirectory(prefix="studio_pg_", ignore_cleanup_errors=True) as home, socket.socket() as probe:
        data = Path(home) / "data"
        os.chown(home, pwd.getpwnam(user).pw_uid, -1)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        as_user = {"user": user, "cwd": home, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": home}}
        if user == getpass.getuser():
            as_user.pop("user")
        make = [folder / "initdb", "-D", data, "-A", "trust", "-U", "studio", "--no-sync", "-E", "UTF8"]
        subprocess.run(make, check=True, capture_output=True, **as_user)  # type: ignore[call-overload]
        options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={home} -c fsync=off"
        start = [folder / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options]
        subprocess.run([*start, "start"], check=True, capture_output=True, **as_user)  # type: ignore[call-overload]
        try:
            yield f"postgresql+psycopg://studio@127.0.0.1:{port}/postgres"
        finally:
            stop = [folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"]
            subprocess.run(stop, check=True, capture_output=True, **as_user)  # type: ignore[call-overload]
