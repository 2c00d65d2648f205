"""The pages of schemes, as people use them without JavaScript."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.schemes import services
from phusa.planning.schemes.models import Scheme, SchemeVersion, Task
from phusa.planning.schemes.vocabulary import VersionState
from phusa.planning.schemes.web import work
from tests.builders import organizations
from tests.builders import schemes as build
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
AT = build.AT


@pytest.fixture
def specialist(cast: Cast) -> Client:
    return signed_in(cast.specialist)


@pytest.fixture
def officer(cast: Cast) -> Client:
    return signed_in(cast.officer)


def page(version: SchemeVersion, rest: str = "") -> str:
    return f"/schemes/{version.scheme.uid}/{rest}"


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def rows_of(response: Any) -> Any:
    """The rows of an export as JSON."""
    return json.loads(b"".join(response.streaming_content))["rows"]


class TestTheList:
    def test_it_shows_what_is_approved_and_ones_own_drafts(self, cast: Cast, officer: Client) -> None:
        build.in_force(cast, title="Đề án đã phê duyệt")
        build.ready(cast, title="Đề án đang soạn thảo")
        assert "Đề án đã phê duyệt" in text_of(officer.get("/schemes/"))
        assert "Đề án đang soạn thảo" not in text_of(officer.get("/schemes/"))
        assert "Đề án đang soạn thảo" in text_of(signed_in(cast.clerk).get("/schemes/"))

    def test_it_counts_tasks_what_is_done_and_what_is_late(self, cast: Cast, officer: Client) -> None:
        version = build.ready(cast)
        build.task(version, build.lead(cast.finance), code="2")
        build.approved(version)
        done = {"status": "done", "percent": 100, "completed_on": "2025-06-01", "status_at": AT}
        Assignment.objects.filter(code="2").update(**done)
        [row] = rows_of(officer.get("/schemes/?export=json"))
        assert (row["tasks"], row["done"], row["late"]) == (2, 50, 1)

    def test_no_share_is_stated_while_nobody_has_reported(self, cast: Cast, officer: Client) -> None:
        build.in_force(cast)
        [row] = rows_of(officer.get("/schemes/?export=json"))
        assert (row["tasks"], row["done"]) == (1, None)
        assert "0%" not in text_of(officer.get("/schemes/"))

    def test_it_is_searched_with_and_without_diacritics_and_by_other_titles(self, cast: Cast, officer: Client) -> None:
        scheme = build.in_force(cast, title="Phát triển khoa học tỉnh").scheme
        services.add_title(cast.specialist, scheme, text="Đề án định hướng 2030", source="Bản tin", at=AT)
        build.in_force(cast, title="Kế hoạch khác")
        for question in ("phat trien", "Phát triển", "dinh huong 2030"):
            shown = text_of(officer.get("/schemes/", {"q": question}))
            assert "Phát triển khoa học tỉnh" in shown
            assert "Kế hoạch khác" not in shown

    @pytest.mark.parametrize(
        ("query", "found"),
        [("kind=plan", 0), ("kind=scheme", 1), ("state=approved", 1), ("year=2023", 1), ("year=2031", 0)],
    )
    def test_it_is_filtered(self, cast: Cast, officer: Client, query: str, found: int) -> None:
        build.in_force(cast)
        assert len(rows_of(officer.get(f"/schemes/?export=json&{query}"))) == found

    def test_a_scheme_that_is_being_amended_says_so_to_whoever_may_know(self, cast: Cast) -> None:
        services.open_amendment(cast.specialist, build.in_force(cast), at=AT)
        assert "being amended" in english(signed_in(cast.specialist), cast.specialist).get("/schemes/").content.decode()


def english(client: Client, user: Any) -> Client:
    user.language = "en"
    user.save(update_fields=["language"])
    return client


class TestReading:
    @pytest.mark.parametrize("view", ["", "matrix/", "agencies/", "history/"])
    def test_every_view_opens_for_whoever_may_see_the_scheme(self, cast: Cast, officer: Client, view: str) -> None:
        version = build.in_force(cast)
        assert officer.get(page(version, view)).status_code == 200

    @pytest.mark.parametrize("view", ["", "matrix/", "agencies/", "history/", "1/", "1/matrix/", "1/document.json"])
    def test_a_draft_is_not_there_for_others(self, cast: Cast, officer: Client, view: str) -> None:
        assert officer.get(page(build.ready(cast), view)).status_code == 404

    def test_an_amendment_is_not_there_for_others_nor_is_its_history(self, cast: Cast, officer: Client) -> None:
        version = build.in_force(cast)
        draft = services.open_amendment(cast.specialist, version, at=AT)
        services.add_objective(cast.specialist, draft, kind="target", text="Chỉ tiêu chưa công bố", at=AT)
        for view in ("2/", "2/matrix/", "2/document.json", "compare/?old=1&new=2"):
            assert officer.get(page(version, view)).status_code == 404
        for view in ("", "history/"):
            assert "chưa công bố" not in text_of(officer.get(page(version, view)))
            assert "compare" not in officer.get(page(version, view)).content.decode()
        assert "chưa công bố" in text_of(signed_in(cast.chair).get(page(version, "2/")))
        assert "chưa công bố" in text_of(signed_in(cast.auditor).get(page(version, "history/")))

    def test_the_document_of_an_approved_version_is_its_frozen_wording(self, cast: Cast, officer: Client) -> None:
        version = build.in_force(cast)
        version.refresh_from_db()
        Assignment.objects.update(content="Nội dung bị đổi ngoài quy trình")
        assert "Nội dung bị đổi" not in text_of(officer.get(page(version)))
        frozen = officer.get(page(version, "1/document.json")).json()
        assert frozen["digest"] == version.digest
        assert frozen["document"] == version.frozen

    def test_a_superseded_version_has_its_wording_left_and_nothing_else(self, cast: Cast, officer: Client) -> None:
        version = build.in_force(cast)
        build.approved(services.open_amendment(cast.specialist, version, at=AT))
        assert officer.get(page(version, "1/")).status_code == 200
        assert officer.get(page(version, "1/matrix/")).url == page(version, "1/")
        assert officer.get(page(version, "1/agencies/")).url == page(version, "1/")

    def test_two_versions_are_compared_word_by_word(self, cast: Cast, officer: Client) -> None:
        version = build.in_force(cast)
        draft = services.open_amendment(cast.specialist, version, at=AT)
        services.add_objective(cast.specialist, draft, kind="target", text="Chỉ tiêu mới", at=AT)
        build.approved(draft)
        shown = officer.get(page(version, "compare/?old=1&new=2")).content.decode()
        assert "<ins>Chỉ tiêu mới</ins>" in shown
        assert "<del>Chỉ tiêu mới</del>" in officer.get(page(version, "compare/?old=2&new=1")).content.decode()
        assert officer.get(page(version, "compare/?old=1&new=9")).status_code == 404

    def test_each_number_of_the_agencies_leads_to_as_many_tasks(self, cast: Cast, officer: Client) -> None:
        version = build.version(cast)
        build.many_tasks(version, [cast.department, cast.finance, cast.commune], 11)
        build.task(version, build.lead(cast.department), build.lead(cast.finance))
        group = organizations.group("các sở", level="department", parent=cast.authority)
        build.task(version, build.group_lead(group), build.named_lead("Ban Chỉ đạo"))
        build.approved(version)
        Assignment.objects.filter(code__in="123").update(status="done", percent=100, completed_on="2025-03-03")
        shown = officer.get(page(version, "agencies/")).content.decode()
        cells = re.findall(r'<a class="share-\w+" href="([^"]+)"[^>]*>(?:<svg.*?</svg> )?(\d+)</a>', shown)
        assert len(cells) > 8
        for address, number in cells:
            rows = officer.get(address.replace("&amp;", "&") + "&export=json")
            assert len(rows_of(rows)) == int(number), address

    def test_the_agencies_are_exported_as_they_are_shown(self, cast: Cast, officer: Client) -> None:
        version = build.in_force(cast)
        rows = rows_of(officer.get(page(version, "agencies/?export=json")))
        assert [(row["name"], row["lead"], row["coordinating"]) for row in rows] == [
            ("Sở Khoa học và Công nghệ", 1, 0),
            ("Sở Tài chính", 0, 1),
        ]
        workbook = officer.get(page(version, "agencies/?export=xlsx"))
        assert b"".join(workbook.streaming_content).startswith(b"PK")
        workbook.close()

    @pytest.mark.parametrize(
        ("query", "codes"),
        [
            ("", ["1", "2", "3"]),
            ("focus=on", ["1"]),
            ("missing=product-is-named", ["2"]),
            ("missing=deadline-is-read", ["3"]),
            ("status=done", ["3"]),
            ("clock=overdue", ["1", "2"]),
            ("q=khoi nghiep", ["2"]),
            ("q=khởi nghiệp", ["2"]),
            ("sort=-due", ["1", "2", "3"]),
            ("role=coordinating", ["1", "2", "3"]),
        ],
    )
    def test_the_matrix_is_filtered_searched_and_sorted(
        self, cast: Cast, officer: Client, query: str, codes: list[str]
    ) -> None:
        version = build.ready(cast)
        lead = build.lead(cast.finance)
        build.task(version, lead, code="2", content="Hỗ trợ khởi nghiệp", product="")
        build.task(version, lead, code="3", deadline_text="Khi có điều kiện")
        build.approved(version)
        Assignment.objects.filter(code="3").update(status="done", percent=100, completed_on="2025-06-01")
        rows = rows_of(officer.get(page(version, f"matrix/?export=json&{query}")))
        assert [row["number"] for row in rows] == codes

    def test_the_matrix_is_filtered_by_group_with_the_groups_below_it(self, cast: Cast, specialist: Client) -> None:
        version = build.version(cast)
        above = build.group(version)
        below = build.group(version, parent=above)
        build.tasks(version, build.terms(build.lead(cast.department)), group=below)
        build.task(version, build.lead(cast.department))
        rows = specialist.get(page(version, f"matrix/?export=json&group={above.uid}"))
        assert len(rows_of(rows)) == 1

    def test_unpaired_rows_stand_out_in_words(self, cast: Cast, specialist: Client) -> None:
        version = build.version(cast)
        build.task(version, build.lead(cast.department), focus=True)
        build.solution(version, text="Giải pháp lẻ loi")
        shown = english(specialist, cast.specialist).get(page(version, "matrix/"))
        assert "row-unpaired" in shown.content.decode()
        assert "no solution" in text_of(shown)
        assert "1 solution serves no task" in text_of(shown)


class TestQueries:
    @pytest.mark.parametrize("view", ["/schemes/", "", "matrix/?size=100", "agencies/", "history/"])
    @pytest.mark.parametrize("approved", [True, False])
    def test_a_page_asks_at_most_twenty_queries_whatever_the_rows(
        self, cast: Cast, django_assert_max_num_queries: Any, view: str, approved: bool
    ) -> None:
        version = build.version(cast, previous_id=build.approved(_with_target(build.ready(cast))).scheme_id)
        build.many_tasks(version, [cast.department, cast.finance, cast.commune], 90)
        build.solution(version, *version.tasks.all()[:40])
        services.set_budget(cast.specialist, version, {("fund", 2021): 5}, at=AT)
        for number in ("20-NQ/TW", "50-KL/TW"):
            services.add_ground(cast.specialist, version, build.instrument(number), at=AT)
        if approved:
            build.approved(version)
        for user in (cast.director, cast.vice_chair, cast.auditor):
            client = signed_in(user)
            address = view if view.startswith("/") else page(version, view)
            client.get(address)
            with django_assert_max_num_queries(20):
                assert client.get(address).status_code == 200


def _with_target(version: SchemeVersion) -> SchemeVersion:
    build.target(version)
    return version


def typed(response: Any, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the page's own form, with some fields typed anew."""
    forms = html.fromstring(response.content.decode()).forms
    form = next(form for form in forms if {"form", "money-table"} & set((form.get("class") or "").split()))
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    values.pop("csrfmiddlewaretoken")
    return values | changes


class TestDrafting:
    def test_a_scheme_is_started(self, cast: Cast, specialist: Client) -> None:
        form = typed(specialist.get("/schemes/new/"), title="Phát  triển KH&CN", period_from="2026", period_to="2030")
        answer = specialist.post("/schemes/new/", form)
        scheme = Scheme.objects.get()
        assert answer.url == f"/schemes/{scheme.uid}/"
        assert (scheme.title, scheme.drafting, scheme.authority) == (
            "Phát triển KH&CN",
            cast.department,
            cast.authority,
        )

    def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
        self, cast: Cast, specialist: Client
    ) -> None:
        client = english(specialist, cast.specialist)
        form = typed(client.get("/schemes/new/"), title="Đề án", period_from="2030", period_to="2026")
        answer = client.post("/schemes/new/", form | {"general_objective": "Mục tiêu đã gõ"})
        assert answer.status_code == 422
        assert "The period ends before it begins." in text_of(answer)
        assert "Mục tiêu đã gõ" in answer.content.decode()
        assert not Scheme.objects.exists()

    def test_nobody_starts_a_scheme_without_a_role_for_it(self, officer: Client) -> None:
        assert officer.get("/schemes/new/").status_code == 403

    @pytest.mark.parametrize(
        ("kind", "fields"),
        [
            ("objectives", {"kind": "target", "text": "Chỉ tiêu", "value_text": "11-12 người"}),
            ("groups", {"title": "Nhóm", "code": "I"}),
            ("solutions", {"text": "Giải pháp"}),
        ],
    )
    def test_a_part_is_added_edited_moved_and_taken_out(
        self, cast: Cast, specialist: Client, kind: str, fields: dict[str, str]
    ) -> None:
        version = build.version(cast)
        assert specialist.post(page(version, f"{kind}/new/"), fields).status_code == 302
        row = getattr(version, kind).get()
        address = page(version, f"{kind}/{row.lineage}/")
        form = typed(specialist.get(address), code="9")
        assert specialist.post(address, form).status_code == 302
        assert specialist.post(f"{address}move/", {"direction": "earlier"}).url == address
        row.refresh_from_db()
        assert (row.code, row.revision) == ("9", 2)
        assert specialist.post(f"{address}remove/", {"revision": 2}).status_code == 302
        assert not getattr(version, kind).exists()

    def test_the_second_of_two_editors_sees_both_texts(self, cast: Cast, specialist: Client) -> None:
        version = build.version(cast)
        objective = build.target(version, "Số doanh nghiệp")
        address = page(version, f"objectives/{objective.lineage}/")
        form = typed(specialist.get(address), text="Tôi gõ")
        services.edit_objective(
            cast.head, objective, revision=1, kind="target", text="Người khác gõ", code="", value_text="", at=AT
        )
        answer = specialist.post(address, form)
        assert answer.status_code == 409
        assert "Tôi gõ" in answer.content.decode()
        assert "Người khác gõ" in answer.content.decode()

    def test_a_submitted_draft_has_no_forms(self, cast: Cast, specialist: Client) -> None:
        version = services.submit(cast.head, build.ready(cast), at=AT)
        answer = specialist.post(page(version, "objectives/new/"), {"kind": "target", "text": "Chỉ tiêu"})
        assert answer.status_code == 422
        assert not version.objectives.exists()

    def test_the_budget_is_typed_as_officials_write_it(self, cast: Cast, specialist: Client) -> None:
        version = build.version(cast)
        address = page(version, "budget/")
        assert specialist.get(address).status_code == 200
        specialist.post(address, {"local_budget-2021": "12,5 tỷ", "all-all": "12.500.000.000 đồng"})
        assert set(version.budget_lines.values_list("source", "year", "amount")) == {
            ("local_budget", 2021, 12_500_000_000),
            ("", None, 12_500_000_000),
        }
        wrong = specialist.post(address, {"local_budget-2021": "hơn 12 tỷ"})
        assert wrong.status_code == 422
        assert "hơn 12 tỷ" in wrong.content.decode()

    def test_a_ground_that_the_register_has_needs_its_number_only(self, cast: Cast, specialist: Client) -> None:
        version, known = build.version(cast), build.instrument("50-KL/TW", kind="conclusion")
        address = page(version, "grounds/")
        specialist.post(address, {"kind": "decision", "number": "50-kl/tw"})
        assert version.grounds.get().instrument == known
        incomplete = specialist.post(address, {"kind": "decision", "number": "1318/QĐ-BKHCN"})
        assert incomplete.status_code == 422
        full = {
            "kind": "decision", "number": "1318/QĐ-BKHCN", "issued_on": "05/06/2015", "issuer_name": "Bộ KH&CN",
            "title": "Phương hướng, mục tiêu",
        }  # fmt: skip
        assert specialist.post(address, full).status_code == 302
        assert version.grounds.count() == 2
        specialist.post(page(version, f"grounds/{known.uid}/remove/"))
        assert version.grounds.get().instrument.number == "1318/QĐ-BKHCN"

    def test_results_of_the_previous_period_are_typed_target_by_target(self, cast: Cast, specialist: Client) -> None:
        earlier = _with_target(build.ready(cast))
        second = build.target(earlier, "Cơ sở ươm tạo", "01")
        version = build.ready(cast, previous_id=build.approved(earlier).scheme_id)
        address, [first, _second] = page(version, "results/"), earlier.objectives.all()
        answer = specialist.post(address, {f"{first.lineage}-value_text": "12", f"{second.lineage}-no_source": "on"})
        assert answer.status_code == 422
        assert not version.previous_results.exists()
        fields = {
            f"{first.lineage}-value_text": "12",
            f"{first.lineage}-source": "Báo cáo tổng kết",
            f"{second.lineage}-no_source": "on",
        }
        assert specialist.post(address, fields).status_code == 302
        assert version.previous_results.count() == 2

    def test_other_titles_are_recorded_with_their_source(self, cast: Cast, specialist: Client) -> None:
        version = build.in_force(cast)
        address = page(version, "titles/")
        specialist.post(
            address, {"text": "Đề án … định hướng 2030", "source": "Bản tin 5/2023", "valid_from": "01/05/2023"}
        )
        title = version.scheme.titles.get(official=False)
        assert title.valid_from.isoformat() == "2023-05-01"
        assert "định hướng 2030" in text_of(specialist.get(page(version)))
        specialist.post(page(version, f"titles/{title.pk}/remove/"))
        assert version.scheme.titles.count() == 1


