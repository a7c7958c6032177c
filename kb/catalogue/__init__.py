"""The catalogue: the working record of everything, in SQLite or PostgreSQL.

``tables`` gives the shapes, ``engine`` opens and migrates, ``record`` writes one document in one
transaction, ``notes`` writes what a note compiled, ``read`` and ``attempts`` read, ``narrow`` turns
filters into ids for the index, ``runs`` keeps the progress of ingests.
"""

from kb.catalogue.engine import Catalogue, open_catalogue
from kb.catalogue.record import Record, record

__all__ = ["Catalogue", "Record", "open_catalogue", "record"]
