"""How a command ends: done, or why not; a program that is not whole can say it as well."""

from __future__ import annotations

DONE, CONTENT_ERRORS, WRONG_USE, OUR_BUG, NOT_ANSWERED, INTERRUPTED = 0, 1, 2, 3, 4, 130
# As a shell says it of a program whose pipe was closed.
NOT_HEARD = 141
