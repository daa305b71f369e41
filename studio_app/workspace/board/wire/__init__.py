"""The board's wire: the one schema of what goes between server and browser, by which both sides are checked.

Python is, as these are types. JavaScript is by `messages.d.ts` and `asks.d.ts` of `assets/board`, which
`tools/board_wire.py` makes of this package and a test holds to it; a comment behind a field goes along. `messages` is
what the server tells, `values` what that is made of, `asks` what the server is asked.
"""
