"""Imports as tests make them: an installation, a person who imports, a table as CSV, and the whole road in one call."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from phusa.config.startup import make_installation, operator
from phusa.foundation.access.models import User
from phusa.foundation.imports import services
from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.registry import target_of
from phusa.foundation.organizations.models import Organization

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
HEAD = "TT;Nội dung nhiệm vụ;Cơ quan chủ trì;Cơ quan phối hợp;Sản phẩm;Thời gian hoàn thành"
ROWS = (
    "1;Xây dựng kế hoạch phát triển khoa học và công nghệ;Sở Khoa học và Công nghệ;Sở Tài chính;Kế hoạch;6/2025",
    "2;Hỗ trợ doanh nghiệp đổi mới công nghệ;Sở Công Thương, Sở Khoa học và Công nghệ;;Báo cáo;Hằng năm",
    ";và khởi nghiệp sáng tạo;;;;",
    "3;Tuyên truyền về đổi mới sáng tạo;Các sở, ban, ngành;;;Thường xuyên",
    "4;Lập quy hoạch vùng ứng dụng công nghệ cao;Sở Nông nghiệp;;Quy hoạch;theo kế hoạch",
)
ABOUT = {
    "kind": "plan",
    "number": "86/KH-UBND",
    "issuer": "UBND tỉnh Thử",
    "issued_on": "2025-01-09",
    "scheme_kind": "annex",
    "in_force": True,
}


def installed() -> tuple[User, Organization]:
    """An installation: the account of the command line and the authority."""
    make_installation(name="Thử", authority_name="UBND tỉnh Thử", demonstration=False, at=NOW)
    actor = operator()
    return actor, Organization.objects.get(memberships__user=actor)


def table(rows: Iterable[str] = ROWS, name: str = "annex.csv") -> SimpleUploadedFile:
    """A CSV with the usual headings."""
    return SimpleUploadedFile(name, "\n".join([HEAD, *rows]).encode())


def started(actor: User, authority: Organization, given: Any = None, **about: Any) -> Batch:
    """A batch whose file is kept and not read yet."""
    return services.start_import(
        actor,
        target="tasks",
        title=about.pop("title", "Kế hoạch thử"),
        about={**ABOUT, **about},
        given=given or table(),
        secrecy="normal",
        organization=authority,
        authority=authority,
        at=NOW,
    )


def previewed(actor: User, authority: Organization, given: Any = None, **about: Any) -> Batch:
    """A batch whose columns are confirmed as guessed and whose rows are read."""
    batch = started(actor, authority, given, **about)
    services.read_file(batch)
    batch = services.confirm_columns(
        actor, batch, chosen=batch.chosen, mapping=batch.mapping, revision=batch.revision, at=NOW
    )
    services.stage_rows(batch)
    return batch


def applied(actor: User, authority: Organization, given: Any = None, create: bool = False, **about: Any) -> Batch:
    """A batch that has been written, every suggestion accepted; with `create` every unknown agency is added."""
    batch = previewed(actor, authority, given, **about)
    if create:
        answers = {question.key: "create" for question in target_of("tasks").questions(batch)}
        batch = services.decide(actor, batch, rows={}, answers=answers, at=NOW)
        services.stage_rows(batch)
    batch = services.request_apply(actor, batch, at=NOW)
    services.apply_rows(batch, at=NOW)
    return batch
