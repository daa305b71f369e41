"""`worker`: the jobs and the waiting leads, without the site."""

import signal
import threading
from argparse import Namespace

from studio_app.adapters.db.checking import check_database
from studio_app.adapters.logs import keep_log
from studio_app.bootstrap import build
from studio_app.cli.given_settings import given_settings


def run(_: Namespace) -> int:
    """Run jobs and make deals of waiting leads until SIGTERM or Ctrl-C.

    On SQLite its jobs wait while another process runs them.
    """
    settings = given_settings()
    keep_log(settings.log_level)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    check_database(settings.data_dir, settings.database)
    services = build(settings)
    services.watch.start()
    services.start_jobs()
    services.lead_inbox.start()
    services.inbox.start()
    stopping.wait()
    services.close()
    return 0
