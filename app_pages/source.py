"""stub"""


def draw() -> None: ...
