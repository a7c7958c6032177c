"""Texts to vectors, and how well a passage answers a question: thin shells over fastembed.

Not here: the weights themselves (``kb.weights``), the sparse side (``kb.index.terms``), fusion.

One text a run, several runs at once. The bundled models are quantised to int8 at run time, with one
scale for all activations of a run: in a batch the vector of a text would depend on its neighbours
(measured: cosine 0.996 to the same text alone), so an ingest that was killed and started again
would not repeat itself. Alone it is the same bit by bit, whatever came before and with any number
of threads; and single-threaded runs side by side are also the fastest on two cores (50 passages of
120 words a second on a busy machine, against 35 with one run over two threads and 30 in batches of 8).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kb import weights
from kb.errors import ModelError, UnknownName
from kb.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

NO_RERANKER = "none"

QUERY_PREFIX = "Represent this sentence for searching relevant passages: "
"""What the authors of bge v1.5 (English) put before a question; passages take none."""

_REGISTRY = threading.Lock()
"""fastembed keeps custom models in a list of the process and refuses a name twice."""

T = TypeVar("T")


class Embedder(Protocol):
    """Makes vectors of one space. The same text gives the same vector, in any company."""

    @property
    def name(self) -> str:
        """What the index records, and refuses to mix."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...

    def passages(self, texts: Sequence[str]) -> Vector:
        """Vectors of length one, ``[len(texts), dimension]``; what is beyond 512 tokens is not read."""
        ...

    def query(self, text: str) -> Vector:
        """The vector of a question, ``[dimension]``."""
        ...


class Reranker(Protocol):
    """Reads a question and a passage together."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """One score a text, in the order given; higher is better, comparable within one query."""
        ...


def embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name; its model is loaded at first use."""
    return FastEmbedder(settings)


def reranker(settings: Settings) -> Reranker | None:
    """The reranker that the settings name, or None for ``none``; loaded at first use."""
    return None if settings.reranker == NO_RERANKER else FastReranker(settings)


@dataclass(frozen=True)
class FastEmbedder:
    """A bundled model, or any dense model that fastembed knows by name."""

    settings: Settings
    workers: int = 0
    """Texts at once; 0 means one a core."""

    @property
    def name(self) -> str:
        return self.settings.embedder

    @property
    def dimension(self) -> int:
        if self.name in weights.bundled():  # known without loading anything
            return weights.bundled()[self.name].dimension
        return int(self._model.embedding_size)

    def passages(self, texts: Sequence[str]) -> Vector:
        import numpy as np

        rows = self._runs.map(lambda text: next(iter(self._model.passage_embed([text]))), texts)
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        for place, row in enumerate(rows):
            out[place] = _unit(row)
        return out

    def query(self, text: str) -> Vector:
        if "bge-" in self.name and "-en" in self.name:
            return _unit(next(iter(self._model.embed([QUERY_PREFIX + text]))))
        return _unit(next(iter(self._model.query_embed(text))))

    @cached_property
    def _model(self) -> Any:
        from fastembed import TextEmbedding
        from fastembed.common.model_description import ModelSource, PoolingType

        def register(origin: str) -> None:
            TextEmbedding.add_custom_model(
                model=self.name,
                pooling=PoolingType.CLS,
                normalization=True,
                sources=ModelSource(hf=origin),
                dim=self.dimension,
                model_file="model.onnx",
            )

        return _load(TextEmbedding, self.name, self.settings, register)

    @cached_property
    def _runs(self) -> _Runs:
        return _Runs(self.workers)


@dataclass(frozen=True)
class FastReranker:
    """A bundled cross-encoder, or any that fastembed knows by name."""

    settings: Settings
    workers: int = 0

    @property
    def name(self) -> str:
        return self.settings.reranker

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        model = self._model
        return [
            float(score)
            for score in self._runs.map(
                lambda text: next(iter(model.rerank(query, [text], batch_size=1))), texts
            )
        ]

    @cached_property
    def _model(self) -> Any:
        from fastembed.common.model_description import ModelSource
        from fastembed.rerank.cross_encoder import TextCrossEncoder

        def register(origin: str) -> None:
            TextCrossEncoder.add_custom_model(
                model=self.name, sources=ModelSource(hf=origin), model_file="model.onnx"
            )

        return _load(TextCrossEncoder, self.name, self.settings, register)

    @cached_property
    def _runs(self) -> _Runs:
        return _Runs(self.workers)


class _Runs:
    """Threads that each run one text; a single text runs where it is."""

    def __init__(self, workers: int) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="embed")

    def map(self, function: Callable[[str], T], texts: Sequence[str]) -> Iterable[T]:
        if self._workers == 1 or len(texts) < 2:
            return map(function, texts)
        return self._pool.map(function, texts)


def _load(kind: Any, name: str, settings: Settings, register: Callable[[str], None]) -> Any:
    """A fastembed model with one thread a run: bundled from its folder, any other by its name."""
    known = {str(entry["model"]).lower() for entry in kind.list_supported_models()}
    if name in weights.bundled():
        folder = weights.locate(settings, name)
        with _REGISTRY:
            known = {str(entry["model"]).lower() for entry in kind.list_supported_models()}
            if name.lower() not in known:
                register(weights.bundled()[name].origin.removeprefix("https://huggingface.co/"))
        options: dict[str, Any] = {"specific_model_path": str(folder)}
    elif name.lower() in known:
        options = {}
    else:
        raise UnknownName.among("model", name, known | set(weights.bundled()))
    try:
        return kind(name, threads=1, providers=["CPUExecutionProvider"], **options)
    except Exception as error:  # fastembed, onnxruntime and the hub share no base class
        raise ModelError(
            f"load model {name}: {str(error).splitlines()[0]}; a bundled model "
            f"({', '.join(weights.bundled())}) or one that can be downloaded is accepted"
        ) from error


def _unit(row: Any) -> Vector:
    import numpy as np

    vector = np.asarray(row, dtype=np.float32)
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector
