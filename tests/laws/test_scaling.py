import numpy as np
import pytest

from simulations.laws import scaling


def test_the_terms_of_a_law_with_easy_numbers():
    law = scaling.ScalingLaw("easy", 1.0, 100.0, 0.5, 1000.0, 1.0, source="hand")
    assert scaling.terms(law, parameters=10_000, tokens=500) == (1.0, 1.0, 2.0)
    assert scaling.loss(law, parameters=10_000, tokens=500) == 4.0


def test_loss_tends_to_the_irreducible_part():
    assert scaling.loss(scaling.REFIT, parameters=1e60, tokens=1e60) == pytest.approx(scaling.REFIT.irreducible)


def test_gpt_3_costs_what_wei_prints():
    # wei2022emergent, Table 1: 3.1e23 FLOPs, to two digits
    assert scaling.training_compute(parameters=175e9, tokens=300e9) == pytest.approx(3.1e23, rel=0.02)


@pytest.mark.parametrize("law", scaling.LAWS.values(), ids=lambda law: law.name)
def test_the_optimum_beats_its_neighbours_on_the_same_budget(law):
    best = scaling.optimum(law, compute=1e23)
    assert scaling.training_compute(parameters=best.parameters, tokens=best.tokens) == pytest.approx(1e23)
    for factor in (0.9, 1.1):
        other = scaling.loss(law, parameters=best.parameters * factor, tokens=best.tokens / factor)
        assert other > best.loss


def test_the_optimum_agrees_with_a_search_along_the_budget():
    parameters = np.geomspace(1e9, 1e12, 200_001)
    loss = scaling.loss(scaling.REFIT, parameters=parameters, tokens=5.76e23 / 6 / parameters)
    best = scaling.optimum(scaling.REFIT, compute=5.76e23)
    assert parameters[loss.argmin()] == pytest.approx(float(best.parameters), rel=1e-3)


def test_published_numbers_at_chinchillas_budget():
    # hoffmann2022training reports 40 billion for its third method; the refit agrees with the model as built
    sizes = {name: float(scaling.optimum(law, compute=5.76e23).parameters) for name, law in scaling.LAWS.items()}
    assert sizes["published, unrounded"] == pytest.approx(40e9, rel=0.02)
    assert sizes["published, rounded"] == pytest.approx(32e9, rel=0.01)
    assert sizes["Epoch's refit"] == pytest.approx(70e9, rel=0.05)


def test_the_refits_exponents_split_compute_as_besiroglu_prints():
    # besiroglu2024chinchilla: the best size grows as compute to the power 0.5126
    few, many = (float(scaling.optimum(scaling.REFIT, compute=c).parameters) for c in (1e20, 1e21))
    assert np.log10(many / few) == pytest.approx(0.5126, abs=1e-4)


def test_reducible_loss_at_the_optimum_is_a_power_of_compute():
    law = scaling.REFIT
    exponent = law.parameter_exponent * law.token_exponent / (law.parameter_exponent + law.token_exponent)
    first, second = (float(scaling.optimum(law, compute=c).loss) - law.irreducible for c in (1e20, 1e22))
    assert np.log10(first / second) / 2 == pytest.approx(exponent, rel=1e-9)


def test_ten_per_cent_more_data():
    law = scaling.ScalingLaw("easy", 1.0, 100.0, 0.5, 1000.0, 1.0, source="hand")
    gain = scaling.more_data(law, parameters=10_000, tokens=500, factor=2)
    # the data term halves: 4 becomes 3
    assert (gain.before, gain.after) == (4.0, 3.0)
    assert gain.share_of_loss == 0.25 and gain.share_of_reducible == pytest.approx(1 / 3)
    big = scaling.more_data(scaling.REFIT, parameters=70e9, tokens=1.4e12)
    assert 0.001 < big.share_of_loss < 0.003


def test_kaplans_optimum_at_one_petaflop_day():
    assert scaling.kaplan_optimum(compute=scaling.PETAFLOP_DAY) == (1.3e9, 2e10)


def test_the_runs_are_those_that_were_digitised():
    runs = scaling.runs()
    assert len(runs["loss"]) == 245 and runs["kept"].sum() == 240
    # besiroglu2024chinchilla's notebook: sizes 57.3 million to 16.18 billion, losses 2.077 to 5.006
    assert runs["parameters"].min() == pytest.approx(5.733e7) and runs["parameters"].max() == pytest.approx(1.618e10)
    assert runs["loss"].min() == pytest.approx(2.077) and runs["loss"].max() == pytest.approx(5.006)
    dropped = runs["kept"] == 0
    assert (runs["tokens"][dropped] < 0.5 * runs["parameters"][dropped]).all()


def test_fitting_the_runs_gives_epochs_refit():
    runs = scaling.runs()
    kept = runs["kept"] == 1
    law = scaling.fit(
        parameters=runs["parameters"][kept],
        tokens=runs["tokens"][kept],
        losses=runs["loss"][kept],
        start=scaling.PUBLISHED,
    )
    # a tenth of the published standard errors
    for name in scaling.COEFFICIENTS:
        difference = abs(getattr(law, name) - getattr(scaling.REFIT, name))
        assert difference < 0.1 * scaling.REFIT.standard_errors[name], name


def test_fitting_recovers_the_law_that_made_the_losses():
    rng = np.random.default_rng(0)
    parameters, tokens = 10 ** rng.uniform(8, 10, 200), 10 ** rng.uniform(9, 11, 200)
    losses = scaling.loss(scaling.UNROUNDED, parameters=parameters, tokens=tokens)
    law = scaling.fit(parameters=parameters, tokens=tokens, losses=losses)
    assert law.irreducible == pytest.approx(scaling.UNROUNDED.irreducible, rel=1e-3)
    assert law.token_exponent == pytest.approx(scaling.UNROUNDED.token_exponent, rel=1e-2)