class TestTheTaskForm:
    def new(self, client: Client, version: SchemeVersion, **fields: str) -> Any:
        address = page(version, "tasks/new/")
        return client.post(address, typed(client.get(address), **fields))

    def test_a_task_is_written_with_its_parties_deadline_and_solutions(self, cast: Cast, specialist: Client) -> None:
        version = build.version(cast)
        solution = build.solution(version)
        answer = self.new(
            specialist, version, content="Xây dựng sàn giao dịch", product="Sàn", deadline_text="Quý II/2026",
            focus="on", solutions=str(solution.pk),
            **{"lead-0-name": "so khoa hoc va cong nghe"},
            **{"coordinating-0-name": "STC", "coordinating-0-duty": "Bố trí vốn"},
        )  # fmt: skip
        assert answer.status_code == 302
        task = Task.objects.get()
        assert answer.url == f"{page(version)}#{task.lineage}"
        terms = assignments.terms_of(task.assignment)
        assert [(party.organization_id, party.duty) for party in terms.parties] == [
            (cast.department.pk, ""),
            (cast.finance.pk, "Bố trí vốn"),
        ]
        assert task.assignment.due_on.isoformat() == "2026-06-30"
        assert (task.focus, list(task.solutions.all())) == (True, [solution])

    def test_several_agencies_in_a_row_share_the_duty(self, cast: Cast, specialist: Client) -> None:
        version = build.version(cast)
        row = {"coordinating-0-name": "Sở Tài chính, UBND xã An Bình", "coordinating-0-duty": "Phối hợp"}
        self.new(specialist, version, content="Việc", **{"lead-0-name": "Sở KH&CN"}, **row)
        parties = assignments.terms_of(Task.objects.get().assignment).parties
        assert [(party.organization_id, party.duty) for party in parties[1:]] == [
            (cast.finance.pk, "Phối hợp"),
            (cast.commune.pk, "Phối hợp"),
        ]

    def test_an_unknown_agency_is_asked_about_with_the_nearest_and_may_be_kept_as_written(
        self, cast: Cast, specialist: Client
    ) -> None:
        version, client = build.version(cast), english(specialist, cast.specialist)
        answer = self.new(client, version, content="Việc", **{"lead-0-name": "Sở Tài chánh"})
        assert answer.status_code == 422
        assert "“Sở Tài chánh” is not known. Nearest: Sở Tài chính." in text_of(answer)
        kept = typed(answer, **{"lead-0-as_written": "on"})
        assert client.post(page(version, "tasks/new/"), kept).status_code == 302
        [party] = Task.objects.get().assignment.parties.all()
        assert (party.as_written, party.organization) == ("Sở Tài chánh", None)

    def test_a_group_named_together_is_read_as_of_the_day(self, cast: Cast, specialist: Client) -> None:
        organizations.group("các sở, ngành", level="department", parent=cast.authority)
        version = build.version(cast)
        self.new(specialist, version, content="Việc", **{"lead-0-name": "các sở, ngành"})
        [party] = Task.objects.get().assignment.parties.all()
        assert party.group.name == "các sở, ngành"
        assert party.group_as_of == timezone.localdate()
        assert Task.objects.get().assignment.lead_kind == "collective"

    def test_joint_leads_have_one_focal_point(self, cast: Cast, specialist: Client) -> None:
        version, client = build.version(cast), english(specialist, cast.specialist)
        rows = {"lead-0-name": "Sở KH&CN", "lead-0-focal": "on", "lead-1-name": "Sở Tài chính", "lead-TOTAL_FORMS": "2"}
        wrong = self.new(client, version, content="Việc", **rows, **{"lead-1-focal": "on"})
        assert wrong.status_code == 422
        assert "Only one of the joint leads is the focal point." in text_of(wrong)
        assert self.new(client, version, content="Việc", **rows).status_code == 302
        assert Task.objects.get().assignment.accountable == cast.department

    def test_more_rows_are_given_without_saving_or_losing_anything(self, cast: Cast, specialist: Client) -> None:
        version = build.version(cast)
        answer = self.new(specialist, version, content="Đang gõ dở", more="coordinating", **{"lead-0-name": "Sở lạ"})
        assert answer.status_code == 200
        shown = answer.content.decode()
        assert "Đang gõ dở" in shown
        assert 'value="Sở lạ"' in shown
        assert 'name="coordinating-5-name"' in shown
        assert not Task.objects.exists()

    def test_what_could_not_be_read_as_a_day_is_said_after_saving(self, cast: Cast, specialist: Client) -> None:
        version, client = build.version(cast), english(specialist, cast.specialist)
        answer = self.new(client, version, content="Việc", deadline_text="Khi có điều kiện")
        assert "could not be read as a day; the words are kept" in text_of(client.get(answer.url))

    def test_the_second_of_two_editors_sees_what_was_saved_beside_what_was_typed(
        self, cast: Cast, specialist: Client
    ) -> None:
        version = build.ready(cast)
        task = version.tasks.get()
        address = page(version, f"tasks/{task.lineage}/")
        form = typed(specialist.get(address), content="Tôi gõ", **{"coordinating-0-duty": "Nhiệm vụ tôi gõ"})
        services.edit_task(
            cast.head, task, revision=1, terms=build.terms(build.lead(cast.finance), content="Người khác gõ"), at=AT
        )
        answer = specialist.post(address, form)
        assert answer.status_code == 409
        shown = answer.content.decode()
        for words in ("Tôi gõ", "Nhiệm vụ tôi gõ", "Người khác gõ", "Sở Tài chính"):
            assert words in shown
        assert specialist.post(address, typed(answer)).status_code == 302
        assert Task.objects.get().assignment.content == "Tôi gõ"

    def test_editing_keeps_who_handles_the_task(self, cast: Cast, specialist: Client) -> None:
        version = build.ready(cast)
        task = version.tasks.get()
        Assignment.objects.filter(pk=task.assignment_id).update(
            handling_officer=cast.specialist, follow_up=cast.authority
        )
        address = page(version, f"tasks/{task.lineage}/")
        specialist.post(address, typed(specialist.get(address), product="Báo cáo"))
        task.assignment.refresh_from_db()
        assert (task.assignment.product, task.assignment.handling_officer) == ("Báo cáo", cast.specialist)
        assert task.assignment.follow_up == cast.authority

    def test_a_deadline_is_read_while_it_is_typed(self, cast: Cast, specialist: Client) -> None:
        client = english(specialist, cast.specialist)
        address = "/assignments/readings/deadline/"
        assert "30/06/2026" in text_of(client.get(address, {"deadline_text": "Quý II/2026"}))
        assert "Not read as a day" in text_of(client.get(address, {"deadline_text": "Khi có điều kiện"}))
        assert "No deadline" in text_of(client.get(address, {"deadline_text": " "}))

    def test_a_name_is_read_while_it_is_typed(self, cast: Cast, specialist: Client) -> None:
        address = "/assignments/readings/party/"
        assert "Sở Tài chính" in text_of(specialist.get(address, {"lead-0-name": "STC"}))
        assert text_of(specialist.get(address, {"lead-0-name": ""})).strip() == ""

    def test_from_the_group_under_which_one_pressed_add_the_task_stands_in_it(
        self, cast: Cast, specialist: Client
    ) -> None:
        version = build.version(cast)
        group = build.group(version)
        address = page(version, f"tasks/new/?group={group.lineage}")
        specialist.post(address, typed(specialist.get(address), content="Việc"))
        assert Task.objects.get().group == group


