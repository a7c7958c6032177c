"""Quality on labelled sets, one file a set. Each reads a set, asks the code that people use, and
returns figures; none changes a knowledge base, and none tunes anything.
"""
