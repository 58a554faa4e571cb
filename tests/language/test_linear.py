"""Linear models read from JSON."""

import json
from pathlib import Path

import pytest

from curbside.language.linear import Linear, softmax

MODEL = {
    "about": {"script": "none"},
    "classes": ["yes", "no"],
    "bias": [0.5, -0.5],
    "weights": {"significant": [1.0, -1.0], "not": [-2.0, 2.0]},
}


def write(folder: Path, model: object) -> Path:
    file = folder / "model.json"
    file.write_text(json.dumps(model), encoding="utf-8")
    return file


def test_a_score_is_the_bias_and_the_sum_over_known_features(tmp_path: Path) -> None:
    model = Linear.load(write(tmp_path, MODEL))
    assert model.scores({"significant": 2.0, "unheard of": 9.0}) == (2.5, -2.5)
    assert model.best({"significant": 1.0, "not": 1.0}) == "no"


def test_rows_of_another_length_are_refused_by_name(tmp_path: Path) -> None:
    wrong = {**MODEL, "weights": {"significant": [1.0]}}
    with pytest.raises(ValueError, match="significant"):
        Linear.load(write(tmp_path, wrong))


def test_shares_add_up_to_one_and_keep_the_order() -> None:
    shares = softmax((1000.0, 999.0, -1000.0))
    assert abs(sum(shares) - 1.0) < 1e-12
    assert shares[0] > shares[1] > shares[2]
