"""The screens of ``app.py``, one a file. They draw; they decide nothing."""
