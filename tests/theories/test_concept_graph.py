"""Percolation on a concept graph against hand-made graphs, the infinite limit and simulation."""

import numpy as np
import pytest

from simulations.theories import concept_graph


def test_largest_component_of_a_hand_made_graph():
    seen = np.array([[1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]], bool)  # {e0, e1, p0, p1}, {e2, p3}, {p2}
    rows, columns = concept_graph.largest_component(seen)
    np.testing.assert_array_equal(rows, [True, True, False])
    np.testing.assert_array_equal(columns, [True, True, False, False])
    assert concept_graph.reachable_share(seen) == pytest.approx(2 / 3 * 2 / 4)


@pytest.mark.parametrize("ratio", [1.0, 4.0])
def test_nothing_is_reachable_below_the_critical_density(ratio):
    below, above = concept_graph.limit_reachable([0.9, 1.1], ratio=ratio)
    assert below < 1e-9
    assert above > 0.005


def test_the_limit_solves_its_own_equation():
    share = np.sqrt(concept_graph.limit_reachable(2.0))  # equal sides: u = v = 1 − exp(−2u)
    assert share == pytest.approx(1 - np.exp(-2 * share))


@pytest.mark.parametrize("entities, properties", [(400, 400), (1000, 250)])
def test_large_random_graphs_follow_the_limit(entities, properties):
    densities, rng = np.array([0.5, 1.5, 2.5]), np.random.default_rng(0)
    chances = densities * concept_graph.critical_share(entities, properties)
    graphs = [[rng.random((entities, properties)) < p for _ in range(6)] for p in chances]
    shares = [np.mean([concept_graph.reachable_share(graph) for graph in row]) for row in graphs]
    # finite graphs of this size scatter by a few per cent near the transition
    np.testing.assert_allclose(shares, concept_graph.limit_reachable(densities, ratio=entities / properties), atol=0.05)


def test_critical_number_of_facts_is_the_square_root_of_all():
    assert concept_graph.critical_share(1000, 1000) * 1_000_000 == pytest.approx(1000)
    assert concept_graph.critical_share(10_000, 100) * 1_000_000 == pytest.approx(1000)


def test_a_higher_density_only_adds_pairs_and_the_block_comes_first():
    few, many = (concept_graph.concept_graph(density=d, side=24, seed=3) for d in (1.0, 2.0))
    assert few.seen < many.seen and few.reachable <= many.reachable
    assert few.pairs == 576
    rows = round(many.reachable * 576 / (many.picture[0] > 0).sum())
    assert (many.picture[:rows, : (many.picture[0] > 0).sum()] > 0).all()


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="density must lie from 0 to 16, not 20"):
        concept_graph.concept_graph(density=20, side=16)
    with pytest.raises(ValueError, match="entities must be 1 or more, not 0"):
        concept_graph.critical_share(0, 3)
