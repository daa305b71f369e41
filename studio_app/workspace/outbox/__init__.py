"""The outbox: letters that went out, wait, or did not get through."""
