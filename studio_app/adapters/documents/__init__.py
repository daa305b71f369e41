"""Documents as HTML: one body for the page, the PDF and the frozen copy."""
