"""Starts the command line: `python -m h4a_core`."""

import sys

from h4a_core.cli.command import main

if __name__ == "__main__":
    sys.exit(main())
