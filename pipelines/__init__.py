"""Haystack pipelines and the command line: shells over plain functions of ``kb`` and ``ingest``."""

import logging
import os

# Before the first import of haystack anywhere in the process: nothing is reported to anyone.
os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "false")

# A failed run is told in its result; the terminal of a person is no place for Haystack's log of it.
# Whoever configures logging still gets it.
logging.getLogger("haystack").addHandler(logging.NullHandler())
