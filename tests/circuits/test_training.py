import dataclasses
from functools import partial

import numpy as np
import pytest
import torch

from simulations.circuits import (
    ensemble,
    grokking,
    induction_network as induction,
    parity_network as parity,
    progress,
    superposition_network as superposition,
)
from simulations.circuits.draws import EachStep, at_start
from simulations.circuits.optimiser import OPTIMISERS, Schedule

QUADRATIC = Schedule(steps=60, learning_rate=0.1)


def valley(parameters, noise):
    """Each run's loss is lowest at x = 1 + its own noise."""
    return (parameters["x"] - 1 - noise).square().sum(1)


def descend(*, runs=3, schedule=QUADRATIC, measure_at=(0, 60), loss=valley, **options):
    noise = EachStep(range(runs), 1)
    return ensemble.train(
        {"x": torch.zeros(runs, 2)},
        loss=loss,
        batch=lambda step: 0.03 * (noise(step) - 0.5),
        measure=lambda p: {"x": p["x"].detach().clone().numpy()},
        measure_at=measure_at,
        schedule=schedule,
        **options,
    )


def test_training_finds_the_bottom_of_every_run():
    history = descend()
    np.testing.assert_allclose(history.measures["x"][1], 1.0, atol=0.05)  # noise is 0.01
    np.testing.assert_array_equal(history.steps, [0, 60])


def test_the_rate_climbs_to_its_height_in_the_warm_up_and_stays():
    """Plain descent down a slope of 1: the steps are the rates, a quarter, a half, three quarters, 1, 1, 1."""
    history = descend(
        loss=lambda parameters, noise: parameters["x"].sum(1),
        schedule=Schedule(steps=6, learning_rate=1.0, warm_up=4, optimiser="sgd"),
        measure_at=range(7),
    )
    np.testing.assert_allclose(-np.diff(history.measures["x"][:, 0, 0]), [0.25, 0.5, 0.75, 1, 1, 1])


def test_plain_gradient_descent_finds_the_bottom_too():
    history = descend(schedule=dataclasses.replace(QUADRATIC, optimiser="sgd"))
    np.testing.assert_allclose(history.measures["x"][1], 1.0, atol=0.05)


def test_a_run_is_the_same_beside_others_as_alone():
    np.testing.assert_array_equal(descend(runs=3).parameters["x"][:1], descend(runs=1).parameters["x"])


class Killed(Exception):
    pass


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_killed_training_ends_bit_for_bit_where_it_would_have_ended(tmp_path, optimiser):
    calls, schedule = [], dataclasses.replace(QUADRATIC, optimiser=optimiser)

    def dies(parameters, drawn):
        calls.append(1)
        if len(calls) == 45:
            raise Killed
        return valley(parameters, drawn)

    options = dict(checkpoint=tmp_path / "state.safetensors", checkpoint_every=20, measure_at=(0, 10, 30, 60))
    options["schedule"] = schedule
    with pytest.raises(Killed):
        descend(loss=dies, **options)
    resumed = descend(**options)
    assert calls == [1] * 45
    whole = descend(measure_at=(0, 10, 30, 60), schedule=schedule)
    np.testing.assert_array_equal(resumed.measures["x"], whole.measures["x"])
    np.testing.assert_array_equal(resumed.parameters["x"], whole.parameters["x"])


def test_a_checkpoint_of_another_training_is_refused(tmp_path):
    path = tmp_path / "state.safetensors"
    descend(checkpoint=path, checkpoint_every=20)
    with pytest.raises(ValueError, match="delete it or name another"):
        descend(checkpoint=path, schedule=dataclasses.replace(QUADRATIC, learning_rate=0.2))


def test_a_damaged_checkpoint_is_set_aside_and_the_training_starts_afresh(tmp_path, capsys):
    path = tmp_path / "state.safetensors"
    whole = descend(checkpoint=path, checkpoint_every=20)
    path.write_bytes(path.read_bytes()[:-200])
    np.testing.assert_array_equal(descend(checkpoint=path).parameters["x"], whole.parameters["x"])
    assert "set aside as state.safetensors.damaged-1" in capsys.readouterr().out


def test_a_loss_that_is_not_finite_names_the_run_and_what_to_change():
    def breaks(parameters, drawn):
        return valley(parameters, drawn) / torch.tensor([1.0, 0.0, 1.0])

    with pytest.raises(FloatingPointError, match=r"run 1 is inf at step 0: use a learning_rate below 0.1"):
        descend(loss=breaks)


TINY = induction.Shape(layers=2, width=8, heads=2)


def tiny():
    return induction.first_weights(at_start([0], induction.first_weights_count(TINY)), TINY)


