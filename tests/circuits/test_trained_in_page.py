"""The circuits' panels in a Chromium: what a reader sees of a press, on few steps."""

import json
import re
import shutil

import ipywidgets as widgets
import pytest
from conftest import ALL_ALIVE, ROOT, served

from everystate import Explorer
from simulations.circuits import captions, drawings, induction, parity, superposition
from simulations.circuits.in_page import TrainHere
from simulations.tape import shipped
from tests.everystate.test_explorer import classic_page
from tests.train_page import poisoned

STEPS = {"induction-2": 10, "induction-1": 10, "parity": 20, "superposition": 12}


def slider(*values):
    return widgets.SelectionSlider(options=list(values), value=values[-1])


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page with the three figures, of few states, each with its panel, and toys that train a few steps."""
    folder = tmp_path_factory.mktemp("circuits")
    look = (drawings.draw_answers, drawings.draw_parts, drawings.draw_first_look, drawings.draw_last_look)
    grid = superposition.phase_grid()
    layers = widgets.Dropdown(options=[("two", 2), ("one", 1)], value=2)
    figures = {
        "induction": Explorer(
            induction.training,
            look,
            name="induction-training",
            title="Trained",
            caption="{says}",
            say=captions.training,
            controls=dict(step=slider(0, 5, 50), layers=layers),
        ),
        "parity": Explorer(
            parity.by_step,
            (drawings.draw_by_step, drawings.draw_learned_at),
            name="parity-training",
            title="Trained",
            caption="{learned}",
            controls=dict(task=(1, 2), width=slider(4, 256)),
        ),
        "superposition": Explorer(
            superposition.phase,
            (drawings.draw_phases, drawings.draw_two_weights),
            name="superposition-phases",
            title="Trained",
            caption="{stuck}",
            controls=dict(density=slider(*grid.densities[9:11]), importance=slider(grid.importances[6])),
        ),
    }
    classic_page(folder, list(figures.values()))
    shutil.copy2(ROOT / "assets/trainer.js", folder)
    (folder / "toys").mkdir()
    for name, steps in STEPS.items():
        toy = json.loads(shipped.toys()[name])
        toy["plan"]["steps"] = steps
        (folder / f"toys/{name}.js").write_text(f"toy({json.dumps(name)},{json.dumps(toy)})", encoding="utf-8")
    panels = "".join(f'<div id="{what}">{TrainHere(what).html()}</div>' for what in figures)
    page = (folder / "index.html").read_text(encoding="utf-8")
    (folder / "index.html").write_text(f'{page}{panels}<script defer src="trainer.js"></script>', encoding="utf-8")
    with served(folder) as url:
        yield f"{url}index.html"


@pytest.fixture(scope="module")
def page(browser, address):
    page = browser.new_page()
    page.set_default_timeout(60_000)
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    page.wait_for_function(ALL_ALIVE)
    page.wait_for_selector("#superposition .trainer-body:not([inert])")
    yield page
    assert problems == []
    page.close()


def train(page, what: str, seed: int = 5) -> None:
    page.fill(f"#{what} [data-part=seed]", str(seed))
    begun = "button => { button.click(); return button.hasAttribute('aria-disabled'); }"  # it may be over in a moment
    assert page.eval_on_selector(f"#{what} .trainer-start", begun)
    page.wait_for_selector(f"#{what} .trainer-start:not([aria-disabled])")


def own(page, figure: str, attribute: str) -> list[str]:
    return page.eval_on_selector_all(f"#{figure} [data-own]", f"all => all.map(one => one.getAttribute('{attribute}'))")


def move(page, figure: str, control: str, to: int) -> None:
    script = "(input, to) => { input.value = to; input.dispatchEvent(new Event('input', { bubbles: true })); }"
    page.eval_on_selector(f"#{figure} [data-control={control}]", script, to)


def said(page, figure: str) -> str:
    return page.locator(f"#{figure} .explorer-caption + p").inner_text()


def test_an_induction_networks_curves_and_looks_are_drawn_and_its_step_moves_them(page):
    page.evaluate("addEventListener('trainer:ended', ({ detail }) => { window.ended = detail; })")
    train(page, "induction")
    told = page.evaluate("ended")  # for whoever keeps a record
    assert (told["models"], told["seed"]) == (1, 5) and told["state"].startswith("induction-training?")
    lines = [d for d in own(page, "induction-training", "d") if d]
    assert [d.count(",") for d in lines] == [3] * 8  # steps 0, 5, 10
    assert re.match(r"Yours, of seed 5, at step 10, as in the pictures: \d+%", said(page, "induction-training"))
    newest = own(page, "induction-training", "href")
    move(page, "induction-training", "step", 0)
    assert "at step 0," in said(page, "induction-training")
    assert own(page, "induction-training", "href") != newest
    train(page, "induction", seed=6)  # another follows its own newest again
    assert "of seed 6, at step 10," in said(page, "induction-training")


def test_the_control_is_trained_where_it_is_chosen_and_each_keeps_its_own(page):
    page.select_option("#induction-training [data-control=layers]", label="one")
    assert own(page, "induction-training", "d") == []
    train(page, "induction", seed=7)
    assert len([d for d in own(page, "induction-training", "d") if d]) == 7  # without the matching
    assert len([href for href in own(page, "induction-training", "href") if href]) == 1  # a single layer is the last
    page.select_option("#induction-training [data-control=layers]", label="two")
    assert "of seed 6," in said(page, "induction-training")
    page.click("#induction [data-part=remove]")
    assert own(page, "induction-training", "d") == []
    assert page.locator("#induction-training .explorer-caption + p").is_hidden()


def test_all_widths_of_parity_are_drawn_where_the_figure_is(page):
    train(page, "parity")
    lines = own(page, "parity-training", "d")
    assert len(lines) == 14 and {d.count(",") for d in lines} == {6}  # steps 10, 11, 13, 15, 17, 20
    assert "at step 20: total loss" in said(page, "parity-training")
    move(page, "parity-training", "width", 0)
    assert own(page, "parity-training", "d")[13] != lines[13]


def test_the_phase_diagram_is_painted_over_the_shipped_one(page):
    train(page, "superposition")
    (picture,) = own(page, "superposition-phases", "href")
    shipped_one = page.get_attribute("#superposition-phases image[data-mark='0']", "href")
    assert picture.startswith("data:image/png") and picture != shipped_one
    assert said(page, "superposition-phases").startswith("Yours, of seed 5, at step 12.")


def test_a_panel_that_comes_late_knows_where_its_figure_is(browser, address):
    """As on the chapter's page, where the script is fetched when a panel comes near."""
    page = browser.new_page()
    page.route("**/trainer.js", lambda route: route.abort())
    page.goto(f"{address}#induction-training?layers=1&step=5")
    page.wait_for_function("document.querySelector('#induction-training').dataset.values?.includes('\"layers\":1')")
    page.unroute("**/trainer.js")
    page.add_script_tag(url=address.replace("index.html", "trainer.js"))
    train(page, "induction")
    assert len([d for d in own(page, "induction-training", "d") if d]) == 7
    page.close()


def test_a_loss_that_is_no_number_is_said_with_what_to_try(browser, address):
    page = browser.new_page()
    page.route("**/toys/parity.js*", poisoned)
    page.goto(address)
    page.wait_for_selector("#superposition .trainer-body:not([inert])")
    train(page, "parity")
    words = page.locator("#parity [data-part=said]")
    assert words.inner_text() == "At step 1 the loss ceased to be a number: try another seed."
    page.unroute("**/toys/parity.js*")
    train(page, "superposition")  # the others are as they were
    assert said(page, "superposition-phases").startswith("Yours, of seed 5, at step 12.")
    page.close()
