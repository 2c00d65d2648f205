"""Files that mean harm, through the form and through the command line: refused or read, each with a sentence."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from phusa.config.cli.importing import import_tasks
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.files.models import StoredFile
from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.wording import notes_of, problems_of
from phusa.foundation.organizations.models import Membership, Organization
from phusa.kernel.refusals import Refused
from phusa.planning.assignments.models import Assignment
from phusa.planning.schemes.models import Scheme
from tests.builders.hostile import KINDS, hostile
from tests.builders.importing import installed

pytestmark = pytest.mark.django_db

# What comes of each: "door" nothing is kept; "refused" the file is kept, nothing staged; "read" rows wait for a person.
TABLE = {
    "zip bomb": ("refused", "unpacks to far more"),
    "external entity": ("refused", "document type"),
    "macro": ("door", "macros"),
    "truncated zip": ("door", "damaged"),
    "thousand columns": ("refused", "more than 64 columns"),
    "nested tables": ("refused", "more than 3 deep"),
    "larger than the limit": ("door", "the limit is 30 MB"),
    "one endless line": ("refused", "more than 100000 characters"),
    "null bytes": ("door", "another kind of file"),
    "program": ("door", "another kind of file"),
    "nothing": ("door", "empty"),
    "wrong extension": ("read", "ends in .docx"),
    "formulas in a workbook": ("read", ""),
    "formulas in a csv": ("read", ""),
    "script in a page": ("read", ""),
}
FORM = {
    "secrecy": "normal",
    "title": "Kế hoạch",
    "scheme_kind": "annex",
    "kind": "plan",
    "number": "1/KH",
    "issued_on": "09/01/2025",
    "in_force": "1",
}


@pytest.fixture
def specialist() -> User:
    _actor, authority = installed()
    user = User.objects.create(username="lan", full_name="Nguyễn Thị Lan", language="en")
    Membership.objects.create(user=user, organization=authority, role=Role.SPECIALIST)
    return user


@pytest.fixture
def english() -> Iterator[None]:
    """The command line speaks English, and leaves the language of the tests alone."""
    with translation.override("en"):
        yield


def nothing_is_written() -> None:
    assert not Assignment.objects.exists()
    assert not Scheme.objects.exists()
    assert Organization.objects.count() == 1


def what_came_of_it(kind: str, sentences: list[str]) -> None:
    outcome, sentence = TABLE[kind]
    kept = Batch.objects.first()
    if outcome == "door":
        assert kept is None
        assert not StoredFile.objects.exists()
    else:
        assert kept is not None
        assert kept.state == ("refused" if outcome == "refused" else "columns")
        assert StagedRow.objects.exists() == (outcome == "read")
        sentences = [*problems_of(kept), *notes_of(kept)]
    assert sentence in " ".join(sentences), sentences


def test_the_table_names_every_hostile_file() -> None:
    assert TABLE.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_file_through_the_form_is_refused_or_read_and_the_pages_go_on_answering(
    kind: str,
    specialist: User,
    client: Client,
    tmp_path: Path,
    english: None,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    path = hostile(kind, tmp_path)
    client.force_login(specialist, backend="allauth.account.auth_backends.AuthenticationBackend")
    with django_capture_on_commit_callbacks(execute=True):
        given = SimpleUploadedFile(path.name, path.read_bytes())
        response = client.post("/imports/new/tasks/", {**FORM, "file": given})
    if TABLE[kind][0] == "door":
        assert response.status_code == 422
        page = response.content.decode()
        assert "Kế hoạch" in page  # what was typed is still there
        assert "choose it once more" in page
    else:
        assert response.status_code == 302
        page = client.get(response.url).content.decode()
        assert "<script>alert" not in page
    what_came_of_it(kind, [page])
    nothing_is_written()
    assert client.get("/imports/").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_file_on_the_command_line_ends_with_a_sentence_and_code_1_or_stops_at_the_preview(
    kind: str, specialist: User, tmp_path: Path, english: None
) -> None:
    words = [str(hostile(kind, tmp_path)), "--title", "Kế hoạch", "--issued-on", "2025-01-09", "--number", "1/KH"]
    done = CliRunner().invoke(import_tasks, [*words, "--dry-run"])
    said = done.output
    if isinstance(done.exception, Refused):  # `phusa.config.cli.main` prints these and ends with 1
        said = " ".join(str(refusal.message) for refusal in done.exception.refusals)
    elif TABLE[kind][0] == "read":
        assert done.exit_code == 0, done.output
        assert Batch.objects.get().state == "preview"
    else:
        assert done.exit_code == 1
    if TABLE[kind][0] != "read":
        what_came_of_it(kind, [said])
        assert TABLE[kind][1] in said
    nothing_is_written()


def test_a_formula_is_read_as_the_text_that_was_shown_and_stays_text(
    specialist: User, tmp_path: Path, english: None
) -> None:
    for kind in ("formulas in a workbook", "formulas in a csv"):
        words = [str(hostile(kind, tmp_path)), "--title", kind, "--draft", "--dry-run"]
        assert CliRunner().invoke(import_tasks, words).exit_code == 0
    cells = [cell for row in StagedRow.objects.all() for cell in row.cells]
    assert "Nhiệm vụ tính ra" in cells
    assert "=1+cmd|' /C calc'!A0" in cells
    assert not any("HYPERLINK" in cell for cell in cells)
