"""Which documents tell of one investigation, and what in an original says what a note states. Pure: no store.

``signature`` holds what a document can be recognised by, ``pairs`` weighs two of them and says why,
``cluster`` makes studies of pairs and of people's decisions, ``originals`` meets notes with their originals.
Reading the catalogue and writing studies is ``kb.catalogue.studies``'.
"""
