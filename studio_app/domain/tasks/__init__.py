"""Tasks: what somebody is to do next in a deal, and when."""