def test_the_refit_and_its_standard_errors_are_those_that_its_authors_code_prints():
    # data_analysis.ipynb of github.com/epoch-research/analyzing-chinchilla, commit 9225883 (besiroglu2024chinchilla)
    printed = dict(
        irreducible=(1.81686, 0.02566),
        parameter_scale=(482.00572, 124.52232),
        parameter_exponent=(0.34781, 0.01540),
        token_scale=(2085.43420, 1293.28410),
        token_exponent=(0.36585, 0.02060),
    )
    for name, (value, error) in printed.items():
        assert getattr(scaling.REFIT, name) == pytest.approx(value, rel=3e-4), name
        assert scaling.REFIT.standard_errors[name] == pytest.approx(error, rel=2e-3), name


def test_what_is_read_from_a_table_cannot_be_written_over():
    for column in (scaling.runs()["loss"], scaling.refits().irreducible):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 0.0


def test_the_bootstrap_has_the_published_standard_errors():
    draws = scaling.refits()
    for name in scaling.COEFFICIENTS:
        # a standard deviation of 400 draws is known to about 4 %, and the published ones are bootstraps too
        assert np.std(getattr(draws, name)) == pytest.approx(scaling.REFIT.standard_errors[name], rel=0.15), name


def test_the_runs_against_the_laws_as_the_chapter_counts_them():
    runs = scaling.runs()
    compute = scaling.training_compute(parameters=runs["parameters"], tokens=runs["tokens"])
    assert np.log10(compute.max() / compute.min()) == pytest.approx(4, abs=0.05)  # four decades
    kept = runs["kept"] == 1
    n, d, loss = (runs[name][kept] for name in ("parameters", "tokens", "loss"))
    rounded, refit = (scaling.loss(law, parameters=n, tokens=d) - loss for law in (scaling.PUBLISHED, scaling.REFIT))
    assert np.mean(rounded > 0) > 0.95  # nearly always to one side
    assert np.mean(np.abs(refit) < 0.01) == pytest.approx(0.6, abs=0.02)  # six runs in ten


def test_what_compute_buys_by_the_refit_as_the_chapter_says_it():
    law = scaling.REFIT
    base, double, more = (float(scaling.optimum(law, compute=5.76e23 * by).loss) - law.irreducible for by in (1, 2, 49))
    assert double / base == pytest.approx(0.88, abs=0.005) and more / base == pytest.approx(0.5, abs=0.001)
    best = scaling.optimum(law, compute=5.76e23)
    for factor, cost in ((0.25, 0.02), (0.5, 0.005), (2, 0.005), (4, 0.02)):  # the valley is flat
        n = best.parameters * factor
        off = scaling.loss(law, parameters=n, tokens=5.76e23 / 6 / n) - best.loss
        assert off == pytest.approx(cost, rel=0.05)
    assert scaling.kaplan_optimum(compute=5.76e23)[0] == pytest.approx(800e9, rel=0.01)


def test_a_law_of_arrays_answers_with_arrays():
    best = scaling.optimum(scaling.refits(), compute=5.76e23)
    assert best.parameters.shape == best.loss.shape == (400,)
    low, high = np.percentile(best.parameters, [5, 95])
    assert low < 70e9 < high


def test_tokens_to_reach_a_loss_give_it_back():
    sizes = np.array([1.5e9, 6e9, 32e9])
    tokens = scaling.tokens_to_reach(scaling.REFIT, parameters=sizes, loss=2.2)
    np.testing.assert_allclose(scaling.loss(scaling.REFIT, parameters=sizes, tokens=tokens), 2.2)
    assert (np.diff(tokens) < 0).all()  # a larger model needs fewer


def test_a_model_too_small_for_a_loss_reaches_it_never():
    assert np.isinf(scaling.tokens_to_reach(scaling.REFIT, parameters=1.5e9, loss=2.0))


def test_sizes_of_shapes_that_go_together_are_taken():
    sizes = {"parameters": np.full((3, 1), 1e9), "tokens": np.full((5, 1, 2), 2e10)}
    assert scaling.loss(scaling.REFIT, **sizes).shape == scaling.training_compute(**sizes).shape == (5, 3, 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: scaling.tokens_to_reach(scaling.REFIT, parameters=1e9, loss=1.0), "loss must be above the irreduc"),
        (lambda: scaling.tokens_to_reach(scaling.REFIT, parameters=0, loss=2.2), "parameters"),
        (lambda: scaling.loss(scaling.REFIT, parameters=0, tokens=1), "parameters"),
        (
            lambda: scaling.loss(scaling.REFIT, parameters=np.ones((4, 3)), tokens=np.ones(2)),
            r"parameters and tokens must be of shapes that go together, not \(\(4, 3\), \(2,\)\)",
        ),
        (lambda: scaling.training_compute(parameters=[1, 2], tokens=[1, 2, 3]), "shapes that go together"),
        (lambda: scaling.loss(scaling.REFIT, parameters=1, tokens=np.nan), "tokens"),
        (lambda: scaling.optimum(scaling.REFIT, compute=-1), "compute"),
        (lambda: scaling.more_data(scaling.REFIT, parameters=1, tokens=1, factor=0), "factor"),
        (lambda: scaling.fit(parameters=[1, 2], tokens=[1, 2], losses=[1, 2]), "5 or more"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
