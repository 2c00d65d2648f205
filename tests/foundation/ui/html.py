"""Reading answers: the table of a list, and the law of htmx (old page + fragment = fresh page)."""

import re
from html import unescape

from lxml import html


def table(page: str) -> list[list[str]]:
    """The headings and rows of the list on a page, as a person reads them."""
    document = html.fromstring(page)
    rows = document.xpath("//table//thead//tr | //table//tbody//tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")] for row in rows]


def next_page(page: str) -> str:
    """The address of the next page, or nothing on the last."""
    return "".join(f"/people/{href}" for href in html.fromstring(page).xpath("//a[@rel='next']/@href"))


def with_fragment(old_page: str, fragment: str, target: str) -> str:
    """The old page after htmx has put the fragment in the place of the element `target`."""
    page, new = html.fromstring(old_page), html.fromstring(fragment)
    (old,) = page.xpath(f"//*[@id='{target}']")
    new.tail = old.tail
    old.getparent().replace(old, new)
    return html.tostring(page, encoding="unicode")


def same(one: str, other: str) -> bool:
    """Whether two pages are the same but for their CSRF tokens and white space."""
    return _plain(one) == _plain(other)


def _plain(page: str) -> str:
    text = html.tostring(html.fromstring(page), encoding="unicode")
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", text)
    return unescape(" ".join(text.split()))
