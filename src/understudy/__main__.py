"""python -m understudy: the same as the command."""

from understudy.cli import main

main()
