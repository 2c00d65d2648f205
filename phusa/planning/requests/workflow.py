"""The life of a request. Each of its items has an outcome of its own; when all are settled the request is answered."""

from django.utils.translation import gettext_lazy as _

from phusa.kernel.workflow import Step, Workflow
from phusa.planning.requests import rules
from phusa.planning.requests.models import Request
from phusa.planning.requests.vocabulary import RequestState

DRAFT, OPEN = RequestState.DRAFT, RequestState.OPEN
ANSWERED, WITHDRAWN = RequestState.ANSWERED, RequestState.WITHDRAWN

REQUEST = Workflow[Request](
    "request",
    states=RequestState,
    initial=DRAFT,
    state_of=lambda request: request.state,
    steps=(
        Step("edit", {DRAFT}, None, permission="requests.edit_request", label=_("Edit")),
        Step(
            "send",
            {DRAFT},
            OPEN,
            permission="requests.send_request",
            guards=(rules.it_has_a_title, rules.it_asks_something),
            label=_("Record that it was sent"),
        ),
        Step("handle", {OPEN}, None, permission="requests.handle_request", label=_("Say who works on it")),
        Step("answer", {OPEN}, None, permission="requests.answer_request", label=_("Record an answer")),
        Step("complete", {OPEN}, ANSWERED),
        Step("reopen", {OPEN, ANSWERED}, OPEN, permission="requests.reopen_request", label=_("Take up again")),
        Step("withdraw", {DRAFT, OPEN}, WITHDRAWN, permission="requests.send_request", label=_("Withdraw the request")),
    ),
)
