"""The command line: `python -m studio_app COMMAND`, one module a command, loaded only when it is asked for."""
