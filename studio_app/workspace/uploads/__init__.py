"""A file that is dropped, tried out and then imported: what its screens share."""
