# SPDX-License-Identifier: MIT
"""Reads a report.html as strictly as one can: as XML, and then for what a reader needs who
sees no colours, no pictures or no mouse.

    read_page.py PAGE [TEXT]     TEXT must stand in the page, as text

Complains on standard output, one line each; exit 1 when it had to.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree

complaints = []


def want(condition, complaint):
    if not condition:
        complaints.append(complaint)


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def check_structure(page):
    want(page.tag == "html" and page.get("lang"), "the page does not say its language")
    levels = [int(e.tag[1]) for e in page.iter() if re.fullmatch("h[1-6]", e.tag)]
    want(levels[:1] == [1] and levels.count(1) == 1, "there is not one h1, first")
    for before, after in zip(levels, levels[1:]):
        want(after <= before + 1, f"an h{after} follows an h{before}")
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    want(len(ids) == len(set(ids)), "an id stands twice")
    for link in page.iter("a"):
        want(link.get("href", "")[1:] in ids, f"a link to {link.get('href')}, which is not there")
    for element in page.iter():
        title = element.get("aria-labelledby")
        want(title is None or title in ids, f"labelled by {title}, which is not there")


def check_tables(page):
    tables = list(page.iter("table"))
    want(len(tables) > 3, "hardly any table")
    for table in tables:
        caption = table.find("caption")
        for head in table.iter("th"):
            want(head.get("scope") in ("col", "row"), f"a th without scope: {text_of(head)}")
        for row in table.iter("tr"):
            want(text_of(row), "an empty row")
        for cell in table.iter("td"):
            if re.fullmatch("[fs][1-5]", cell.get("class", "")):
                want(re.search("[0-9.]+x", text_of(cell)),
                     f"a coloured cell without its figure: {text_of(cell)}")


def check_pictures(page):
    pictures = [e for e in page.iter("svg") if e.get("aria-hidden") != "true"]
    for picture in pictures:
        want(picture.get("role") == "img", "a picture without its role")
        want(len(picture.get("aria-label", "")) > 20, "a picture that says nothing")
        for element in picture.iter():
            for name, value in element.items():
                want(not re.search("nan|inf", value) or name == "aria-label",
                     f"no number in {name}: {value}")
    for figure in page.iter("figure"):
        want(figure[0].tag == "figcaption" and text_of(figure[0]), "a figure without its name")
    for region in page.iter("div"):
        if region.get("class") == "scroll":
            want(region.get("tabindex") == "0" and region.get("aria-label") not in ("", "table"),
                 "a part that scrolls, and no key or reader gets there")


def check_harmless(page):
    allowed = {"html", "head", "meta", "link", "title", "style", "body", "a", "header", "h1",
               "h2", "h3", "p", "nav", "ul", "li", "main", "section", "span", "div",
               "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption",
               "details", "summary", "pre", "code", "strong", "footer", "svg", "path", "rect", "text",
               "defs", "pattern"}
    for element in page.iter():
        want(element.tag in allowed, f"an element {element.tag}")
        for name, value in element.items():
            want(not name.startswith("on") and name not in ("src", "style"),
                 f"an attribute {name}")
            want(name != "href" or value.startswith("#") or value == "data:,",
                 f"a link to {value}")
    style = "".join(e.text for e in page.iter("style"))
    want(not re.search(r"@import|url\((?!#)", style), "the style sheet fetches something")


def check_sections(page):
    sections = list(page.iter("section"))
    ids = [e.get("id") for e in sections]
    want(len(ids) > 2 and "answer" not in ids[1:], "the answer is not first")
    for section in sections:
        want(len(text_of(section)) > len(text_of(section[0])) + 20,
             f"hardly an answer: {text_of(section)}")
    titles = [text_of(e) for e in page.iter() if e.tag in ("h2", "summary")]
    want(len(titles) == len(set(titles)), "a title stands twice")


def main(path, *wanted):
    page = ElementTree.parse(path).getroot()
    for check in (check_structure, check_tables, check_pictures, check_harmless, check_sections):
        check(page)
    for text in wanted:
        want(text in "".join(page.itertext()), f"not shown: {text}")
    print("\n".join(complaints[:10]))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
