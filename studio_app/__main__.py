"""`python -m studio_app COMMAND`."""

import sys

# whatever the shell says: a site that is started again whenever it dies would compile the whole product each time
sys.dont_write_bytecode = False

from studio_app.cli.main import main  # noqa: E402  see above

sys.exit(main())
