"""Studies drawn anew once a base has changed: after a batch, an import, a rebuilding. A thin shell.

What is drawn and why is ``kb.catalogue.studies``'.
"""

from __future__ import annotations

from kb.catalogue import Catalogue, studies
from kb.catalogue.studies import Relinked


def relink(catalogue: Catalogue) -> Relinked:
    """Draw the studies of the base anew, in one transaction."""
    with catalogue.write() as connection:
        return studies.relink(connection)
