"""``python -m mailcare``."""

from mailcare.cli import main

main()
