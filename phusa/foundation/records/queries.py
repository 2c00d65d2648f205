"""Facts about the installation itself."""

from phusa.foundation.records.models import Installation


def installation() -> Installation | None:
    """The installation's row, or None before `phusa init`."""
    return Installation.objects.filter(pk=1).first()
