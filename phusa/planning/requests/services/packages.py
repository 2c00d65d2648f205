"""Signed packages: making one to be sent, taking in one that came, keeping the keys of other installations.

A package of an unknown key is held, whole and checked, until somebody has asked its maker for the fingerprint.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from phusa.foundation import access
from phusa.foundation.documents.pdf import to_pdf
from phusa.foundation.files.models import StoredFile
from phusa.foundation.files.queries import files_of
from phusa.foundation.files.services import store_file
from phusa.foundation.files.vocabulary import Secrecy
from phusa.foundation.journal import keys
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import Directory, within
from phusa.foundation.records.queries import installation
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold, normal
from phusa.planning.requests import rules
from phusa.planning.requests.exchange import letters, reading, writing
from phusa.planning.requests.exchange.format import LETTER, LETTER_PDF, fingerprint
from phusa.planning.requests.exchange.reading import Opened, SentAnswers, SentRequest
from phusa.planning.requests.models import Answer, Item, Package, PartnerKey, Request
from phusa.planning.requests.permissions import side_of
from phusa.planning.requests.services.answering import add_answer
from phusa.planning.requests.services.drafting import CENTRAL, forbid, instrument_of, set_clocks
from phusa.planning.requests.vocabulary import (
    AnswerTerms,
    Direction,
    DueBasis,
    PackageKind,
    PackageState,
    Paper,
    RequestState,
)

# Going out


def make_request_package(actor: Any, request: Request, *, with_pdf: bool, at: datetime) -> Package:
    """The package that carries the request; the one that was made before, if there is one.

    The letter is drawn before the transaction begins: a PDF takes seconds.
    """
    access.require(actor, "requests.make_package", request)
    side = side_of(actor, request)
    forbid(
        None if request.sent_at else Refusal("not-sent", _("The request has not been sent yet.")),
        None
        if side == request.asking_authority_id
        else Refusal("not-ours", _("The package of a request is made by the side that asks.")),
    )
    known = request.packages.filter(side=side, kind=PackageKind.REQUEST, state=PackageState.SENT).first()
    if known:
        return known
    items = list(request.items.order_by("number"))
    with override("vi"):
        files = _drawn(letters.request_letter(request, items), with_pdf)
    return _keep(actor, request, PackageKind.REQUEST, _told_of_request(request, items), files, [], at)


def make_answer_package(actor: Any, request: Request, *, with_pdf: bool, at: datetime) -> Package:
    """The package that carries the answers which no package has carried yet, with their files."""
    access.require(actor, "requests.make_package", request)
    forbid(
        None
        if side_of(actor, request) == request.asked_authority_id
        else Refusal("not-ours", _("The package of an answer is made by the side that is asked."))
    )
    answers = list(
        Answer.objects.filter(item__request=request, package=None)
        .select_related("item", "answered_by", "instrument")
        .order_by("item__number", "pk")
    )
    forbid(None if answers else Refusal("nothing-to-send", _("There is no answer that has not been packed yet.")))
    with override("vi"):
        files = _drawn(letters.answer_letter(request, answers), with_pdf)
    titles: dict[int, list[dict[str, str]]] = {}
    for answer in answers:
        for number, stored in enumerate(files_of(answer), 1):
            name = f"answer-{answer.item.number}-{answer.pk}-{number}{PurePosixPath(stored.name).suffix[:8].lower()}"
            name = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter in ".-"))
            files[name] = _content(stored)
            titles.setdefault(answer.pk, []).append({"name": name, "title": stored.name})
    return _keep(actor, request, PackageKind.ANSWER, _told_of_answers(request, answers, titles), files, answers, at)


def package_file(package: Package) -> bytes:
    """The package as the one file that is sent."""
    return writing.zipped(package.manifest, package.data, {each.name: _content(each) for each in files_of(package)})


def _content(stored: StoredFile) -> bytes:
    with stored.content.open("rb") as file:
        content: bytes = file.read()
    return content


def _drawn(letter: bytes, with_pdf: bool) -> dict[str, bytes]:
    files = {LETTER: letter}
    if with_pdf and (pdf := to_pdf(letter)):
        files[LETTER_PDF] = pdf
    return files


@transaction.atomic
def _keep(
    actor: Any,
    request: Request,
    kind: PackageKind,
    data: Mapping[str, Any],
    files: Mapping[str, bytes],
    answers: list[Answer],
    at: datetime,
) -> Package:
    request = lock(Request, request.uid)
    known = request.packages.filter(kind=PackageKind.REQUEST, state=PackageState.SENT).first()
    if kind == PackageKind.REQUEST and known:  # somebody else was quicker
        return known
    own = installation()
    packed = writing.pack(
        kind.value,
        data,
        files,
        installation={"uid": str(own.uid) if own else "", "name": own.name if own else ""},
        at=at,
    )
    side_id = request.asking_authority_id if kind == PackageKind.REQUEST else request.asked_authority_id
    package = Package.objects.create(
        kind=kind,
        state=PackageState.SENT,
        side_id=side_id,
        request=request,
        manifest=packed.manifest,
        data=packed.data,
        digest=packed.digest,
        signature=packed.signature,
        public_key=packed.public_key,
        made_by=actor,
        created_at=at,
        illustrative=request.illustrative,
    )
    _store(actor, package, files, Secrecy.NORMAL, at)
    Answer.objects.filter(pk__in=[answer.pk for answer in answers]).update(package=package)
    record("request.package_made", package, actor, at=at, payload={"digest": package.digest})
    return package


def _store(actor: Any, package: Package, files: Mapping[str, bytes], secrecy: str, at: datetime) -> None:
    for name, content in files.items():
        store_file(actor, ContentFile(content, name=name), secrecy=secrecy, owner=package, at=at)


def _told_of_request(request: Request, items: list[Item]) -> dict[str, Any]:
    letter = request.letter
    return {
        "request": {
            "uid": str(request.uid),
            "title": request.title,
            "grounds": "\n".join(
                filter(None, [*(ground.citation for ground in request.grounds.all()), request.grounds_text])
            ),
            "number": letter.number if letter else "",
            "issued_on": _iso(letter.issued_on) if letter else "",
            "issuer": letter.issuer_name if letter else "",
            "sent_on": _iso(request.sent_on),
        },
        "asking": _named(request.asking_authority, request.asking_unit),
        "asked": _named(request.asked_authority, request.asked_unit),
        "items": [
            {
                "uid": str(item.uid),
                "content": item.content,
                "asks": item.asks,
                "due_on": _iso(item.due_on or item.closes_on),
            }
            for item in items
        ],
    }


def _told_of_answers(
    request: Request, answers: list[Answer], files: Mapping[int, list[dict[str, str]]]
) -> dict[str, Any]:
    came_in = request.packages.filter(kind=PackageKind.REQUEST).order_by("pk").first()
    return {
        "answers_to": {
            "request": str(request.uid),
            "title": request.title,
            "number": request.letter.number if request.letter else "",
            "digest": came_in.digest if came_in else "",
        },
        "answered_by": _named(request.asked_authority, request.asked_unit),
        "answers": [
            {
                "uid": str(answer.uid),
                "item": str(answer.item.uid),
                "outcome": answer.outcome,
                "text": answer.text,
                "answered_on": _iso(answer.answered_on),
                "answered_by": str(answer.answered_by),
                "paper": {
                    "kind": answer.instrument.kind,
                    "number": answer.instrument.number,
                    "issued_on": _iso(answer.instrument.issued_on),
                    "issuer": answer.instrument.issuer_name,
                }
                if answer.instrument
                else {},
                "files": files.get(answer.pk, []),
            }
            for answer in answers
        ],
    }


def _named(authority: Organization, unit: Organization | None) -> dict[str, str]:
    return {"authority": authority.current_name, "unit": unit.current_name if unit else ""}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


# Coming in


@transaction.atomic
def take_in(actor: Any, given: File[bytes], side: Organization, *, secrecy: str, at: datetime) -> Package:
    """Take in a package for one side: what is altered, misdirected or here already is refused with a sentence.

    Signed with a key that is known it is recorded at once; with another it is held (`accept`).
    """
    access.require(actor, "requests.take_in_package", side)
    if secrecy != Secrecy.NORMAL:
        raise reading.refused("secret-paper", _("A package marked Mật or above must not enter this system."))
    opened = reading.open_package(given.open("rb"), given.size)
    own = installation()
    if own and opened.installation == own.uid:
        raise reading.refused(
            "made-here", _("This package was made by this installation: it is recorded here already.")
        )
    known = Package.objects.filter(side=side, digest=opened.digest).first()
    if known:
        raise _recorded_already(known)
    key = _key_of(opened, side, at)
    package = Package(
        kind=opened.kind,
        state=PackageState.HELD,
        side=side,
        manifest=opened.manifest,
        data=opened.data,
        digest=opened.digest,
        signature=opened.signature,
        public_key=opened.public_key,
        made_by=actor,
        created_at=at,
    )
    _forbid_what_does_not_fit(opened, side)
    package.save()
    _store(actor, package, opened.files, secrecy, at)
    if key:
        _record(actor, package, opened, key, at)
    else:
        told = {"fingerprint": fingerprint(opened.public_key)}
        record("request.package_held", package, actor, at=at, payload=told)
    return package


@transaction.atomic
def accept(
    actor: Any, package: Package, authority: Organization, *, checked: str, revision: int, at: datetime
) -> Package:
    """Record that the key of a held package is that authority's, how somebody made sure, and what the package says."""
    access.require(actor, "requests.take_in_package", package.side)
    package = lock(Package, package.uid, revision)
    forbid(
        None
        if package.state == PackageState.HELD
        else Refusal("taken-in", _("The package has been taken in already.")),
        rules.reason_is_given(checked, "key-not-checked"),
        rules.authorities_differ(authority.pk, package.side_id),
    )
    key = PartnerKey.objects.create(
        side=package.side,
        authority=authority,
        public_key=package.public_key,
        fingerprint=fingerprint(package.public_key),
        checked=checked.strip(),
        recorded_by=actor,
        valid_from=timezone.localdate(at),
        created_at=at,
    )
    told = {"authority": str(authority), "fingerprint": key.fingerprint}
    record("request.key_recorded", key, actor, at=at, payload=told)
    files = {each.name: _content(each) for each in files_of(package)}
    opened = reading.open_package(ContentFile(writing.zipped(package.manifest, package.data, files)), 0)
    _record(actor, package, opened, key, at)
    return package


@transaction.atomic
def end_key(actor: Any, key: PartnerKey, *, valid_to: date, revision: int, at: datetime) -> PartnerKey:
    """From that day on packages signed with the key are held again."""
    access.require(actor, "requests.take_in_package", key.side)
    key = lock(PartnerKey, key.uid, revision)
    early = key.valid_from and valid_to <= key.valid_from
    forbid(Refusal("ends-before-it-begins", _("The key would end before it begins.")) if early else None)
    key.valid_to = valid_to
    save(key, "valid_to")
    record("request.key_ended", key, actor, at=at, payload={"fingerprint": key.fingerprint})
    return key


def own_fingerprint() -> str:
    """The fingerprint of this installation's key: what is read out to whoever calls."""
    return fingerprint(keys.public_key())


def _key_of(opened: Opened, side: Organization, at: datetime) -> PartnerKey | None:
    rows = PartnerKey.objects.as_of(timezone.localdate(at)).filter(side=side, public_key=opened.public_key)
    found: PartnerKey | None = rows.select_related("authority").first()
    return found


def _forbid_what_does_not_fit(opened: Opened, side: Organization) -> None:
    """What can be seen before anybody knows whose key it is."""
    if opened.kind == PackageKind.REQUEST:
        _request_fits(reading.request_of(opened), side)
    else:
        _answers_fit(reading.answers_of(opened), side)


