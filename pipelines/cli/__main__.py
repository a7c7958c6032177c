"""``python -m pipelines.cli``: the command line where no script is installed."""

from pipelines.cli import main

main()
