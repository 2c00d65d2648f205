"""What belongs to one side never leaves it: notes and drafts, by page, fragment, list, export, file, package, search,
journal or assignment. The words below stand in the data of every test, so that they could leak.
"""

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.urls import reverse

from phusa.config.searching import rebuild
from phusa.foundation.access import may
from phusa.foundation.journal.models import Entry
from phusa.foundation.search.queries import found
from phusa.planning.requests import services
from phusa.planning.requests.models import Note, Request
from phusa.planning.requests.vocabulary import AnswerTerms, ItemTerms, JointParty
from tests.builders import requests as build
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
OURS, THEIRS = "mật-của-tỉnh-không-ra-ngoài", "riêng-của-Bộ-không-ra-ngoài"
DRAFTED = "lời-lẽ-còn-trong-dự-thảo"
OTHERS = ("ministry_officer",)
OF_THE_PROVINCE = ("specialist", "director", "office_leader", "chair", "officer", "commune_officer", "auditor")


@pytest.fixture
def noted(cast: Cast, django_capture_on_commit_callbacks) -> Request:
    """A request with everything on it, and an internal note of each side."""
    with django_capture_on_commit_callbacks(execute=True):
        draft = build.draft(cast, DRAFTED, title=f"Tên cũ {DRAFTED}")
        item = draft.items.get()
        services.edit_item(cast.specialist, item, ItemTerms("Hỗ trợ kinh phí"), revision=item.revision, at=build.AT)
        terms = build.terms(cast, title="Đề nghị hỗ trợ")
        draft = services.edit_request(cast.specialist, draft, terms, revision=draft.revision, at=build.AT)
        request = services.send_request(
            cast.specialist, draft, revision=draft.revision, sent_on=build.SENT_ON, at=build.AT
        )
        services.write_note(cast.specialist, request, OURS, at=build.AT)
        services.write_note(cast.specialist, request, OURS, item=request.items.get(), at=build.AT)
        services.write_note(cast.ministry_officer, request, THEIRS, at=build.AT)
        build.answer(cast, build.item(request), outcome="in_progress")
        row = build.item(request)
        services.assign_item(
            cast.ministry_officer,
            row,
            [JointParty(cast.ministry.pk), JointParty(cast.department.pk, "Cung cấp hồ sơ")],
            revision=row.revision,
            at=build.AT,
        )
    rebuild()
    return build.fresh(request)


def pages(request: Request) -> Iterator[str]:
    """Every address at which the request, its items, its assignment and its history can be read."""
    own, number = [request.uid], request.items.get().number
    yield reverse("requests:request", args=own)
    yield reverse("requests:list")
    for kind in ("xlsx", "csv", "json"):
        yield f"{reverse('requests:list')}?export={kind}"
    yield f"{reverse('requests:list')}?q=ra+ngoài"
    for deed in ("send", "withdraw", "package", "edit", "item_new"):
        yield reverse(f"requests:{deed}", args=own)
    for deed in ("item_edit", "due", "assign", "forward", "pause", "resume", "answer", "reopen"):
        yield reverse(f"requests:{deed}", args=[*own, number])
    yield reverse("audit:record", args=own)
    yield reverse("audit:record", args=[request.items.get().uid])
    yield request.items.get().assignment.get_absolute_url()
    yield reverse("assignments:my_work")
    yield reverse("assignments:list")
    yield "/"
    for words in (OURS, THEIRS, DRAFTED):
        yield f"{reverse('search:find')}?q={words}"


def shown(cast: Cast, who: str, address: str, **headers: str) -> str:
    response = signed_in(getattr(cast, who)).get(address, headers=headers)
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    return body.decode().replace(f"q={OURS}", "").replace(f"q={THEIRS}", "")


@pytest.mark.parametrize("who", OTHERS)
def test_notes_and_drafts_of_the_province_reach_nobody_of_the_ministry(cast: Cast, noted: Request, who: str):
    for address in pages(noted):
        if "search" in address:
            continue
        for headers in ({}, {"HX-Request": "true", "HX-Target": "list"}):
            text = shown(cast, who, address, **headers)
            assert OURS not in text, address
            assert DRAFTED not in text, address


@pytest.mark.parametrize("who", OF_THE_PROVINCE)
def test_notes_of_the_ministry_reach_nobody_of_the_province(cast: Cast, noted: Request, who: str):
    for address in pages(noted):
        if "search" not in address:
            assert THEIRS not in shown(cast, who, address), address


def test_the_search_box_finds_no_note_and_no_draft_of_the_other_side(cast: Cast, noted: Request):
    build.draft(cast, f"Nội dung {DRAFTED}")
    rebuild()
    for who in cast.people().values():
        assert not found(who, OURS).exists()
        assert not found(who, THEIRS).exists()
    assert found(cast.specialist, DRAFTED).exists()
    assert not found(cast.ministry_officer, DRAFTED).exists()


def test_the_journal_says_that_a_note_was_written_and_not_what(cast: Cast, noted: Request):
    everything = "".join(str(entry.wording) + entry.kind for entry in Entry.objects.all())
    assert everything.count("request.note_written") == 3
    for words in (OURS, THEIRS, DRAFTED):
        assert words not in everything


def test_a_note_does_not_show_in_the_history_that_both_sides_read(cast: Cast, noted: Request):
    assert not Entry.objects.filter(kind="request.note_written", context_uid=noted.uid).exists()


def test_no_package_holds_a_note_of_either_side(cast: Cast, noted: Request):
    row = build.item(noted)
    services.record_answer(
        cast.ministry_officer,
        row,
        AnswerTerms("granted", build.SENT_ON, cast.ministry.pk, text="Đồng ý"),
        revision=row.revision,
        at=build.AT,
    )
    for package in (
        services.make_request_package(cast.specialist, noted, with_pdf=False, at=build.AT),
        services.make_answer_package(cast.ministry_officer, noted, with_pdf=False, at=build.AT),
    ):
        with zipfile.ZipFile(io.BytesIO(services.package_file(package))) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                if name.endswith(".docx"):
                    with zipfile.ZipFile(io.BytesIO(content)) as letter:
                        content = b"".join(letter.read(part) for part in letter.namelist())
                for words in (OURS, THEIRS, DRAFTED):
                    assert words.encode() not in content, name


def test_a_note_is_read_by_everybody_of_its_own_side_and_by_nobody_else(cast: Cast, noted: Request):
    ours, theirs = Note.objects.filter(text=OURS)[0], Note.objects.get(text=THEIRS)
    readers = {who: (may(user, "requests.view_note", ours), may(user, "requests.view_note", theirs))
               for who, user in cast.people().items()}  # fmt: skip
    assert {who for who, (own, _other) in readers.items() if own} == {
        *("specialist", "head", "director", "clerk", "office_specialist", "office_leader", "vice_chair", "chair"),
        *("officer", "commune_officer", "auditor"),
    }
    assert {who for who, (_own, other) in readers.items() if other} == {"ministry_officer", "ministry_leader"}


def test_the_own_side_reads_its_notes_on_the_page(cast: Cast, noted: Request):
    assert OURS in shown(cast, "specialist", noted.get_absolute_url())
    assert THEIRS in shown(cast, "ministry_officer", noted.get_absolute_url())


def test_a_draft_of_the_ministry_is_seen_by_the_ministry_alone(cast: Cast):
    draft = build.drafted_by_the_ministry(cast, DRAFTED)
    for who, user in cast.people().items():
        assert may(user, "requests.view_request", draft) == who.startswith("ministry_"), who
