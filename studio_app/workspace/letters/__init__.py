"""Letters as they came: looked at, saved, read in another encoding; what their screens share."""
