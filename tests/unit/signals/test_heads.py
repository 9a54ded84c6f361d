"""Every shipped head can be learned again: its recipe, its card, the data set that it names."""

import json
from pathlib import Path

import pytest

from signals.models import __main__ as command
from signals.models.training import load_recipe, names

SHIPPED = Path(command.__file__).parent


@pytest.mark.parametrize("name", sorted(path.stem for path in SHIPPED.glob("*.npz")))
def test_a_shipped_head_has_a_recipe_and_a_card(name: str) -> None:
    assert name in names()
    assert load_recipe(name).DATA
    card = json.loads((SHIPPED / f"{name}.json").read_text("utf-8"))
    assert {"data", "licence", "split", "parameters", "figures", "limits"} <= card.keys()


def test_heads_whose_data_set_is_missing_are_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / load_recipe("need").DATA).mkdir()
    monkeypatch.setattr(command, "SETS", (tmp_path,))
    assert {name for name, _ in command._found(None)} == {"intent", "need"}
    assert list(command._found("tone")) == []
