"""The page of each step of an import."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from phusa.foundation import access
from phusa.foundation.imports import queries
from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.registry import target_of
from phusa.foundation.imports.vocabulary import Outcome, State
from phusa.foundation.imports.web.forms import ColumnsForm
from phusa.foundation.imports.web.lists import state_badge
from phusa.foundation.imports.wording import notes_of, problems_of
from phusa.foundation.ui.vocabulary import WizardStep
from phusa.kernel.refusals import Refusal

PAGE = 50


JOB = "import"


def page_of(request: HttpRequest, found: Batch) -> HttpResponse:
    """The page of the step at which the import stands."""
    if found.at_work:
        return working(request, found)
    if request.htmx.target == f"job-{JOB}":  # type: ignore[attr-defined]  # it has been asking until the work was done
        return HttpResponseClientRefresh()
    if found.state == State.COLUMNS:
        return columns(request, found)
    if found.state == State.PREVIEW:
        return preview(request, found)
    return report(request, found)


def working(request: HttpRequest, found: Batch) -> HttpResponse:
    """A worker has it in hand; the page asks again by itself."""
    sentences = {
        State.RECEIVED: _("Waiting to be read"),
        State.READING: _("Reading the file: %(n)d rows so far"),
        State.STAGING: _("Reading the rows: %(n)d so far"),
        State.APPLYING: _("Writing the records"),
    }
    job = {
        "id": JOB,
        "title": State(found.state).label,
        "percent": found.percent,
        "state": "running",
        "line": sentences[State(found.state)] % {"n": found.done},
        "url": request.path,
        "result_url": "",
        "error": "",
    }
    return render(request, "imports/working.html", {**_head(request, found), "job": job})


def columns(request: HttpRequest, found: Batch, form: ColumnsForm | None = None) -> HttpResponse:
    """Which tables, and which columns."""
    shown = form or ColumnsForm(batch=found, target=target_of(found.target))
    context = {
        **_head(request, found),
        "form": shown,
        "shapes": shown.shapes(),
        "several": len(found.tables) > 1,
        "picked": {str(number) for number in shown["tables"].value() or ()},
        "notes": notes_of(found),
    }
    return render(request, "imports/columns.html", context, status=422 if form else 200)


def preview(request: HttpRequest, found: Batch) -> HttpResponse:
    """What is going to be written, with every doubt; a fixed number of queries whatever the rows."""
    target = target_of(found.target)
    rows = queries.rows_to_read(found)
    doubtful = rows.filter(doubtful=True).count()
    views: dict[str, tuple[Any, Q]] = {
        "": (_("All rows"), Q()),
        "doubts": (_("With doubts"), Q(doubtful=True)),
        **{name: view for name, view in target.views.items() if found.counts["views"].get(name)},
    }
    view = request.GET.get("view", "")
    view = view if view in views else ""
    counts = {**found.counts["views"], "": found.counts["rows"], "doubts": doubtful}
    page = Paginator(rows.filter(views[view][1]), PAGE).get_page(request.GET.get("page"))
    context = {
        **_head(request, found),
        "tasks": target.counted(found.records),
        "facts": target.facts(found),
        "doubtful": doubtful,
        "questions": target.questions(found),
        "open_questions": sum(not question.answer for question in target.questions(found)),
        "may_create": access.may(request.user, "organizations.create_organization"),
        "heads": target.heads,
        "width": len(target.heads) + 1,
        "shown": _shown(found, list(page)),
        "page": page,
        "view": view,
        "tabs": [(name, label, counts[name]) for name, (label, _rows) in views.items()],
        "row_template": target.row_template,
        "again": queries.earlier_import_of(found),
        "back": request.get_full_path(),
    }
    return render(request, "imports/preview.html", context)


def _shown(found: Batch, rows: list[StagedRow]) -> list[dict[str, Any]]:
    """Rows of the preview with what is said about them; `table` and `under` where another table or group begins."""
    target = target_of(found.target)
    names = {table["number"]: table["name"] or _("Table %(number)s") % table for table in found.tables}
    table, under, before = 0, "", ""
    shown = []
    for row in rows:
        reading = target.shown(row)
        is_record = row.outcome == Outcome.RECORD
        group = reading["under"] if is_record else under
        shown.append(
            {
                "row": row,
                "reading": reading,
                "doubts": target.doubts(row),
                "choices": target.choices(row),
                "is_record": is_record,
                "table": names[row.table] if len(found.chosen) > 1 and row.table != table else "",
                "under": group if group != under and before != Outcome.HEADING else "",
            }
        )
        table, under, before = row.table, group, row.outcome
    return shown


def report(request: HttpRequest, found: Batch) -> HttpResponse:
    """What came of it."""
    target = target_of(found.target)
    wrote = found.state in (State.APPLIED, State.UNDONE)
    context = {
        **_head(request, found),
        "badge": state_badge(found),
        "wrote": wrote,
        "tasks": target.counted(found.records) if wrote else "",
        "facts": target.facts(found) if wrote else [],
        "unchanged": found.counts.get("unchanged", 0),
        "notes": notes_of(found),
        "taken": target.counted(taken) if (taken := found.rows.filter(undone=True).count()) else "",
        "may_undo": _may_go_on(request, found) and found.state == State.APPLIED and not found.counts.get("unchanged"),
    }
    return render(request, "imports/report.html", context)


def _head(request: HttpRequest, found: Batch) -> dict[str, Any]:
    """What every page of an import shows."""
    return {
        "title": found.title,
        "batch": found,
        "steps": steps_of(found),
        "refusals": [Refusal("refused", sentence) for sentence in problems_of(found)],
        "may_go_on": _may_go_on(request, found),
    }


def _may_go_on(request: HttpRequest, found: Batch) -> bool:
    permission = target_of(found.target).permission
    return access.may(request.user, "imports.import_table", found) and access.may(
        request.user, permission, found.organization
    )


def steps_of(found: Batch | None) -> list[WizardStep]:
    """The line of steps under the title."""
    names = [_("Give the file"), _("Confirm the columns"), _("Look at the doubts"), _("Report")]
    places = {State.RECEIVED: 1, State.READING: 1, State.COLUMNS: 1, State.STAGING: 2, State.PREVIEW: 2}
    current = 0 if found is None else places.get(State(found.state), 3)
    urls = {1: reverse("imports:columns", args=[found.uid])} if found and found.state == State.PREVIEW else {}
    return [
        WizardStep(name, "done" if place < current else "current" if place == current else "ahead", urls.get(place, ""))
        for place, name in enumerate(names)
    ]
