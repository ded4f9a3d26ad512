#!/usr/bin/env python3
"""Opens an HTML report in headless Chromium and checks how it is displayed.

    Scripts/check_report.py REPORT.html [--pictures FOLDER]

Checks that every image is shown, that the console and the log are empty, that the page fetches
nothing, and that it does not scroll horizontally at the width of a phone. With --pictures, saves
screenshots (light and dark, wide and narrow) and a PDF for inspection. Needs Debian's package
'chromium' (or CHROMIUM=PROGRAM).
"""

import argparse
import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time


class Browser:
    """Chromium, controlled through its debugging pipe."""

    def __init__(self, program):
        self.profile = tempfile.mkdtemp(prefix="effscope-chromium-")
        read_commands, self.out = os.pipe()
        self.inn, write_answers = os.pipe()

        def place():
            # The browser reads commands from descriptor 3 and answers on 4.
            first, second = os.dup(read_commands), os.dup(write_answers)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             "--no-first-run", "--disable-background-networking", "--hide-scrollbars",
             f"--user-data-dir={self.profile}", "about:blank"],
            preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read_commands)
        os.close(write_answers)
        self.pending = b""
        self.number = 0
        self.events = []
        self.session = None

    def message(self, timeout):
        deadline = time.monotonic() + timeout
        while b"\0" not in self.pending:
            wait = deadline - time.monotonic()
            if wait <= 0 or not select.select([self.inn], [], [], wait)[0]:
                return None
            piece = os.read(self.inn, 1 << 20)
            if not piece:
                sys.exit("check_report: error: Chromium ended by itself")
            self.pending += piece
        text, _, self.pending = self.pending.partition(b"\0")
        return json.loads(text)

    def call(self, method, timeout=60, **parameters):
        self.number += 1
        command = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.out, json.dumps(command).encode() + b"\0")
        while True:
            answer = self.message(timeout)
            if answer is None:
                sys.exit(f"check_report: error: Chromium did not answer {method}")
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"check_report: error: {method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, name, timeout=60):
        deadline = time.monotonic() + timeout
        while not any(event.get("method") == name for event in self.events):
            event = self.message(max(0.1, deadline - time.monotonic()))
            if event:
                self.events.append(event)
            elif time.monotonic() > deadline:
                sys.exit(f"check_report: error: {name} did not come")

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return result["result"].get("value")

    def open(self, url):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        # The page has to work for readers without scripts.
        self.call("Emulation.setScriptExecutionDisabled", value=True)
        self.call("Page.navigate", url=url)
        self.wait("Page.loadEventFired")

    def look(self, width, height, scheme):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, path, limit=6000):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip={
            "x": 0, "y": 0, "width": size["width"], "height": min(size["height"], limit), "scale": 1})
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    options = parser.parse_args()
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        sys.exit("check_report: error: 'chromium' is missing; apt install chromium")

    browser = Browser(program)
    try:
        browser.open(options.report.resolve().as_uri())
        browser.look(1200, 900, "light")
        images = browser.evaluate(
            "[...document.images].map(i => [i.complete, i.naturalWidth, i.naturalHeight, i.alt,"
            " i.width, i.height])")
        sections = browser.evaluate("document.querySelectorAll('section.image').length")
        background = {}
        for scheme in ("light", "dark"):
            browser.look(1200, 900, scheme)
            background[scheme] = browser.evaluate("getComputedStyle(document.body).backgroundColor")
        browser.look(360, 800, "light")
        sideways = browser.evaluate("document.documentElement.scrollWidth") - 360

        if options.pictures:
            options.pictures.mkdir(parents=True, exist_ok=True)
            for name, width, scheme in [
                ("light", 1200, "light"), ("dark", 1200, "dark"), ("narrow", 360, "light")]:
                browser.look(width, 900, scheme)
                browser.picture(options.pictures / f"{name}.png")
            browser.look(1200, 900, "dark")
            printed = browser.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
            (options.pictures / "printed.pdf").write_bytes(base64.b64decode(printed["data"]))

        mistakes = []
        for complete, width, height, alt, shown_width, shown_height in images:
            if not complete or not width or not shown_width or not shown_height:
                mistakes.append(f"a picture is not shown: {alt}")
            if not alt:
                mistakes.append("a picture has no alternative text")
        if not images:
            mistakes.append("there are no pictures")
        if background["light"] == background["dark"]:
            mistakes.append("light and dark look the same")
        if sideways > 0:
            mistakes.append(f"a narrow window scrolls sideways by {sideways} pixels")
        for event in browser.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method == "Log.entryAdded":
                mistakes.append("log: " + parameters["entry"]["text"])
            if method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
                mistakes.append("console: " + json.dumps(parameters)[:200])
            if method == "Network.requestWillBeSent":
                url = parameters["request"]["url"]
                if not url.startswith(("data:", "file:", "about:")):
                    mistakes.append("fetches " + url)
        for mistake in mistakes:
            print(f"check_report: error: {options.report}: {mistake}", file=sys.stderr)
        if mistakes:
            sys.exit(1)
        print(f"{options.report}: {sections} images, {len(images)} pictures shown, nothing in the "
              "console, nothing fetched, light and dark")
    finally:
        browser.close()


if __name__ == "__main__":
    main()
