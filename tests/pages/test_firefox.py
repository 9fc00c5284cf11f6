"""Training in the page, in Firefox, where there is one: the same numbers as in Chromium."""

import json

import firefox
import pytest
import train_page
from conftest import served
from moved import KEPT, READY, START, until

SETTINGS = "#train-here?digits=2&steps=100&from=8&to=8"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("train")
    train_page.write(folder)
    with served(folder, train_page.Strict) as url:
        yield f"{url}index.html{SETTINGS}"


def trained(run) -> dict:
    """The model that the page remembers after a press; ``run`` runs a script in it and gives what it returns."""
    until(lambda: run(f"return {READY}"))
    run(START)
    until(lambda: json.loads(run(KEPT) or "[]"))
    (model,) = json.loads(run(KEPT))
    return model


def test_a_model_trained_in_firefox_is_the_one_that_chromium_trains(address, browser):
    """To the bit: WebAssembly's arithmetic leaves a browser no choice, and the kernels take no function of its own."""
    path = firefox.find()
    if not path:
        pytest.skip(firefox.HELP)
    with firefox.started(path) as other:
        other.open(address)
        theirs = trained(other.run)
    page = browser.new_page()
    page.goto(address)
    ours = trained(lambda script: page.evaluate(f"() => {{ {script} }}"))
    page.close()
    assert ours["status"] == theirs["status"] == "ok"
    assert ours["metrics"]["cross_entropy"] < ours["watched"][0]["metrics"]["cross_entropy"]
    assert ours["watched"] == theirs["watched"] and ours["metrics"] == theirs["metrics"]
