"""Reads an HTML report without a browser: prints its mistakes and its figures as JSON.

    python3 report_html.py REPORT.html
"""

import base64
import hashlib
import html.parser
import json
import re
import sys

VOID = {"meta", "link", "img", "br", "hr"}


class Report(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.mistakes, self.open, self.figures, self.commands = [], [], [], []
        self.level, self.ids, self.targets, self.text, self.words = 0, set(), [], None, []
        self.has_language = False

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "html":
            self.has_language = attributes.get("lang") == "en"
        if tag in ("script", "iframe", "object", "embed"):
            self.mistakes.append(f"<{tag}>")
        if any(name.startswith("on") for name in attributes):
            self.mistakes.append(f"<{tag}> has a handler")
        if "id" in attributes:
            if attributes["id"] in self.ids:
                self.mistakes.append(f"id {attributes['id']} twice")
            self.ids.add(attributes["id"])
        for name in ("src", "href"):
            value = attributes.get(name, "data:")
            if not value.startswith(("data:", "#")):
                self.mistakes.append(f"<{tag} {name}> leads outside: {value[:40]}")
            if value.startswith("#"):
                self.targets.append(value[1:])
        if re.fullmatch("h[1-6]", tag):
            level = int(tag[1])
            if level > self.level + 1:
                self.mistakes.append(f"{tag} after h{self.level}")
            self.level = level
        if tag == "th" and attributes.get("scope") not in ("row", "col"):
            self.mistakes.append("<th> without scope")
        if tag == "img":
            head, _, data = attributes.get("src", "").partition(",")
            png = base64.b64decode(data, validate=True)
            if head != "data:image/png;base64" or not png.startswith(b"\x89PNG\r\n"):
                self.mistakes.append("<img> holds no PNG")
            if not attributes.get("alt"):
                self.mistakes.append("<img> without alt")
            size = [int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")]
            if [int(attributes["width"]), int(attributes["height"])] != size:
                self.mistakes.append("<img> with another size than its picture")
            self.figures.append({
                "sha256": hashlib.sha256(png).hexdigest(), "bytes": len(png),
                "alt": attributes.get("alt"), "size": size})
        if tag == "code":
            self.text = ""

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"</{tag}> closes something else")
        if tag == "code":
            if "figure" in self.open:
                self.figures[-1]["command"] = self.text
            else:
                self.commands.append(self.text)
            self.text = None

    def handle_data(self, data):
        if self.text is not None:
            self.text += data
        if "style" not in self.open:
            self.words.append(data)


def main():
    with open(sys.argv[1], encoding="utf-8", errors="strict") as file:
        text = file.read()
    report = Report()
    report.feed(text)
    report.close()
    if report.open:
        report.mistakes.append(f"not closed: {report.open}")
    if not text.startswith("<!DOCTYPE html>"):
        report.mistakes.append("no doctype")
    if not report.has_language:
        report.mistakes.append("no language")
    for target in report.targets:
        if target not in report.ids:
            report.mistakes.append(f"#{target} leads nowhere")
    if re.search(r"url\(|@import|https?://", re.sub(r'src="data:[^"]*"', "", text)):
        report.mistakes.append("a reference to the outside")
    if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text):
        report.mistakes.append("a control character")
    json.dump({"mistakes": report.mistakes, "figures": report.figures, "commands": report.commands,
               "text": " ".join(" ".join(report.words).split())}, sys.stdout)


if __name__ == "__main__":
    main()
