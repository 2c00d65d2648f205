"""What is asked about an imported list: the programme it belongs to, and where it comes from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.forms import Line, Passage
from phusa.planning.cooperation.models import Programme
from phusa.planning.cooperation.permissions import keeps_it
from phusa.planning.cooperation.queries import visible_to
from phusa.planning.cooperation.vocabulary import ResultKind
from phusa.planning.cooperation.workflow import PROGRAMME


class ListForm(forms.Form):
    """The programme, and the source of rows that name none."""

    title = Line(label=_("Title of the list"), max_length=1000, help_text=_("As the paper calls it."))
    source = Passage(
        label=_("Source of the list"), rows=2, help_text=_("It is kept with every row that names no source of its own.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = visible_to(user).filter(state__in=PROGRAMME.step("record").from_).select_related("drafting")
        kept = [each.pk for each in open_ones if keeps_it(user, each)]
        self.fields["programme"] = forms.ModelChoiceField(
            Programme.objects.filter(pk__in=kept), label=_("Programme"), empty_label=None
        )
        self.order_fields(("programme", "title", "source"))


class ResultsListForm(ListForm):
    """Also the kind of results that the table does not tell apart."""

    kind = forms.ChoiceField(
        label=_("Kind of the results"), choices=ResultKind.choices, help_text=_("Where the table has no column for it.")
    )
