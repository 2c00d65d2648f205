"""What is said about an import: its deeds in the journal, why it was refused, what the reader noted."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.reading.tables import Note, Unreadable
from phusa.foundation.journal.wording import reads

reads("import.started", _("Gave a file to be imported"), file=_("File"), target=_("As"))
reads("import.applied", _("Imported the table"), records=_("Records"), file=_("File"))
reads("import.undone", _("Took the import back"), rows=_("Rows taken back"), spared=_("Rows left"))
reads("file.stored", _("Stored a file"), sha256=_("SHA-256"))


def problems_of(batch: Batch) -> list[str]:
    """Why the batch was refused, or did not go on, as sentences; none when nothing is wrong."""
    if not batch.problem:
        return []
    code, params = batch.problem
    match code:
        case "refused":
            return list(params["sentences"])
        case "broke-off":
            return [
                gettext(
                    "The program broke off at this step again and again. Nothing was written. Tell the administrator."
                )
            ]
    return [str(Unreadable(code, params))]


def notes_of(batch: Batch) -> list[str]:
    """What the reader noted about the file and the chosen tables, as sentences."""
    of_tables = [note for table in batch.tables if table["number"] in batch.chosen for note in table["notes"]]
    return [str(Note(code, params)) for code, params in [*batch.notes, *of_tables]]
