"""The mailbox whose letters become leads."""
