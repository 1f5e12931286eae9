"""`python -m gongkai_ssg`, the same as `gongkai`: whatever happens, nobody reads a traceback."""

from __future__ import annotations

import sys

from gongkai_ssg.exits import INTERRUPTED, OUR_BUG, WRONG_USE


def main() -> None:
    """Run a command; what fails before there are commands is told here."""
    try:
        from gongkai_ssg.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:
        from gongkai_ssg import bugs

        words = bugs.not_whole(error)
        for line in [words] if words else bugs.report(bugs.trace(error)):
            print(line, file=sys.stderr)
        sys.exit(WRONG_USE if words else OUR_BUG)


if __name__ == "__main__":
    main()
