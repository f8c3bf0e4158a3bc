"""``python -m extract`` is the same command line as ``extract``."""

from extract.cli import main

main()
