"""The build writes what the page's panels ask for."""

from extensions import toys
from simulations.laboratory import asking
from simulations.tape import shipped


def test_every_toy_and_every_shipped_model_has_its_script(tmp_path):
    toys.write(tmp_path / "toys")
    written = {path.name for path in (tmp_path / "toys").iterdir()}
    asked_for = {facts["address"].partition("?")[0] for facts in shipped.facts().values()}
    assert asked_for <= written and set(asking.files()) <= written
    assert len(written) == len(asked_for) + len(asking.files())
