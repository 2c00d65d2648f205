"""What the program runs on may be given on under Apache-2.0; what only checks it may be GPL."""

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKED = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE)

ALLOWED = re.compile(
    r"""
    apache | \bbsd\b | 0bsd | \bmit\b | \bisc\b | zlib | \bpsf\b | python\ software\ foundation | hpnd | unlicense
    | mpl-2 | mozilla\ public\ license
    """,
    re.IGNORECASE | re.VERBOSE,
)
COPYLEFT = re.compile(r"\b[al]?gpl|affero|general public license", re.IGNORECASE)
LIBRARIES_UNDER_LGPL = {"psycopg", "psycopg-binary"}  # used as libraries, replaceable, unchanged


def licence(package: PackageMetadata) -> str:
    """What the package says of its licence: the expression, the classifiers, or else the first line of the text."""
    classifiers = [line.split(" :: ")[-1] for line in package.get_all("Classifier", []) if line.startswith("License")]
    text = (package.get("License") or "").strip().splitlines()[:1]
    return "; ".join(filter(None, [package.get("License-Expression"), *classifiers, *text]))


@pytest.mark.parametrize("name", LOCKED)
def test_a_run_time_package_has_a_licence_that_we_may_pass_on(name: str) -> None:
    try:
        said = licence(metadata(name))
    except PackageNotFoundError:
        pytest.skip("locked for another platform")
    if name in LIBRARIES_UNDER_LGPL:
        assert "LGPL" in said or "Lesser" in said
    else:
        assert ALLOWED.search(said), f"{name} says: {said or 'nothing'}"
        assert not COPYLEFT.search(said), f"{name} says: {said}"
