"""The catalogue: the working record of everything, in SQLite or PostgreSQL.

``tables`` gives the shapes, ``engine`` opens and migrates, ``record`` writes one document in one
transaction, ``compiled`` writes what a note states, ``designs`` and ``accounts`` what machines read out of a
document; ``read`` and ``attempts`` read, ``shown`` and ``told`` read with people's word laid over; ``narrow``
turns filters into ids for the index, ``runs`` keeps the progress of ingests.
"""

from kb.catalogue.engine import Catalogue, open_catalogue
from kb.catalogue.record import Record, record

__all__ = ["Catalogue", "Record", "open_catalogue", "record"]
