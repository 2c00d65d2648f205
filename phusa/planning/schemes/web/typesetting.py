"""Long tables of a scheme as HTML, written as strings: a paper has hundreds of tasks, each with a dozen marks."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from urllib.parse import quote_plus

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from phusa.foundation.ui.templatetags.ui import dong, icon, nothing
from phusa.foundation.ui.vocabulary import Text
from phusa.planning.schemes.documents import PartyText, SolutionText, TaskText
from phusa.planning.schemes.queries import Share

NONE = '<span class="quiet">0</span>'
IN_SHORT = 40  # letters of a solution that has no number


def task_items(tasks: Iterable[tuple[TaskText, Sequence[SolutionText], int | None, str]]) -> SafeString:
    """The `<li>`s of tasks: each with its solutions, what it costs, and where it leads (or nowhere)."""
    lead, coordinating, product, deadline = _("Lead"), _("Coordinating"), _("Product"), _("Deadline")
    solutions, budget = _("Solutions"), _("Budget")
    focal = f" ({_('focal point')})"
    focus = f' <span class="focus">{icon("star")} {_("Focus task")}</span>'
    items = []
    for task, serving, cost, address in tasks:
        content = escape(task.content)
        if address:
            content = f'<a href="{address}">{content}</a>'
        terms = [
            (lead, _leads(task.leads, focal)),
            (coordinating, _coordinating(task.coordinating)),
            (product, escape(task.product)),
            (deadline, escape(task.deadline)),
            (solutions, "; ".join([_solution(one) for one in serving])),
            (budget, "" if cost is None else dong(cost)),
        ]
        items.append(
            f'<li id="{task.lineage}" class="paper-task"><span class="paper-code">{escape(task.code)}</span>'
            f'<div><p class="paper-content as-typed">{content}{focus if task.focus else ""}</p><dl class="paper-terms">'
            + "".join([f"<dt>{term}</dt><dd>{said}</dd>" for term, said in terms if said])
            + "</dl></div></li>\n"
        )
    return SafeString("".join(items))


def _leads(parties: Sequence[PartyText], focal: str) -> str:
    mark = focal if len(parties) > 1 else ""
    return "; ".join([f"{escape(party.name)}{mark if party.focal else ''}" for party in parties])


def _coordinating(parties: Sequence[PartyText]) -> str:
    return "; ".join([f"{escape(p.name)}: <i>{escape(p.duty)}</i>" if p.duty else escape(p.name) for p in parties])


def _solution(solution: SolutionText) -> str:
    named = solution.code or Truncator(solution.text).chars(IN_SHORT)
    return f'<a href="#{solution.lineage}">{escape(named)}</a>'


def share_rows(shares: Iterable[Share], counts: Mapping[str, Text], addresses: Mapping[str, str]) -> SafeString:
    """The `<tr>`s of agencies: `counts` are fields of a share with their headings, `addresses` where each leads, with
    the agency's key to be added at the end.
    """
    marks = {"late": f"{icon('exclamation-triangle-fill')} ", "due_soon": f"{icon('hourglass-split')} "}
    unknown = f' <small class="quiet">{icon("people")} {_("named together, or as written")}</small>'
    heads = {name: f'<td class="is-right" data-label="{escape(str(label))}">' for name, label in counts.items()}
    first = next(iter(counts))
    rows = []
    for share in shares:
        rows.append(f'<tr><th scope="row">{escape(share.name)}{"" if share.known else unknown}</th>')
        for name in counts:
            figure = getattr(share, name)
            if figure is None:
                rows.append(f"{heads[name]}{nothing()}</td>")
                continue
            link = f'<a class="share-{name}" href="{escape(addresses[name])}{quote_plus(share.key)}"'
            link += f"{' data-row-link' if name == first else ''}>{marks.get(name, '')}{figure}</a>"
            rows.append(f"{heads[name]}{link if figure else NONE}</td>")
        rows.append("</tr>\n")
    return SafeString("".join(rows))
