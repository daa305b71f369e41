"""What may be said of a password that is too weak."""

PASSWORD_PROBLEMS = (
    "password_short",
    "password_long",
    "password_common",
    "password_own",
    "password_repeats",
    "password_row",
    "password_date",
    "password_guessable",
)
"""Each has a sentence at the form of the signed-out (`sign_in.error.`) and one of the workspace (`error.invalid.`)."""