def test_first_weights_have_the_spreads_that_they_should_and_fill_what_was_counted():
    shape = induction.Shape()
    weights = induction.first_weights(at_start([0, 1], induction.first_weights_count(shape)), shape)
    spread = {name: float(value.std()) for name, value in weights.items()}
    expected = {"embedding": 1.0, "unembedding": 0.1, "query0": 0.3, "key1": 0.3, "value1": 1.0, "output0": 0.1}
    for name, scale in expected.items():
        scale *= 1 if name == "embedding" else 48**-0.5
        assert spread[name] == pytest.approx(scale, rel=0.05)  # 2,300 numbers or more: 1.5 %
    assert not weights["distance1"].any() and weights["distance1"].shape == (2, 4, 32)
    assert not torch.equal(weights["query0"][0], weights["query0"][1])


def test_attention_looks_back_only_and_sums_to_one():
    weights = tiny()
    tokens = torch.from_numpy(np.random.default_rng(1).integers(0, 24, (1, 3, 9)))
    logits, pictures = induction.forward(weights, tokens, shape=TINY)
    assert logits.shape == (1, 3, 9, 24) and len(pictures) == 2
    for picture in pictures:
        np.testing.assert_allclose(picture.sum(-1), 1.0, atol=1e-6)
        assert (torch.triu(picture, 1) == 0).all()


def test_the_future_does_not_change_the_present():
    weights = tiny()
    tokens = torch.zeros(1, 1, 6, dtype=torch.long)
    other = tokens.clone()
    other[..., -1] = 7
    network = partial(induction.forward, weights, shape=TINY)
    np.testing.assert_array_equal(network(tokens)[0][..., :-1, :], network(other)[0][..., :-1, :])


def test_lent_attention_replaces_a_layers_own():
    weights = tiny()
    loan = torch.eye(6)[None]
    _, pictures = induction.forward(weights, torch.zeros(1, 2, 6, dtype=torch.long), shape=TINY, lent={1: loan})
    np.testing.assert_array_equal(pictures[1], torch.eye(6).expand(1, 2, 2, 6, 6))


def test_the_same_seed_trains_the_same_network():
    schedule = Schedule(steps=4, learning_rate=0.005)
    one, two = (induction.trained(seeds=[3], shape=TINY, schedule=schedule, every=4) for _ in range(2))
    for name, value in one.parameters.items():
        np.testing.assert_array_equal(value, two.parameters[name])
    other = induction.trained(seeds=[4], shape=TINY, schedule=schedule, every=4)
    assert not torch.equal(one.parameters["embedding"], other.parameters["embedding"])


def test_perfect_looks_are_where_they_are_wanted():
    back = progress.previous_token_look(3)
    np.testing.assert_array_equal(back[0], [[1, 0, 0], [1, 0, 0], [0, 1, 0]])
    prefix = torch.tensor([[[False] * 3, [False] * 3, [True, True, False]]])
    np.testing.assert_array_equal(progress.perfect_look(prefix)[0], [[1, 0, 0], [0, 1, 0], [0.5, 0.5, 0]])


def test_matching_lends_the_first_layer_and_asks_where_the_last_one_looks():
    exam = progress.Exam.fixed()
    weights = tiny()
    asked = []

    def network(parameters, tokens, lent=None):
        asked.append({layer: look[0] for layer, look in (lent or {}).items()})
        return induction.forward(parameters, tokens, shape=TINY, lent=lent)

    found = progress.scores(weights, network=network, exam=exam)
    back = progress.previous_token_look(exam.tokens.shape[-1])[0]
    first = [lent[0] for lent in asked if 0 in lent]
    assert len(first) == 1 and torch.equal(first[0], back)
    assert (
        found["matching"] != found["induction_score"]
    )  # the last layer sees other things than before, and looks itself


def test_a_measure_of_ones_own_is_taken():
    def lent(parameters, *, network, exam):
        looks = {0: progress.previous_token_look(exam.tokens.shape[-1])}
        logits, _ = network(parameters, exam.tokens.expand(1, -1, -1), lent=looks)
        return {"mine": progress.answers(logits, exam)["brier"].numpy()}

    history = induction.trained(
        seeds=[0], shape=TINY, schedule=Schedule(steps=2, learning_rate=0.1), every=1, measure=lent
    )
    assert list(history.measures) == ["mine"] and history.measures["mine"].shape == (3, 1)


def test_scores_of_an_untrained_network_are_those_of_even_guessing():
    history = induction.trained(seeds=[0], schedule=Schedule(steps=0, learning_rate=0.1))
    assert history.measures["cross_entropy"].item() == pytest.approx(np.log(24), abs=0.02)
    assert history.measures["brier"].item() == pytest.approx(1 - 1 / 24, abs=0.01)
    assert history.measures["accuracy"].item() < 0.12


def test_bad_shapes_are_refused():
    with pytest.raises(ValueError, match="width must be a multiple of the 4 heads, not 10"):
        induction.first_weights(torch.zeros(1, 2), induction.Shape(width=10))
    with pytest.raises(ValueError, match="every must be 1 or more, not 0"):
        induction.trained(seeds=[0], every=0)


