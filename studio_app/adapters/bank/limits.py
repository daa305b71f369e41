"""What a bank's file may be, known without the means to read one."""

MAX_MEGABYTES = 10
"""A file of 10,000 movements is about seven."""
