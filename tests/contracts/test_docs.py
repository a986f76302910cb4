"""docs/contracts.md is true: its files load, its examples pay what they say, its table names every expression."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from h4a_core.engine.payment import pay
from h4a_core.facts_file import FactsFile, load_facts
from h4a_core.programme import Programme, load_programme
from h4a_core.programme.rules import KINDS
from tests.contracts.making import written

DOC = (Path(__file__).parents[2] / "docs" / "contracts.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml expression\n(.+)\n# pays (.+)\n```", DOC) + [
    (found, amount) for found, amount in re.findall(r"\| `(\{.+\})` → ([0-9.]+) \|", DOC)
]


def _block(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.yaml"
    found = re.search(rf"```yaml {kind}\n(.*?)```", DOC, re.DOTALL)
    assert found
    path.write_text(found[1], encoding="utf-8")
    return path


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    return load_programme(_block("programme", tmp_path))


@pytest.fixture
def facts(tmp_path: Path, programme: Programme) -> FactsFile:
    return load_facts(_block("facts", tmp_path), programme)


def test_the_files_of_the_guide_pay_four_thousand(programme: Programme, facts: FactsFile) -> None:
    assert [line.amount for line in pay(programme, facts.claims, programme.in_force())] == [4000]


@pytest.mark.parametrize(("rule", "amount"), EXAMPLES)
def test_an_example_of_the_guide_pays_what_it_says(
    rule: str, amount: str, programme: Programme, facts: FactsFile, tmp_path: Path
) -> None:
    yaml = YAML(typ="safe")
    tree = yaml.load((tmp_path / "programme.yaml").read_text(encoding="utf-8"))
    tree["clauses"].append({**tree["clauses"][0], "id": "example", "pays": yaml.load(rule)})
    changed = load_programme(written(tmp_path, "changed.yaml", tree))
    lines = pay(changed, facts.claims, changed.in_force())
    assert [str(line.gross) for line in lines if line.clause.id == "example"] == [amount]


def test_the_guide_shows_every_expression() -> None:
    assert len(EXAMPLES) == len(re.findall(r"# pays|` → ", DOC))
    for kind in KINDS:
        assert any(f"{kind}:" in rule for rule, _ in EXAMPLES), kind


def test_the_guide_names_every_shape_case_folder_and_programme_file() -> None:
    root = Path(__file__).parents[2]
    assert (root / "tests/contracts/shapes").is_dir()
    for name in ("homes4all-torino", "peterborough", "cambodia-sanitation", "utah-preschool"):
        assert f"`{name}`" in DOC
        assert (root / "data/programmes" / f"{name}.yaml").exists()
