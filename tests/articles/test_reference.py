"""The page of states and actions says what the table says."""

from __future__ import annotations

import re
from pathlib import Path

from curbside.archive import tables
from curbside.articles.article import State
from curbside.articles.states import rules, state_words
from curbside.articles.words import role_words, words

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "review.md"


def test_the_page_lists_every_state_action_and_table() -> None:
    """Each state, each action with its states and roles, and each column stands on the page as it is in the code."""
    page = PAGE.read_text(encoding="utf-8").splitlines()
    expected = [f"| `{state.value}` | {state_words(state)} |" for state in State]
    for name, rule in rules().items():
        states, roles = ", ".join(rule.states), ", ".join(role_words(role) for role in rule.roles)
        expected.append(f"| `{name}` | {words()['actions'][name]} | {states} | {rule.to or ''} | {roles} |")
    for table in tables.metadata.sorted_tables:
        expected.append(f"### `{table.name}`")
        expected += [f"| `{c.name}` | {c.type} | {'primary key' if c.primary_key else ''} |" for c in table.columns]
    assert [line for line in expected if line not in page] == []
    named = {first[1] for line in page if (first := re.match(r"\| `(\w+)` \|", line))}
    columns = {column.name for table in tables.metadata.sorted_tables for column in table.columns}
    assert named <= {*(state.value for state in State), *rules(), *columns}  # and nothing that is gone
