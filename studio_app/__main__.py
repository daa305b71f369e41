"""`python -m studio_app COMMAND`."""

import sys

from studio_app.cli.main import main

sys.exit(main())
