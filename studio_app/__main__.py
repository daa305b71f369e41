"""`python -m studio_app COMMAND`."""

import sys

from studio_app.cli import main

sys.exit(main())
