"""What every engine of the index must do. Both are tested by the same claims."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import HashEmbedder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import IndexFault, IndexMismatch
from kb.index import Candidates, Index, IndexedPassage, Narrow, Stamp
from kb.index.edge import EdgeIndex
from kb.index.server import ServerIndex

EMBEDDER = HashEmbedder(32)
STAMP = Stamp(EMBEDDER.name, EMBEDDER.dimension, "passages-1")

pytestmark = [  # what the client's local mode says of itself; a server does both
    pytest.mark.filterwarnings("ignore:Payload indexes have no effect"),
    pytest.mark.filterwarnings("ignore:Local mode performs exact"),
]


def passages(document: str, *texts: str) -> list[IndexedPassage]:
    return [
        IndexedPassage(identity(document, place), document, place, text, EMBEDDER.query(text))
        for place, text in enumerate(texts)
    ]


def identity(document: str, place: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{document}/{place}"))


def doc(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def ids(side: tuple[tuple[str, float], ...]) -> list[str]:
    return [passage for passage, _ in side]


def ask(index: Index, text: str, depth: int = 10, narrow: Narrow | None = None) -> Candidates:
    return index.candidates(EMBEDDER.query(text), text, depth, narrow or Narrow())


A, B, C = doc("a"), doc("b"), doc("c")
HELD = [
    *passages(A, "young people found work after mentoring", "mentors met them weekly"),
    *passages(B, "debt advice in banks", "credit unions lend small sums", "savings grew"),
    *passages(C, "line managers were trained in mental health"),
]

Make = Callable[[Path], Index]


def edge(home: Path) -> Index:
    return EdgeIndex(home)


def server(home: Path) -> Index:
    from qdrant_client import QdrantClient

    url = os.environ.get("WHATWORKS_QDRANT_URL")
    client = QdrantClient(url=url, check_compatibility=False) if url else QdrantClient(":memory:")
    return ServerIndex(client, home / "publish.lock", suffix=f"-test-{uuid.uuid4().hex}")


@pytest.fixture(params=[edge, server], ids=["edge", "server"])
def make(request: pytest.FixtureRequest) -> Make:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def index(make: Make, tmp_path: Path) -> Iterator[Index]:
    made = make(tmp_path / "index")
    yield made
    made.close()


@pytest.fixture
def filled(index: Index) -> Index:
    index.publish(1, STAMP, lambda _: (HELD, []))
    return index


def test_a_new_index_holds_nothing_and_answers_nothing(index: Index) -> None:
    assert index.stamp() is None
    assert index.change() == 0
    assert index.counts() == {}
    assert ask(index, "work") == Candidates()


def test_what_was_published_is_counted_by_document(filled: Index) -> None:
    assert filled.counts() == {A: 2, B: 3, C: 1}
    assert filled.stamp() == STAMP
    assert filled.change() == 1


def test_the_passage_with_the_words_of_the_question_comes_first_on_both_sides(
    filled: Index,
) -> None:
    found = ask(filled, "credit unions lend")
    assert found.dense[0][0] == found.sparse[0][0] == identity(B, 1)


def test_scores_fall_and_dense_scores_are_cosines(filled: Index) -> None:
    found = ask(filled, "savings grew")
    for side in (found.dense, found.sparse):
        scores = [score for _, score in side]
        assert scores == sorted(scores, reverse=True)
    assert found.dense[0][1] == pytest.approx(1.0, abs=1e-5)
    assert all(score > 0 for _, score in found.sparse)


def test_depth_limits_each_side(filled: Index) -> None:
    assert len(ask(filled, "work", depth=2).dense) == 2


def test_a_question_of_stop_words_has_no_sparse_side(filled: Index) -> None:
    found = ask(filled, "the of and")
    assert found.sparse == ()
    assert len(found.dense) == len(HELD)


def test_word_forms_case_and_accents_do_not_matter(filled: Index) -> None:
    assert ids(ask(filled, "SAVING").sparse) == [identity(B, 2)]
    assert ids(ask(filled, "sàvings").sparse) == [identity(B, 2)]


def test_narrowing_to_documents_and_passages_is_exact(filled: Index) -> None:
    only = Narrow(documents=frozenset([A, C]))
    assert set(ids(ask(filled, "credit unions", narrow=only).dense)) == {
        identity(A, 0),
        identity(A, 1),
        identity(C, 0),
    }
    both = Narrow(frozenset([A, C]), frozenset([identity(A, 1), identity(B, 0)]))
    assert ids(ask(filled, "credit unions", narrow=both).dense) == [identity(A, 1)]
    assert ask(filled, "credit unions", narrow=both).sparse == ()


@pytest.mark.parametrize(
    "nothing",
    [
        Narrow(documents=frozenset()),
        Narrow(passages=frozenset()),
        Narrow(frozenset([doc("elsewhere")])),
    ],
)
def test_narrowing_to_nothing_finds_nothing(filled: Index, nothing: Narrow) -> None:
    assert ask(filled, "credit unions", narrow=nothing) == Candidates()


def test_the_difference_is_told_what_is_held(filled: Index) -> None:
    told: list[dict[str, int]] = []

    def difference(held: object) -> tuple[list[IndexedPassage], list[str]]:
        told.append(dict(held))  # type: ignore[call-overload]
        return [], []

    filled.publish(2, STAMP, difference)
    assert told == [{A: 2, B: 3, C: 1}]
    assert filled.change() == 2


def test_a_document_in_both_lists_is_replaced(filled: Index) -> None:
    filled.publish(2, STAMP, lambda _: (passages(B, "one passage only"), [B, C]))
    assert filled.counts() == {A: 2, B: 1}
    assert ids(ask(filled, "line managers trained").sparse) == []


def test_removing_what_is_not_held_changes_nothing(filled: Index) -> None:
    filled.publish(2, STAMP, lambda _: ([], [doc("elsewhere")]))
    assert filled.counts() == {A: 2, B: 3, C: 1}


def test_publishing_the_same_again_changes_nothing(filled: Index) -> None:
    before = ask(filled, "young people work")
    filled.publish(2, STAMP, lambda _: (HELD, []))
    assert filled.counts() == {A: 2, B: 3, C: 1}
    assert ids(ask(filled, "young people work").dense) == ids(before.dense)


@pytest.mark.parametrize(
    "other",
    [
        Stamp("another", 32, "passages-1"),
        Stamp(EMBEDDER.name, 16, "passages-1"),
        Stamp(EMBEDDER.name, 32, "passages-2"),
        Stamp(EMBEDDER.name, 32, "passages-1", format="0"),
    ],
    ids=["embedder", "dimension", "cutter", "format"],
)
def test_another_stamp_is_refused_in_one_line_and_nothing_is_lost(
    filled: Index, other: Stamp
) -> None:
    with pytest.raises(IndexMismatch, match="whatworks reindex") as caught:
        filled.publish(2, other, lambda _: ([], [A]))
    assert "\n" not in str(caught.value)
    assert filled.counts() == {A: 2, B: 3, C: 1}
    assert filled.stamp() == STAMP


def test_a_rebuild_starts_empty_and_takes_the_new_stamp(filled: Index) -> None:
    other = Stamp("another", 16, "passages-2")
    fresh = IndexedPassage(identity(A, 0), A, 0, "work", HashEmbedder(16).query("work"))
    told: list[dict[str, int]] = []

    def difference(held: object) -> tuple[list[IndexedPassage], list[str]]:
        told.append(dict(held))  # type: ignore[call-overload]
        return [fresh], []

    filled.publish(3, other, difference, rebuild=True)
    assert told == [{}]
    assert filled.stamp() == other
    assert filled.counts() == {A: 1}


def test_a_difference_that_fails_leaves_what_can_be_repaired(filled: Index) -> None:
    def breaks(_: object) -> tuple[Iterator[IndexedPassage], list[str]]:
        def stream() -> Iterator[IndexedPassage]:
            yield from passages(doc("d"), "first", "second")
            raise IndexFault("read passages: the catalogue went away")

        return stream(), []

    with pytest.raises(IndexFault, match="went away"):
        filled.publish(2, STAMP, breaks)
    assert filled.change() == 1
    filled.publish(2, STAMP, lambda held: ([], set(held) - {A, B, C}))
    assert filled.counts() == {A: 2, B: 3, C: 1}


def test_a_second_publisher_is_turned_away_or_waits(filled: Index) -> None:
    turned_away: list[bool] = []
    waited: list[int] = []
    later = threading.Thread(
        target=lambda: filled.publish(3, STAMP, lambda held: (waited.append(len(held)) or [], []))
    )

    def difference(_: object) -> tuple[list[IndexedPassage], list[str]]:
        turned_away.append(filled.try_publish(9, STAMP, lambda _: ([], [A])))
        later.start()
        return passages(doc("d"), "a new one"), []

    assert filled.try_publish(2, STAMP, difference)
    later.join(10)
    assert turned_away == [False]
    assert waited == [4]
    assert filled.change() == 3


def test_optimising_a_small_index_does_nothing(filled: Index) -> None:
    assert filled.optimise() is False
    assert filled.counts() == {A: 2, B: 3, C: 1}


def test_a_vector_of_another_dimension_is_refused(filled: Index) -> None:
    with pytest.raises(IndexFault):
        filled.candidates(np.ones(5, dtype=np.float32), "work", 5)


STEPS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("abcde"), st.integers(0, 4), max_size=4),
        st.sets(st.sampled_from("abcde"), max_size=3),
    ),
    max_size=6,
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_any_sequence_of_differences_ends_in_their_sum(
    make: Make,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[dict[str, int], set[str]]],
) -> None:
    index = make(tmp_path_factory.mktemp("steps") / "index")
    expected: dict[str, set[int]] = {}
    for number, (adds, removes) in enumerate(steps):
        for name in removes:
            expected.pop(name, None)
        for name, many in adds.items():
            expected.setdefault(name, set()).update(range(many))
        coming = [
            passage
            for name, many in adds.items()
            for passage in passages(doc(name), *(f"{name} {place}" for place in range(many)))
        ]
        index.publish(number + 1, STAMP, lambda _: (coming, {doc(name) for name in removes}))  # noqa: B023
        assert index.counts() == {doc(n): len(p) for n, p in expected.items() if p}
    index.close()
