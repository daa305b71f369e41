"""People on the clients’ side: one dialog, used wherever they are listed."""
