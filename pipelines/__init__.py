"""Haystack pipelines and the command line: shells over plain functions of ``kb`` and ``ingest``."""
