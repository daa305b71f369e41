"""Tasks of people: what comes next in a deal, and when."""
