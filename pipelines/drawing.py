"""A pipeline as Mermaid text, for the documentation. Haystack's own drawing asks a server; this asks nobody.

`python -m pipelines.drawing` prints both pipelines; a test holds ``docs/pipelines.md`` against it.
"""

from __future__ import annotations

from typing import Any

from haystack import Pipeline


def mermaid(pipeline: Pipeline) -> str:
    """A flow chart: a box a component, an arrow a value that passes, named by its socket."""
    graph = pipeline.graph
    lines = ["flowchart TD"]
    lines += [f'    {name}["{name}<br/>{type(part).__name__}"]' for name, part in pipeline.walk()]
    arrows: dict[tuple[str, str], list[str]] = {}
    for origin, target, data in graph.edges(data=True):
        arrows.setdefault((origin, target), []).append(data["from_socket"].name)
    lines += [
        f"    {origin} -->|{', '.join(sorted(names))}| {target}"
        for (origin, target), names in sorted(arrows.items())
    ]
    return "\n".join(lines)


def drawings() -> dict[str, str]:
    """Each pipeline by name. The parts are never run, so they need nothing behind them."""
    from pipelines import ask, ingest

    class Nothing:
        """Stands where a pipeline is only drawn."""

        catalogue, name = None, ""

    nothing: Any = Nothing()
    return {
        "ingest": mermaid(ingest.build(nothing, nothing, nothing, nothing)),
        "ask": mermaid(ask.build(nothing)),
    }


if __name__ == "__main__":
    for title, text in drawings().items():
        print(f"{title}\n\n{text}\n")  # noqa: T201 - this is a command
