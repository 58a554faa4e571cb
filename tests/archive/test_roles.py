"""Who may say what somebody does: nobody raises themselves, and directors alone make directors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from board import Board

from curbside.articles.person import Person, Role
from curbside.errors import NotAllowed


def test_an_editor_makes_reviewers_and_no_director(board: Board) -> None:
    """Nor takes the role from one, nor locks one out; what else stands of a director an editor may set right."""
    archive = board.archive
    new = archive.save_person(Person("new", "Newt Comer", roles=(Role.CLINICAL_REVIEWER,)), "ann")
    director = archive.person("max")
    assert director
    for wanted in (
        replace(new, roles=(Role.MEDICAL_DIRECTOR,)),
        Person("other", "Ova Ther", roles=(Role.EDITOR, Role.MEDICAL_DIRECTOR)),
        replace(director, roles=(Role.CLINICAL_REVIEWER,)),
        replace(director, roles=(*director.roles, Role.AUTHOR)),
        replace(director, is_active=False),
    ):
        with pytest.raises(NotAllowed, match="medical director"):
            archive.save_person(wanted, "ann", wanted.version)
    assert archive.save_person(replace(director, affiliation="Elsewhere"), "ann", director.version)
    assert archive.save_person(replace(new, roles=(Role.MEDICAL_DIRECTOR,)), "max", new.version)


def test_nobody_raises_themselves(board: Board) -> None:
    """An editor asks somebody else for a further role; a director answers for it."""
    archive = board.archive
    editor, director = archive.person("ann"), archive.person("max")
    assert editor
    assert director
    with pytest.raises(NotAllowed, match="does not say what"):
        archive.save_person(replace(editor, roles=(*editor.roles, Role.CLINICAL_REVIEWER)), "ann", editor.version)
    assert archive.save_person(replace(editor, credentials="MSc"), "ann", editor.version)
    assert archive.save_person(replace(director, roles=(*director.roles, Role.AUTHOR)), "max", director.version)
