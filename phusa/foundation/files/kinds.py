"""The kinds of file that the program knows, by media type. Imports no framework: the readers do without one."""

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
TEXT = "text/plain"  # tables in text too, whatever stands between their cells
HTML = "text/html"
JPEG, PNG, TIFF = "image/jpeg", "image/png", "image/tiff"

# What is kept, and how a name of the kind ends: first as the file is called when its name says something else.
ENDINGS: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    DOCX: (".docx", ".dotx"),
    XLSX: (".xlsx", ".xltx"),
    PPTX: (".pptx",),
    DOC: (".doc", ".dot"),
    XLS: (".xls", ".xlt"),
    ODT: (".odt",),
    ODS: (".ods",),
    TEXT: (".txt", ".csv", ".tsv", ".tab"),
    HTML: (".html", ".htm"),
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    TIFF: (".tif", ".tiff"),
}

# What is never kept
XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
ARCHIVE = "application/zip"
OLE = "application/x-ole-storage"
MACROS = "application/x-office-with-macros"
ENCRYPTED = "application/x-office-with-password"
DAMAGED = "application/x-office-damaged"
