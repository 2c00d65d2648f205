"""Every package of the house looks like the next: the same files, a page that explains it, both languages."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from scripts import catalogues, published

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "phusa"
OURS = [config for config in apps.get_app_configs() if config.name.startswith("phusa.")]
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "handler", "handlers"}
FORBIDDEN_NAMES |= {"process", "data", "info", "misc", "core", "base"}


def test_lock_files_and_sources_name_no_address_of_a_package_and_no_path_of_a_machine() -> None:
    assert not (complaints := published.complaints()), "\n".join(complaints)


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_a_package_explains_itself_on_one_page(config) -> None:
    page = Path(config.path, "README.md")
    assert page.is_file(), f"{config.name} has no README.md"
    assert 5 <= len(page.read_text().splitlines()) <= 120


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_a_package_is_labelled_by_its_directory(config) -> None:
    assert config.label == Path(config.path).name
    assert config.name == ".".join(Path(config.path).relative_to(ROOT).parts)


def test_every_package_of_the_house_is_installed() -> None:
    on_disk = {".".join(path.parent.relative_to(ROOT).parts) for path in PROGRAM.rglob("apps.py")}
    assert on_disk == {config.name for config in OURS}


def test_every_message_is_translated_and_every_translation_is_used() -> None:
    assert not (complaints := catalogues.check()), "\n".join(complaints)


def test_a_message_inside_an_f_string_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "words.py").write_text("""name = f"{_('pasted table')}.{ending}"\n""")
    assert [message.id for message in catalogues.extract_messages(tmp_path) if message.id] == ["pasted table"]


def test_every_catalogue_is_one_that_django_reads() -> None:
    read = {Path(config.path, "locale") for config in OURS} | {Path(path) for path in settings.LOCALE_PATHS}
    assert set(PROGRAM.rglob("locale")) <= read


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = {path.with_suffix("") for path in PROGRAM.rglob("*.py")} | {path.parent for path in PROGRAM.rglob("*.py")}
    assert sorted(str(path.relative_to(ROOT)) for path in named if path.name in FORBIDDEN_NAMES) == []


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in PROGRAM.rglob("*.py")
        if "migrations" not in path.parts
        and path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_test_sleeps() -> None:
    sleeping = re.compile(r"\b(time\.)?sleep\(|wait_for_timeout\(")
    this = Path(__file__)
    assert [
        str(path) for path in this.parents[1].rglob("*.py") if path != this and sleeping.search(path.read_text())
    ] == []


def test_no_test_replaces_our_own_code() -> None:
    replacing = re.compile(r"unittest import mock|unittest\.mock|\bmocker\b|MagicMock")
    this = Path(__file__)
    assert [
        str(path) for path in this.parents[1].rglob("*.py") if path != this and replacing.search(path.read_text())
    ] == []