def _record(actor: Any, package: Package, opened: Opened, key: PartnerKey, at: datetime) -> None:
    """Write what the package says, in the name of the authority whose key it is."""
    if opened.kind == PackageKind.REQUEST:
        sent = reading.request_of(opened)
        _speaks_for(sent.asking.authority, key)
        request, count = _take_in_request(actor, sent, opened, key, package.side, at), 0
    else:
        answers = reading.answers_of(opened)
        request = _answers_fit(answers, package.side)
        if key.authority_id != request.asked_authority_id:
            raise _speaks_for_another(key, str(request.asked_authority))
        count = _take_in_answers(actor, answers, request, package, opened, at)
    package.request, package.state, package.accepted_key = request, PackageState.TAKEN_IN, key
    package.illustrative = request.illustrative
    save(package, "request", "state", "accepted_key", "illustrative")
    told = {"digest": package.digest, "answers": count or ""}
    record("request.package_taken_in", package, actor, at=at, payload=told, context=request)


def _request_fits(sent: SentRequest, side: Organization) -> None:
    known = Request.objects.filter(uid=sent.uid).first()
    if known:
        message = _("The request «%(title)s» is recorded here already.")
        raise Refused([Refusal("recorded-already", message % {"title": sent.title}, link=known.get_absolute_url())])
    if Directory(timezone.localdate()).find(sent.asked.authority).organization_id != side.pk:
        message = _("The package is addressed to «%(asked)s», not to «%(side)s».")
        raise reading.refused("misdirected", message % {"asked": sent.asked.authority, "side": side})


