"""Signed packages for tests: made, taken in and accepted by the deeds themselves."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from phusa.foundation.files.models import StoredFile
from phusa.planning.requests import services
from phusa.planning.requests.models import Answer, Item, Package, Request
from phusa.planning.requests.vocabulary import AnswerTerms
from tests.builders import requests as build
from tests.cast import Cast

PDF = b"%PDF-1.4\n%%EOF\n"


def package_of(cast: Cast, request: Request) -> bytes:
    return services.package_file(services.make_request_package(cast.specialist, request, with_pdf=False, at=build.AT))


def answered(cast: Cast, request: Request, outcome: str = "granted") -> bytes:
    for item in request.items.all():
        services.record_answer(
            cast.ministry_officer,
            build.fresh(item),
            AnswerTerms(outcome, date(2025, 6, 16), cast.ministry.pk, text="Đồng ý hỗ trợ"),
            revision=build.fresh(item).revision,
            at=build.AT,
            file=ContentFile(PDF, name="Công văn trả lời.pdf"),
            secrecy="normal",
        )
    package = services.make_answer_package(cast.ministry_officer, build.fresh(request), with_pdf=False, at=build.AT)
    return services.package_file(package)


def take_in(cast: Cast, content: bytes, *, by: str = "specialist", **more: Any) -> Package:
    side = cast.ministry if by == "ministry_officer" else cast.authority
    return services.take_in(
        getattr(cast, by), ContentFile(content, name="goi.zip"), side, secrecy="normal", at=build.AT, **more
    )


def accepted(cast: Cast, package: Package, *, by: str, whose: Any) -> Package:
    return services.accept(
        getattr(cast, by), package, whose, checked="Gọi điện cho văn thư, đọc đủ 8 nhóm", revision=package.revision,
        at=build.AT,
    )  # fmt: skip


def forgotten(request: Request) -> None:
    """The other installation has never heard of the request."""
    StoredFile.objects.all().delete()
    Answer.objects.all().delete()
    Package.objects.all().delete()
    Item.objects.filter(request=request).delete()
    request.delete()
