"""Degrees of secrecy, and the kinds of file that the program takes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
TEXT = "text/plain"

# media type → file name ending under which it is given back
ENDINGS = {
    PDF: ".pdf",
    DOCX: ".docx",
    XLSX: ".xlsx",
    XLS: ".xls",
    TEXT: ".txt",
    "text/csv": ".csv",
    "text/html": ".html.txt",  # kept, but never as something that a browser would run
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}


class Secrecy(models.TextChoices):
    """The degree that the paper carries; everything above «normal» is refused at the door.

    Source: Law on the protection of state secrets; practice brief, Secrecy.
    """

    NORMAL = "normal", _("Normal")
    CONFIDENTIAL = "confidential", _("Confidential (Mật)")
    SECRET = "secret", _("Secret (Tối mật)")
    TOP_SECRET = "top_secret", _("Top secret (Tuyệt mật)")
