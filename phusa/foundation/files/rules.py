"""What may come in: degree of secrecy, size, and what the content turns out to be."""

from django.conf import settings
from django.utils.translation import gettext as _

from phusa.foundation.files import kinds
from phusa.foundation.files.vocabulary import Secrecy
from phusa.kernel.refusals import Refusal


def nothing_secret(secrecy: str) -> Refusal | None:
    """Papers marked Mật or above never enter. Source: practice brief, Secrecy; domain brief 8.2."""
    if secrecy in Secrecy.values and secrecy == Secrecy.NORMAL:
        return None
    if secrecy not in Secrecy.values:
        return Refusal("secrecy-not-stated", _("Say which degree of secrecy the paper carries."))
    return Refusal(
        "secret-paper",
        _("A paper marked Mật or above must not enter this system. Keep it in the office's secret register."),
        source=_("Law on the protection of state secrets"),
    )


def not_too_large(size: int) -> Refusal | None:
    """`size` in bytes, against the installation's limit."""
    limit: int = settings.PHUSA_UPLOAD_LIMIT
    if size <= limit:
        return None
    return Refusal(
        "too-large",
        _("The file has %(size)d MB; the limit is %(limit)d MB. Split it, or save it without pictures.")
        % {"size": -(-size // (1 << 20)), "limit": limit >> 20},
    )


def not_empty(size: int) -> Refusal | None:
    """A file of no bytes is a failed copy."""
    return None if size else Refusal("empty-file", _("The file is empty. Save it again and choose it once more."))


def of_a_known_kind(media_type: str) -> Refusal | None:
    """Programs, archives and unknown formats are refused, and what carries macros or cannot be opened."""
    if media_type in kinds.ENDINGS:
        return None
    match media_type:
        case kinds.MACROS:
            text = _("The file carries macros. Save it without macros (.docx or .xlsx), then try again.")
            return Refusal("macro", text)
        case kinds.ENCRYPTED:
            text = _("The file is protected by a password. Save it without one, then try again.")
            return Refusal("encrypted", text)
        case kinds.DAMAGED:
            return Refusal("damaged", _("The file is damaged or incomplete."))
    return Refusal(
        "unknown-kind",
        _("The content is not a document, a table, a text or a picture that this system keeps (%(kind)s).")
        % {"kind": media_type or "?"},
    )
