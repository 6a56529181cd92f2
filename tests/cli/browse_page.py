# SPDX-License-Identifier: MIT
"""Opens pages in Chromium without a screen, at two widths, light and dark.

    browse_page.py CHROMIUM PROFILE PAGE...        PROFILE: an empty folder
    PICTURES=FOLDER browse_page.py ...             keeps a picture of each

Speaks DevTools' protocol over a pipe, so it needs no network and no library. Complains on
standard output, one line each; exit 1 when it had to.
"""
import base64
import json
import os
import pathlib
import subprocess
import sys

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe"]
WIDTHS = [400, 1280]
PAPER = 718  # A4 between its margins
HIGHEST = 7500  # at the largest width, with all that is folded
SCHEMES = ["light", "dark"]

# What a reader would trip over, measured in the page as it is drawn.
MEASURE = """(() => {
    const parts = [...document.querySelectorAll('text, h1, h2, h3, p, li, th, td, a, code, caption, figcaption, summary, td span, strong')];
    const lightness = c => {
        const [r, g, b] = c.match(/[0-9.]+/g).map(v => {
            v /= 255;
            return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = e => {
        for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor;
            if (!/, 0\\)$|transparent/.test(c)) return c;
        }
        return 'rgb(255, 255, 255)';
    };
    const pale = parts.filter(e => {
        const s = getComputedStyle(e), ink = e.tagName == 'text' ? s.fill : s.color;
        const a = lightness(ink), b = lightness(ground(e));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
    });
    const cut = [...document.querySelectorAll('svg[role=img] text')].filter(e => {
        const t = e.getBoundingClientRect(), page = document.documentElement.clientWidth;
        return t.left < 0 || t.right > page;
    });
    return {
        width: innerWidth, height: document.documentElement.scrollHeight, scroll: document.documentElement.scrollWidth,
        ground: getComputedStyle(document.body).backgroundColor,
        pale: pale.slice(0, 3).map(e => e.textContent), cut: cut.slice(0, 3).map(e => e.textContent),
        small: document.querySelector('svg[role=img]')?.getBoundingClientRect().width ?? 999,
    };
})()"""


class Browser:
    def __init__(self, program, profile):
        down, self.send_end = os.pipe()
        self.receive_end, up = os.pipe()

        def take_ends():
            a, b = os.dup(down), os.dup(up)  # 3 and 4 may be among them
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"], close_fds=False,
            preexec_fn=take_ends, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(down)
        os.close(up)
        self.number, self.rest, self.events, self.session = 0, b"", [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target,
                                 flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def receive(self):
        while b"\0" not in self.rest:
            piece = os.read(self.receive_end, 1 << 16)
            if not piece:
                raise SystemExit("Chromium ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.send_end, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, url):
        self.events = []
        self.call("Page.navigate", url=url)
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            self.events.append(self.receive())

    def close(self):
        os.close(self.send_end)
        self.process.kill()
        self.process.wait()


def complaints_of(browser, url, width, scheme):
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
                 deviceScaleFactor=1, mobile=False)
    browser.call("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(url)
    found = browser.call("Runtime.evaluate", expression=MEASURE, returnByValue=True)
    if "exceptionDetails" in found:
        yield found["exceptionDetails"]["exception"]["description"]
        return
    found = found["result"]["value"]
    for event in browser.events:
        what = event.get("params", {})
        if event["method"] in ("Log.entryAdded", "Runtime.consoleAPICalled",
                               "Runtime.exceptionThrown"):
            yield f"the console says {json.dumps(what)[:300]}"
        if event["method"] == "Network.requestWillBeSent":
            asked = what["request"]["url"]
            if asked != url and not asked.startswith("data:"):
                yield f"it asks for {asked}"
    if found["width"] != width:
        yield f"it is {found['width']} wide"
    if width == max(WIDTHS) and found["height"] > HIGHEST:
        yield f"it is {found['height']} high"
    if found["scroll"] > found["width"]:
        yield f"it scrolls sideways: {found['scroll']} in {found['width']}"
    if (found["ground"] == "rgb(255, 255, 255)") != (scheme == "light"):
        yield f"its ground is {found['ground']}"
    if found["pale"]:
        yield f"too little contrast: {found['pale']}"
    if found["cut"]:
        yield f"cut off: {found['cut']}"
    if found["small"] < 0.85 * min(width, 360):
        yield f"pictures are only {found['small']} wide"


def complaints_of_paper(browser, url):
    browser.call("Emulation.setEmulatedMedia", media="print")
    browser.call("Emulation.setDeviceMetricsOverride", width=PAPER, height=1000,
                 deviceScaleFactor=1, mobile=False)
    browser.open(url)
    wide = browser.call("Runtime.evaluate", returnByValue=True, expression=
                        "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > "
                        "e.clientWidth + 1).map(e => e.ariaLabel)")["result"]["value"]
    if wide:
        yield f"cut off: {wide[:3]}"
    for part, why in ("details td", "what is folded is not printed"), ("section", "nothing is"):
        seen = browser.call("Runtime.evaluate", returnByValue=True, expression=
                            f"document.querySelector('{part}').checkVisibility()")
        if seen["result"].get("value") is not True:
            yield why
    browser.call("Emulation.setEmulatedMedia", media="")


def keep_picture(browser, name):
    if "PICTURES" in os.environ:
        data = browser.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        pathlib.Path(os.environ["PICTURES"], name).write_bytes(base64.b64decode(data))


def main(program, profile, *pages):
    browser, count = Browser(program, profile), 0
    for page in map(pathlib.Path, pages):
        for width in WIDTHS:
            for scheme in SCHEMES:
                for complaint in complaints_of(browser, page.resolve().as_uri(), width, scheme):
                    print(f"{page}, {width}, {scheme}: {complaint}")
                    count += 1
                keep_picture(browser, f"{page.resolve().parent.name}-{width}-{scheme}.png")
        for complaint in complaints_of_paper(browser, page.resolve().as_uri()):
            print(f"{page}, on paper: {complaint}")
            count += 1
    browser.close()
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
