"""Evidence notes: one attempt each, in our words, written by people as Markdown with front matter.

A note is about sources; it is not a source. ``schema`` says what its front matter may hold, ``read``
turns a file into a ``Note`` or an error with file, line and what is accepted, and ``text`` renders the
stored text of a note and knows where each statement stands in it. The format is described for people
in ``corpus/README.md``.
"""

from kb.notes.read import parse, parse_file
from kb.notes.schema import Note
from kb.notes.text import Rendered, render

__all__ = ["Note", "Rendered", "parse", "parse_file", "render"]
