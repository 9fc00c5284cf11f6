import itertools

import numpy as np
import pytest

from simulations.definition import copying


def softmax(shares, temperature):
    weights = np.exp(np.array(shares) / temperature)
    return weights / weights.sum()


def by_every_text(temperature: float, length: int) -> float:
    """The expected lead, text by text: each one's chance is the product of the softmaxes that drew it."""
    total = 0.0
    for text in itertools.product((0, 1), repeat=length):
        chance = 1.0
        for before, word in enumerate(text):
            first = text[:before].count(1)
            chance *= softmax([(before - first) / max(before, 1), first / max(before, 1)], temperature)[word]
        total += chance * abs(2 * sum(text) - length) / length
    return total


@pytest.mark.parametrize("temperature", [0.2, 0.5, 1.0])
@pytest.mark.parametrize("length", [1, 2, 5, 8])
def test_forwards_is_the_mean_over_every_text(temperature, length):
    assert copying.forwards([temperature], [length]).item() == pytest.approx(by_every_text(temperature, length))


def test_texts_that_are_drawn_lead_by_as_much():
    rng = np.random.default_rng(0)
    texts = [copying.written(temperature=0.4, length=30, rng=rng).split() for _ in range(2000)]
    leads = np.array([abs(2 * text.count(copying.WORDS[0]) - 30) / 30 for text in texts])
    error = leads.std() / np.sqrt(len(leads))
    assert abs(leads.mean() - copying.forwards([0.4], [30]).item()) < 4 * error


@pytest.mark.parametrize("temperature", [0.3, 0.5, 0.8])
def test_rewriting_any_place_leaves_the_pages_as_they_are(temperature):
    # all pages of 6 words: one place is wiped and drawn anew by the rest, from the chances that are claimed
    n = 6
    pages = list(itertools.product((0, 1), repeat=n))
    k = np.array([sum(page) for page in pages])
    weight = np.exp((k**2 + (n - k) ** 2) / (2 * n * temperature))
    chance = weight / weight.sum()
    after = np.zeros(len(pages))
    for page, its in zip(pages, chance, strict=True):
        for place in range(n):
            rest = sum(page) - page[place]
            drawn = softmax([(n - 1 - rest) / n, rest / n], temperature)
            for word in (0, 1):
                after[pages.index((*page[:place], word, *page[place + 1 :]))] += its / n * drawn[word]
    np.testing.assert_allclose(after, chance, rtol=1e-12)
    lead = (chance * np.abs(2 * k - n) / n).sum()
    assert copying.over_and_over([temperature], [n]).item() == pytest.approx(lead)


def test_in_endless_text_a_lead_makes_itself_and_sets_in_at_one_half():
    temperatures = np.array([0.1, 0.3, 0.45, 0.499, 0.5, 0.501, 1.0])
    lead = copying.limit(temperatures)
    ordered = temperatures < 0.5
    for m, t in zip(lead[ordered], temperatures[ordered], strict=True):
        assert softmax([(1 - m) / 2, (1 + m) / 2], t)[1] == pytest.approx((1 + m) / 2, abs=1e-9)
    assert (lead[ordered] > 0.05).all() and (lead[~ordered] == 0).all()
    # near the threshold as the root of the distance to it: m² = 3 (1 - 2T) to leading order
    assert copying.limit([0.4999]).item() == pytest.approx(np.sqrt(3 * (1 - 2 * 0.4999)), rel=0.01)


def test_both_ways_of_writing_have_this_limit():
    lengths = [1024, 4096]
    for way, near in ((copying.forwards, 0.02), (copying.over_and_over, 0.002)):
        leads = way([0.3, 0.4], lengths)
        np.testing.assert_allclose(leads[1], copying.limit([0.3, 0.4]), atol=near)
        assert (np.diff(way([0.6, 0.8], lengths), axis=0) < 0).all()


@pytest.mark.parametrize("temperature", [0.6, 0.7])
def test_above_the_threshold_the_lead_falls_as_the_power_says(temperature):
    short, long = copying.forwards([temperature], [1024, 4096]).ravel()
    assert np.log(short / long) / np.log(4) == pytest.approx(copying.decay(temperature), abs=0.016)
    rewritten = copying.over_and_over([temperature, copying.THRESHOLD], [1024, 4096])
    powers = np.log(rewritten[0] / rewritten[1]) / np.log(4)
    np.testing.assert_allclose(powers, [0.5, 0.25], atol=0.006)


def test_far_above_the_threshold_chance_is_what_is_seen():
    assert copying.decay(3.0) == 0.5 and copying.decay(0.6) == pytest.approx(1 / 6)


def test_what_the_chapter_says():
    view = copying.copying(temperature=0.6, length=4096, manner="forwards")
    at_half = copying.copying(temperature=0.5, length=4096, manner="forwards")
    assert view.at_lead == pytest.approx(0.19, abs=0.005) and at_half.at_lead == pytest.approx(0.39, abs=0.005)
    assert copying.copying(temperature=0.6, length=64, manner="forwards").at_lead == pytest.approx(0.42, abs=0.005)
    over = copying.over_and_over([0.5, 0.6], [4096]).ravel()
    np.testing.assert_allclose(over, [0.11, 0.03], atol=0.005)
    fourfold = view.forwards[1:] / view.forwards[:-1]
    assert (np.abs(fourfold[1:] - 0.8) < 0.04).all()
    assert view.at_limit == 0 and view.lead.shape == (len(copying.LENGTHS), len(copying.TEMPERATURES))
    np.testing.assert_array_equal(view.chosen, view.lead[-1])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (dict(temperature=0.55), "temperature must be one of"),
        (dict(length=100), "length must be one of"),
        (dict(manner="backwards"), "manner must be one of"),
    ],
)
def test_what_is_no_state_is_refused(changed, words):
    with pytest.raises(ValueError, match=words):
        copying.copying(**dict(temperature=0.5, length=64, manner="forwards") | changed)


def test_no_text_is_written_without_a_temperature():
    with pytest.raises(ValueError, match="temperature must be above 0"):
        copying.forwards([0.0], [4])
    with pytest.raises(ValueError, match="temperature must be above 0.5"):
        copying.decay(0.5)
