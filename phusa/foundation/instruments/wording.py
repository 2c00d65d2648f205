"""How deeds on instruments read in the journal."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.vocabulary import RelationKind
from phusa.foundation.journal.wording import label_of, reads

_RELATION = (_("Relation"), label_of(RelationKind))

reads("instrument.added", _("Added the instrument"), number=_("Number"), title=_("Subject"))
reads("instrument.edited", _("Edited the instrument"), number=_("Number"), title=_("Subject"))
reads("instrument.related", _("Recorded a relation"), relation=_RELATION, other=_("To"))
reads("instrument.unrelated", _("Took a relation back"), relation=_RELATION, other=_("To"))
