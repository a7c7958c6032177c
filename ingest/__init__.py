"""Anything that can be read, into located and suggested passages. Holds no store."""