def test_one_dimension_for_two_features_is_shared_or_not_as_the_closed_forms_say():
    density, importance = np.array([0.1, 0.9]), np.ones((2, 2))
    importance[:, 1] = 0.5
    history = superposition.trained(density=density, importance=importance, hidden=1, seeds=range(4))
    best = history.measures["loss"][0].reshape(4, 2).argmin(0)
    rare, common = history.parameters["weights"].numpy().reshape(4, 2, 2)[best, [0, 1]]
    assert rare[0] * rare[1] < -0.8  # opposite ways, both long
    assert abs(common[1]) < 0.1 < 0.9 < abs(common[0])  # only the important one
    # Sharing without a bias costs p²/6 (1 + ½); training may do a little better, and the exam is a sample
    assert history.measures["loss"][0].reshape(4, 2).min(0)[0] == pytest.approx(0.1**2 / 6 * 1.5, rel=0.08)


def test_superpositions_loss_is_the_closed_form_for_weights_written_down():
    weights = {"weights": torch.tensor([[[1.0, -1.0]], [[1.0, 0.0]]]), "bias": torch.tensor([[0.0, 0.0], [0.0, 0.15]])}
    x = superposition.batch(at_start([0], 4 * 20_000 * 2).view(1, 4, 20_000, 2))
    chance = torch.tensor([[0.49, 0.21, 0.21, 0.09]]).expand(2, 4)  # density 0.3
    loss = superposition.loss(weights, x, pattern_weight=chance, importance=torch.tensor([[1.0, 0.5]] * 2))
    np.testing.assert_allclose(loss, [0.09 / 6 * 1.5, 0.5 * (0.1 - 0.0225)], rtol=0.03)  # 20,000 samples: about 1 %


def test_superposition_refuses_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"\(models,\)"):
        superposition.trained(density=np.ones(3), importance=np.ones((2, 2)), hidden=1, seeds=[0])
    with pytest.raises(ValueError, match="hidden must be a whole number, 1 to 2, not 3"):
        superposition.trained(density=np.ones(2), importance=np.ones((2, 2)), hidden=3, seeds=[0])


def test_a_width_learns_the_same_beside_others_as_alone():
    schedule = Schedule(steps=30, learning_rate=0.01)
    both = parity.trained(widths=(4, 16), seeds=[0], schedule=schedule, measure_at=[30])
    alone = parity.trained(widths=(4,), seeds=[0], schedule=schedule, measure_at=[30])
    np.testing.assert_allclose(both.measures["task_loss"][:, :1], alone.measures["task_loss"], atol=1e-5)


def test_a_coin_toss_costs_one_bit():
    history = parity.trained(widths=(8,), seeds=[0], schedule=Schedule(steps=0, learning_rate=0.01), measure_at=[0])
    np.testing.assert_allclose(history.measures["task_loss"], 1.0, atol=0.1)


def test_log_steps_start_at_zero_and_end_at_the_last():
    steps = parity.log_steps(1000, count=20)
    assert steps[0] == 0 and steps[1] == 10 and steps[-1] == 1000 and steps == sorted(set(steps))
    assert len(steps) == 21 and len(parity.log_steps(100_000)) == 41


def test_fourier_share_is_one_for_a_cosine_and_low_for_noise():
    numbers = np.arange(53)[:, None]
    cosine = np.cos(2 * np.pi * 5 * numbers / 53 + np.array([0.0, 1.0]))
    assert grokking.fourier_share(cosine + 3) == pytest.approx(1.0)  # the mean is no frequency
    assert grokking.fourier_share(np.random.default_rng(0).standard_normal((53, 400))) < 0.2
    half = np.cos(2 * np.pi * 7 * numbers / 53) / 2  # a quarter of the cosine's power
    assert grokking.fourier_share(cosine + half) == pytest.approx(0.8)


def test_grokking_learns_its_pairs_by_heart_first():
    history = grokking.trained(
        seeds=[0], prime=13, schedule=dataclasses.replace(grokking.SCHEDULE, steps=100), every=100
    )
    assert history.measures["train_accuracy"][-1, 0] == 1.0
    assert history.measures["test_accuracy"][-1, 0] < 0.9
    nudged = grokking.trained(
        seeds=[0], prime=13, schedule=dataclasses.replace(grokking.SCHEDULE, steps=0), nudge=0.01
    ).parameters["left"]
    plain = grokking.trained(seeds=[0], prime=13, schedule=dataclasses.replace(grokking.SCHEDULE, steps=0))
    assert 0.005 < float((nudged / plain.parameters["left"] - 1).std()) < 0.02
    with pytest.raises(ValueError, match="share must lie between 0 and 1, both excluded, not 1"):
        grokking.trained(seeds=[0], share=1)