class TestDeciding:
    def test_a_draft_goes_through_the_pages_from_submission_to_approval(self, cast: Cast) -> None:
        version = build.ready(cast)
        head, chair = signed_in(cast.head), signed_in(cast.chair)
        assert head.get(page(version, "submit/")).status_code == 200
        head.post(page(version, "submit/"))
        assert chair.post(page(version, "return/"), {"reason": ""}).status_code == 422
        chair.post(page(version, "return/"), {"reason": "Bổ sung nhiệm vụ"})
        assert "Bổ sung nhiệm vụ" in text_of(head.get(page(version)))
        head.post(page(version, "submit/"))
        form = typed(chair.get(page(version, "approve/")))
        assert parse_qs(urlsplit(f"?revision={form['revision'][0]}").query)["revision"] == ["4"]
        chair.post(page(version, "approve/"), form | {"approved_on": "10/03/2025"})
        version.refresh_from_db()
        assert (version.state, version.approved_on.isoformat()) == (VersionState.APPROVED, "2025-03-10")
        identify = {
            "kind": "decision",
            "number": "12/QĐ-UBND",
            "issued_on": "10/03/2025",
            "issuer_name": "UBND",
            "title": "Đề án",
        }
        signed_in(cast.office_leader).post(page(version, "identify-approval/"), identify)
        assert Scheme.objects.get().instrument.number == "12/QĐ-UBND"

    def test_on_a_submitted_draft_approving_comes_before_returning(self, cast: Cast) -> None:
        version = services.submit(cast.head, build.ready(cast), at=AT)
        buttons = html.fromstring(signed_in(cast.chair).get(page(version)).content).xpath(
            "//div[@class='page-actions']/a"
        )
        assert [button.get("href") for button in buttons] == [page(version, "approve/"), page(version, "return/")]
        assert ["btn-primary" in button.classes for button in buttons] == [True, False]

    def test_what_waits_for_a_decision_stands_in_my_work(self, cast: Cast) -> None:
        draft, copied, handed_in = build.ready(cast), build.version(cast, as_issued=True), build.ready(cast)
        services.submit(cast.head, handed_in, at=AT)

        def waiting(user: Any) -> dict[Any, list[Any]]:
            sections = signed_in(user).get("/my-work/").context["sections"]
            return {section.reason: [item.record for item in section.items] for section in sections}

        assert waiting(cast.chair) == waiting(cast.vice_chair) == {work.TO_APPROVE: [handed_in]}
        assert waiting(cast.director) == waiting(cast.head) == {work.TO_SUBMIT: [draft], work.TO_FINISH: [copied]}
        assert waiting(cast.specialist) == {work.TO_FINISH: [draft, copied]}
        assert waiting(cast.office_leader) == waiting(cast.officer) == waiting(cast.auditor) == {}
        services.return_(cast.chair, handed_in, reason="Bổ sung", at=AT)
        assert waiting(cast.chair) == {}
        assert waiting(cast.director)[work.TO_SUBMIT] == [handed_in, draft]
        assert handed_in.title in text_of(signed_in(cast.director).get("/my-work/"))

    def test_the_page_before_submitting_says_everything_that_is_missing(self, cast: Cast) -> None:
        version = build.ready(cast)
        build.task(version, product="", deadline_text="")
        shown = english(signed_in(cast.head), cast.head).get(page(version, "submit/"))
        for words in ("1 task has no accountable lead", "1 task names no product", "deadline that can be read"):
            assert words in text_of(shown)
        assert '<form method="post"' not in shown.content.decode().split("<main")[1]

    def test_a_leader_passes_a_line_from_the_panel_and_the_reason_is_printed(self, cast: Cast) -> None:
        version = build.ready(cast)
        build.task(version, build.lead(cast.department), product="")
        chair = signed_in(cast.chair)
        address = page(version, "waive/product-is-named/")
        assert address in chair.get(page(version)).content.decode()
        assert address not in signed_in(cast.specialist).get(page(version)).content.decode()
        chair.post(address, {"reason": "Sản phẩm do Bộ quy định"})
        assert "Sản phẩm do Bộ quy định" in text_of(signed_in(cast.specialist).get(page(version)))
        assert chair.get(page(version, "waive/no-such-rule/")).status_code == 404

    def test_an_approval_on_paper_is_recorded(self, cast: Cast) -> None:
        version = build.ready(cast)
        director, address = signed_in(cast.director), page(version, "record-approval/")
        form = typed(director.get(address), number="4172/QĐ-UBND", issued_on="31/12/2016")
        assert director.post(address, form).status_code == 302
        version.refresh_from_db()
        assert (version.instrument.number, version.approved_on.isoformat()) == ("4172/QĐ-UBND", "2016-12-31")

    def test_an_amendment_is_started_and_discarded(self, cast: Cast, specialist: Client) -> None:
        version = build.in_force(cast)
        assert specialist.get(page(version, "amend/")).status_code == 200
        assert specialist.post(page(version, "amend/")).url == page(version, "2/")
        assert specialist.get(page(version, "discard/")).status_code == 200
        assert specialist.post(page(version, "discard/")).url == page(version)
        assert list(SchemeVersion.objects.all()) == [version]

    @pytest.mark.parametrize(
        "address", ["submit/", "return/", "approve/", "record-approval/", "discard/", "edit/", "tasks/new/", "budget/"]
    )
    def test_who_may_not_is_told_who_can(self, cast: Cast, address: str) -> None:
        version = build.ready(cast)
        answer = signed_in(cast.auditor).get(page(version, address))
        assert answer.status_code == 403

    def test_the_page_says_what_i_can_do_and_who_can_do_the_rest(self, cast: Cast, specialist: Client) -> None:
        shown = text_of(english(specialist, cast.specialist).get(page(build.ready(cast))))
        assert "What you can do here" in shown
        assert "Submit Who can: Head of division, Director" in shown
