"""The board's wire: the one schema of what goes between server and browser, by which both sides are checked.

Python is, as these are types. JavaScript is by `assets/board/messages.d.ts`, which `tools/board_wire.py` makes of this
package and a test holds to it; a comment behind a field goes along.
"""
