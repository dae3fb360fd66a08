"""`python -m server.cli` is `allotment`."""

from server.cli import main

main()
