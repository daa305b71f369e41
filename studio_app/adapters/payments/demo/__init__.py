"""The demo provider, behind the port of payment providers: it plays on this machine and moves no money."""
