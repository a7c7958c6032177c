"""What is known: values, vocabularies, catalogue, index, search, picture, citation, export.

Fetches nothing and knows neither Haystack nor Streamlit. Imports nothing from ``ingest``,
``pipelines`` or ``app_pages``.
"""
