"""`python -m parallint`: the same as the command `parallint`."""

from __future__ import annotations

from parallint.cli import main

if __name__ == "__main__":
    main(prog_name="parallint")