def _answers_fit(answers: SentAnswers, side: Organization) -> Request:
    request = Request.objects.filter(uid=answers.request, asking_authority=side).first()
    if request is None:
        message = _("This answers the request «%(title)s» %(number)s, which is not here.")
        names = {"title": answers.title or answers.request, "number": answers.number}
        raise reading.refused("answer-to-another", message % names)
    sent = request.packages.filter(kind=PackageKind.REQUEST, state=PackageState.SENT)
    if not sent.filter(digest=answers.digest).exists():
        message = _("The answer names another wording of the request «%(title)s» than the one that was sent from here.")
        raise reading.refused("answer-to-another-wording", message % {"title": request.title})
    own = set(request.items.values_list("uid", flat=True))
    if strangers := [answer for answer in answers.answers if answer.item not in own]:
        message = _("%(count)d answers name items that the request «%(title)s» does not have.")
        raise reading.refused("answer-to-another", message % {"count": len(strangers), "title": request.title})
    if Answer.objects.filter(uid__in=[answer.uid for answer in answers.answers]).exists():
        message = _("These answers to «%(title)s» are recorded already.")
        raise Refused(
            [Refusal("recorded-already", message % {"title": request.title}, link=request.get_absolute_url())]
        )
    return request


def _take_in_request(
    actor: Any, sent: SentRequest, opened: Opened, key: PartnerKey, side: Organization, at: datetime
) -> Request:
    _request_fits(sent, side)
    today = timezone.localdate(at)
    asking_unit = _unit_of(sent.asking.unit, key.authority, today)
    asked_unit = _unit_of(sent.asked.unit, side, today)
    paper = Paper(sent.number, sent.issued_on, sent.issuer)
    forbid(rules.authorities_differ(key.authority_id, side.pk))
    request = Request.objects.create(
        uid=sent.uid,
        direction=Direction.RECOMMENDATION if key.authority.level in CENTRAL else Direction.REQUEST,
        asking_authority=key.authority,
        asking_unit=asking_unit,
        asking_unit_name="" if asking_unit else sent.asking.unit,
        asked_authority=side,
        asked_unit=asked_unit,
        title=normal(sent.title),
        folded=fold(f"{sent.title} {sent.number}"),
        grounds_text=sent.grounds,
        letter=instrument_of(actor, paper, sent.title, asking_unit or key.authority, at),
        state=RequestState.OPEN,
        sent_on=sent.sent_on,
        received_on=today,
        sent_at=at,
        origin_installation=opened.installation,
        created_at=at,
    )
    items = [
        Item(
            request=request,
            uid=item.uid,
            number=item.number,
            content=normal(item.content),
            asks=item.asks,
            folded=fold(f"{item.content} {item.asks}"),
            unit=asked_unit,
            due_basis=DueBasis.LETTER if item.due_on else DueBasis.OPEN,
            due_on=item.due_on,
            created_at=at,
        )
        for item in sent.items
    ]
    Item.objects.bulk_create(items, batch_size=500)
    set_clocks(items)
    return request


def _take_in_answers(
    actor: Any, answers: SentAnswers, request: Request, package: Package, opened: Opened, at: datetime
) -> int:
    items = {item.uid: item for item in request.items.all()}
    today = timezone.localdate(at)
    for sent in answers.answers:
        item = items[sent.item]
        unit = _unit_of(sent.answered_by, request.asked_authority, today)
        terms = AnswerTerms(
            outcome=sent.outcome,
            answered_on=sent.answered_on,
            answered_by_id=(unit or request.asked_authority).pk,
            text=sent.text,
            paper=Paper(sent.number, sent.issued_on, sent.issuer, kind=sent.kind),
        )
        answer = add_answer(
            actor, item, terms, side_id=package.side_id, has_file=True, package=package, uid=sent.uid, at=at
        )
        for name, title in sent.files:
            store_file(actor, ContentFile(opened.files[name], name=title), secrecy=Secrecy.NORMAL, owner=answer, at=at)
    return len(answers.answers)


def _unit_of(name: str, authority: Organization, today: date) -> Organization | None:
    """The unit of this name on that side; None where it is not known here."""
    if not name:
        return None
    found = Directory(today, authority.pk).find(name).organization_id
    if found is None or found not in within([authority.pk], today):
        return None
    return Organization.objects.get(pk=found)


def _speaks_for(authority: str, key: PartnerKey) -> None:
    if Directory(timezone.localdate()).find(authority).organization_id != key.authority_id:
        raise _speaks_for_another(key, authority)


def _speaks_for_another(key: PartnerKey, authority: str) -> Refused:
    message = _("The package is signed with the key of «%(key)s» and speaks for «%(authority)s».")
    return reading.refused("speaks-for-another", message % {"key": key.authority, "authority": authority})


def _recorded_already(package: Package) -> Refused:
    if package.state == PackageState.HELD:
        message = _("This package is here already; it waits until its key has been checked.")
    else:
        message = _("This package has been taken in already.")
    link = package.request.get_absolute_url() if package.request else ""
    return Refused([Refusal("recorded-already", message, link=link)])
