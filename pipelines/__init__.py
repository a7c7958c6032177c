"""Haystack pipelines and the command line: shells over plain functions of ``kb`` and ``ingest``."""

import os

# Before the first import of haystack anywhere in the process: nothing is reported to anyone.
os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "false")
