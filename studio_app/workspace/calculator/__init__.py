"""The calculator: the estimate of a deal with totals that follow each key press."""
