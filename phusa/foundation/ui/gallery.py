"""The exhibits of the gallery: every component in each of its states.

The samples are data, so they stay Vietnamese in either language. Only the list reads the database: the program's own
tables, with invented columns beside their names.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.forms import DayField, DongField
from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.vocabulary import (
    Ability,
    Deadline,
    State,
    Tab,
    Tile,
    Timeliness,
    Tone,
    WizardStep,
    progress_state,
)
from phusa.foundation.ui.web.conflicts import Difference
from phusa.kernel.dong import Dong
from phusa.kernel.refusals import Refusal

_DAY = date(2026, 11, 23)
_MOMENT = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
_PROGRESS = ["not_started", "in_progress", "done", "paused"]


class TableFilter(django_filters.FilterSet):
    """A filter of each look."""

    package = django_filters.ChoiceFilter(field_name="app_label", label=_("Package"), empty_label=_("all"))
    several = django_filters.MultipleChoiceFilter(field_name="app_label", label=_("Several packages"))
    number = django_filters.NumberFilter(field_name="pk", lookup_expr="gte", label=_("Number from"))
    own = django_filters.BooleanFilter(method="only_own", label=_("Only lists' own tables"), widget=forms.CheckboxInput)

    class Meta:
        model = ContentType
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(label, label) for label in sorted({c.app_label for c in ContentType.objects.all()})]
        self.filters["package"].extra["choices"] = labels
        self.filters["several"].extra["choices"] = labels

    def only_own(self, rows: Any, name: str, value: bool) -> Any:
        """Tables of this package."""
        return rows.filter(app_label="ui") if value else rows


TABLES = Listing(
    "ui.gallery",
    columns=(
        Column("model", _("Table"), lambda t: t.name, kind="link", sort="model", link=lambda t: "#list", fixed=True),
        Column("package", _("Package"), lambda t: t.app_label, sort=("app_label", "model")),
        Column("number", _("Number"), lambda t: t.pk, kind="number", sort="pk", total=Sum("pk")),
        Column("money", _("Amount"), lambda t: Dong(t.pk * 137_250_000), kind="money"),
        Column("day", _("Day"), lambda t: _DAY + timedelta(days=t.pk), kind="date", sort="pk"),
        Column("state", _("Status"), lambda t: progress_state(_PROGRESS[t.pk % 4], "on_time"), kind="status"),
        Column("percent", _("Progress"), lambda t: t.pk * 7 % 101, kind="percent", usual=False),
        Column("at", _("Moment"), lambda t: _MOMENT + timedelta(hours=t.pk), kind="datetime", usual=False),
    ),
    filters=TableFilter,
    search=("model",),
    order="package",
    size=25,
)


class SampleForm(forms.Form):
    """A field of each kind."""

    name = forms.CharField(label=_("Title"), help_text=_("As it stands in the document."))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("scheme", "Đề án"), ("plan", "Kế hoạch")])
    day = DayField(label=_("Issued on"))
    money = DongField(label=_("Amount"), required=False, help_text=_("For example 1.250.000.000 or 1,25 tỷ."))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    lead = forms.ChoiceField(
        label=_("Who leads"), choices=[("one", "Một cơ quan"), ("several", "Nhiều cơ quan")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label=_("I have read the document"))


class FileForm(forms.Form):
    """A file to be dropped."""

    file = forms.FileField(label=_("Drop the annex here, or choose it"))


STATES: list[tuple[str, list[State]]] = [
    (
        "progress_state(status, timeliness)",
        [
            progress_state("not_started"),
            progress_state("not_started", Timeliness.ON_TIME),
            progress_state("not_started", Timeliness.SOON),
            progress_state("not_started", Timeliness.LATE),
            progress_state("in_progress", Timeliness.ON_TIME),
            progress_state("in_progress", Timeliness.SOON),
            progress_state("in_progress", Timeliness.LATE),
            progress_state("done", Timeliness.ON_TIME),
            progress_state("done", Timeliness.LATE),
            progress_state("paused"),
        ],
    ),
    (
        "confirmed=False",
        [
            progress_state("in_progress", Timeliness.LATE, confirmed=False),
            progress_state("done", Timeliness.ON_TIME, confirmed=False),
        ],
    ),
    (
        "State(label, icon, tone)",
        [State(tone.label, "flag", tone) for tone in Tone],
    ),
]

DEADLINES = [
    Deadline("Quý IV/2026", date(2026, 12, 31), 28, Timeliness.ON_TIME),
    Deadline("Trước ngày 30/11/2026", date(2026, 11, 30), 5, Timeliness.SOON),
    Deadline("23/11/2026", date(2026, 11, 23), 0, Timeliness.SOON),
    Deadline("Tháng 9/2026", date(2026, 9, 30), -37, Timeliness.LATE),
    Deadline("Năm 2026", date(2026, 12, 31)),
    Deadline("Theo tiến độ của cấp có thẩm quyền", unread=True),
    Deadline(),
]

PARTIES = [
    {"label": "Sở Khoa học và Công nghệ", "url": "#parties", "focal": True},
    {"label": "Sở Tài chính", "url": "#parties", "duty": "Bố trí kinh phí hằng năm"},
    {"label": "UBND cấp xã"},
    {"label": "Sở Khoa học & CN", "doubt": "Chưa rõ là cơ quan nào"},
]

REFUSALS = [
    Refusal(
        "task-without-solution",
        "Các nhiệm vụ trọng tâm chưa có giải pháp: 1.2, 3.4.",
        "Kết luận ngày 23/6/2021, mục 6",
        "#refusals",
    ),
    Refusal("no-lead", "Nhiệm vụ 2.1 chưa có cơ quan chủ trì."),
]

DIFFERENCES = [
    Difference(
        "content",
        "Nội dung",
        "Xây dựng kế hoạch năm 2027",
        "Xây dựng kế hoạch năm 2027",
        "Xây dựng kế hoạch 2027–2030",
        "Xây dựng kế hoạch 2027–2030",
        True,
    ),
    Difference("lead", "Cơ quan chủ trì", "1", "Sở Khoa học và Công nghệ", "2", "Sở Nông nghiệp và Môi trường", False),
    Difference("product", "Sản phẩm", "Kế hoạch", "Kế hoạch", "Kế hoạch", "Kế hoạch", False),
]

HAPPENINGS = [
    {
        "at": _MOMENT,
        "who": "Nguyễn Thị Mẫu",
        "capacity": "Chuyên viên · Sở Khoa học và Công nghệ",
        "deed": "Cập nhật tiến độ",
        "details": [("Tỷ lệ", "45% → 60%"), ("Diễn giải", "Đã lấy ý kiến các sở, ngành.")],
    },
    {"at": _MOMENT - timedelta(days=9), "who": "Trần Văn Thử", "deed": "Giao nhiệm vụ", "url": "#history"},
]


def context() -> dict[str, Any]:
    """Everything the gallery shows beside the list."""
    faulty = SampleForm({"name": "", "kind": "plan", "day": "31/31/2026", "money": "1,250 tỷ", "note": "Giữ nguyên"})
    return {
        "title": _("Gallery of components"),
        "states": STATES,
        "deadlines": DEADLINES,
        "amounts": [Dong(1_250_000_000), Dong(345_600_000), Dong(98_500), None],
        "percents": [0, 45, 100, None],
        "parties": PARTIES,
        "refusals": REFUSALS,
        "differences": DIFFERENCES,
        "happenings": HAPPENINGS,
        "moment": _MOMENT,
        "day": _DAY,
        "abilities": [
            Ability("Cập nhật tiến độ", allowed=True, url="#abilities"),
            Ability("Trình phê duyệt", allowed=False, who="Giám đốc Sở Khoa học và Công nghệ"),
            Ability("Sửa nội dung", allowed=False, reason="Văn bản đã phê duyệt không thay đổi; lập bản sửa đổi."),
        ],
        "tiles": [
            Tile("Nhiệm vụ", 140, url="#list", icon="list-task"),
            Tile("Quá hạn", 12, url="#list", tone=Tone.LATE, icon="exclamation-triangle-fill", note="ở 5 cơ quan"),
            Tile("Đến hạn trong 30 ngày", 9, url="#list", tone=Tone.SOON, icon="hourglass-split"),
            Tile("Hoàn thành, đã xác nhận", 31, url="#list", tone=Tone.DONE, icon="check-circle-fill"),
            Tile("Kinh phí", Dong(12_400_000_000).short(), note="chưa ghi nhận giải ngân"),
        ],
        "tabs": [
            Tab("Văn bản", "#tabs", active=True),
            Tab("Ma trận", "#tabs", count=140),
            Tab("Cơ quan", "#tabs", count=37),
            Tab("Lịch sử", "#tabs"),
        ],
        "steps": [
            WizardStep("Tải tệp lên", "done", "#steps"),
            WizardStep("Xác nhận các cột", "current"),
            WizardStep("Xem trước", "ahead"),
            WizardStep("Kết quả", "ahead"),
        ],
        "facts": [
            ("Cơ quan ban hành", "Chính phủ"),
            ("Số, ký hiệu", "03/NQ-CP"),
            ("Ngày có hiệu lực", None),
        ],
        "jobs": [
            {
                "id": "waiting",
                "title": "Đọc tệp",
                "state": "waiting",
                "percent": None,
                "line": "Đang chờ đến lượt",
                "url": "#jobs",
            },
            {
                "id": "running",
                "title": "Đọc tệp",
                "state": "running",
                "percent": 62,
                "line": "6.200 trên 10.000 dòng",
                "url": "#jobs",
            },
            {
                "id": "done",
                "title": "Đọc tệp",
                "state": "done",
                "line": "Đã đọc 10.000 dòng",
                "result_url": "#jobs",
                "result": "Xem trước",
                "url": "#jobs",
            },
            {
                "id": "failed",
                "title": "Đọc tệp",
                "state": "failed",
                "error": "Tệp không phải là bảng tính: hãy lưu lại dưới dạng XLSX.",
                "url": "#jobs",
            },
        ],
        "form": faulty,
        "empty_form": SampleForm(auto_id="empty_%s"),
        "file_form": FileForm(),
    }
