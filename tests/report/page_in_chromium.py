#!/usr/bin/env python3
"""The report page in a real, headless Chromium: page_in_chromium.py BIN_DIR SOURCE_DIR [SCREENSHOT_DIR]

Sweeps an example over several designs, writes a page of each, and checks in the browser that every figure is drawn, that
the console stays silent, that the page fits a phone, follows dark mode and print, and that the failure filter and the run
picker work, by keyboard too. Exits 77, having done nothing, where Chromium or its driver is not installed. With a third
argument, screenshots are left there for people to look at.
"""
import base64, json, os, shutil, subprocess, sys, tempfile, time, urllib.error, urllib.request

TAB, ENTER = "\ue004", "\ue007"


class Browser:
    """A WebDriver session, by the standard library alone."""

    def __init__(self, scratch):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.driver.stdout:
            if "started successfully on port" in line:
                self.base = "http://127.0.0.1:" + line.strip().rstrip(".").split()[-1]
                break
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                 "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
                 "--user-data-dir=" + os.path.join(scratch, "profile")]
        wanted = {"goog:loggingPrefs": {"browser": "ALL"}, "goog:chromeOptions": {"args": flags}}
        self.session = "/session/" + self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.base + path, method=method, headers={"Content-Type": "application/json"},
                                         data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=120) as reply:
                return json.load(reply)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()[:1000]) from None

    def post(self, path, body):
        return self.call("POST", self.session + path, body)

    def js(self, script, *arguments):
        return self.post("/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def show(self, width, scheme="light", media=""):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        self.devtools("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, page):
        self.post("/url", {"url": "file://" + page})
        self.until("return document.documentElement.dataset.ready === 'true'", "the page to be ready")

    def until(self, condition, what):
        deadline = time.monotonic() + 60
        while not self.js(condition):
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {what}")
            time.sleep(0.05)

    def find(self, selector):
        return next(iter(self.post("/element", {"using": "css selector", "value": selector}).values()))

    def click(self, selector):
        self.post(f"/element/{self.find(selector)}/click", {})

    def type(self, selector, text):
        self.post(f"/element/{self.find(selector)}/value", {"text": text})

    def press(self, key):
        self.post("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": [
            {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}]})

    def console(self):
        return [f"{line['level']}: {line['message']}" for line in self.post("/se/log", {"type": "browser"})]

    def screenshot(self, path):
        width, height = self.js("const e = document.documentElement; return [e.clientWidth, e.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, 16000), "scale": 1}
        picture = self.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture))

    def close(self):
        self.call("DELETE", self.session)
        self.driver.terminate()
        self.driver.wait()


def expect(actual, wanted, what):
    if actual != wanted:
        raise AssertionError(f"{what}: found {actual!r}, expected {wanted!r}")


def expect_that(holds, what):
    if not holds:
        raise AssertionError(what)


def make_pages(bin_dir, source, scratch):
    """A page for each kind of sweep, by name."""
    script = os.path.join(source, "examples/01_sma_scan/leo.script")
    sma, inclination = ["--perturb", "Sat.SMA=normal:7100:50"], ["--perturb", "Sat.INC=uniform:0:90"]
    designs = {
        # The runs whose orbit is hyperbolic fail.
        "draws": ["monte-carlo", "--n", "40", "--seed", "1", *sma, *inclination, "--perturb", "Sat.ECC=uniform:0.7:1.1"],
        "grid": ["run", "--grid", "Sat.SMA=7000:7400:4", "--grid", "Sat.INC=10,50,90"],
        "sobol": ["sobol", "--n", "8", "--seed", "1", "--perturb", "Sat.SMA=uniform:7000:7200", *inclination],
        "failed": ["run", "--grid", "Sat.ECC=1.5,1.6"],
        "single": ["run", "--grid", "Sat.SMA=7000"],
    }
    pages = {}
    for name, design in designs.items():
        for command in (
                [*design, "--no-progress", "--no-fsync-each", "--out", f"{scratch}/{name}", script],
                ["report", f"{scratch}/{name}/manifest.jsonl", "--out", f"{scratch}/{name}.html"]):
            subprocess.run([os.path.join(bin_dir, "gmat-sweep"), *command], check=True, stdout=subprocess.DEVNULL)
        pages[name] = f"{scratch}/{name}.html"
    return pages


DRAWINGS = """
return [...document.querySelectorAll('figure')].map(figure => ({
  title: figure.querySelector('h3').textContent,
  marks: figure.querySelectorAll('.drawing svg .mark-rect path, .drawing svg .mark-symbol path, .drawing svg .mark-line path, ' +
                                 '.drawing svg .mark-area path').length}))"""


def check_figures(browser, page, sections):
    browser.open(page)
    figures, drawn = browser.js("const d = document.documentElement.dataset; return [Number(d.figures), Number(d.drawn)]")
    expect(drawn, figures, "figures drawn")
    for figure in browser.js(DRAWINGS):
        expect_that(figure["marks"] > 0, f"the figure {figure['title']!r} is empty")
    expect(browser.js("return [...document.querySelectorAll('main section')].map(s => s.id)"), sections, "sections")
    expect(browser.console(), [], "console")


def check_layout(browser, page):
    for width in (360, 390, 768, 1280):
        browser.show(width)
        browser.open(page)
        wide = browser.js("return document.documentElement.scrollWidth")
        expect_that(wide <= width, f"the page is {wide} pixels wide on a screen of {width}")
    colours = "const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]"
    ink = "return getComputedStyle(document.querySelector('svg .role-axis-label text')).fill"
    seen = {}
    for scheme, media in (("light", ""), ("dark", ""), ("dark", "print")):
        browser.show(1280, scheme, media)
        seen[scheme + media] = browser.js(colours) + [browser.js(ink)]
    expect(seen["light"], ["rgb(255, 255, 255)", "rgb(26, 28, 31)", "rgb(26, 28, 31)"], "colours of the light page")
    expect(seen["dark"], ["rgb(21, 24, 28)", "rgb(231, 233, 236)", "rgb(231, 233, 236)"], "colours of the dark page")
    expect(seen["darkprint"], ["rgb(255, 255, 255)", "rgb(0, 0, 0)", "rgb(0, 0, 0)"], "colours of the printed page")
    browser.show(1280)
    browser.open(page)
    before = browser.js("return document.querySelector('figure.wide svg').clientWidth")
    browser.show(390)
    browser.until(f"return document.querySelector('figure.wide svg').clientWidth < {before}", "the matrix to shrink")
    browser.show(1280)


def check_failure_filter(browser, page):
    browser.open(page)
    rows = "return document.querySelectorAll('#failure-table tbody tr').length"
    total = browser.js(rows)
    expect_that(0 < total < 40, f"{total} runs failed: the filter cannot be tried")
    browser.js("const s = document.getElementById('failure-reason'); s.selectedIndex = 1; s.dispatchEvent(new Event('change'))")
    expect_that(0 < browser.js(rows) <= total, "a reason leaves its runs")
    browser.js("const s = document.getElementById('failure-reason'); s.selectedIndex = 0; s.dispatchEvent(new Event('change'))")
    expect(browser.js(rows), total, "rows for all reasons")
    first = browser.js("return document.querySelector('#failure-table tbody td a').textContent")
    inputs = browser.js("return document.querySelector('#failure-table tbody tr').lastChild.textContent")
    browser.type("#failure-search", inputs)
    expect(browser.js(rows), 1, "rows for the inputs of one run")
    expect_that(browser.js("return document.getElementById('failure-count').textContent").startswith(f"1 of {total} runs"),
                "the count of rows follows the filter")
    browser.click("#failure-table tbody td a")
    details = browser.js("return document.getElementById('run-details').textContent")
    expect_that(f"Run {first}" in details and "failed" in details and "Message" in details, f"details of run {first}: {details}")
    browser.js("const s = document.getElementById('failure-search'); s.value = 'no such text'; s.dispatchEvent(new Event('input'))")
    expect(browser.js(rows), 0, "rows for a text that is nowhere")
    shown = """return document.querySelectorAll('#design svg .mark-symbol path').length"""
    points = browser.js(shown)
    browser.js("const s = document.getElementById('shown-status'); s.value = 'failed'; s.dispatchEvent(new Event('change'))")
    browser.until(f"{shown} < {points}", "the design to show failed runs only")


def check_run_picker(browser, page):
    browser.open(page)
    details = "return document.getElementById('run-details').textContent"
    expect_that("Run 0" in browser.js(details), "the first run is shown at the start")
    browser.click("#run-next")
    expect_that("Run 1" in browser.js(details), "the next run is shown")
    dashed = """return [...document.querySelectorAll('#bands svg .mark-line path')].filter(
        path => path.getAttribute('stroke-dasharray') && (path.getAttribute('d') ?? '').includes('L')).length"""
    ok = browser.js("""const d = JSON.parse(document.getElementById('data').textContent);
        return d.sample.ids.find((id, i) => d.sample.statuses[i] === 'ok')""")
    browser.js("document.getElementById('run-number').value = ''")
    browser.type("#run-number", f"{ok}{ENTER}")
    expect_that(f"Run {ok}" in browser.js(details) and "Final values" in browser.js(details), "a run picked by its number is shown")
    browser.until(f"{dashed.replace('return', 'return 0 <')}", "the picked run to be drawn on the bands")
    browser.js("document.getElementById('run-number').value = ''")
    browser.type("#run-number", f"4000{ENTER}")
    expect_that("not among" in browser.js(details), "a run that is not there is said not to be")
    browser.click("#run-previous")
    expect_that("Run 39" in browser.js(details), "the last run is shown before one beyond the end")


def check_keyboard(browser, page):
    """Everything that can be used is reached with the tab key alone."""
    browser.open(page)
    wanted = set(browser.js("return [...document.querySelectorAll('input, select, button')].map(e => e.id)"))
    expect_that({"failure-reason", "failure-search", "shown-status", "heat-output", "run-number", "run-next"} <= wanted,
                f"controls of the page: {sorted(wanted)}")
    reached = set()
    for _ in range(400):
        browser.press(TAB)
        reached.add(browser.js("return document.activeElement.id"))
        if wanted <= reached:
            break
    expect(sorted(wanted - reached), [], "controls that the tab key does not reach")
    outline = browser.js("return getComputedStyle(document.activeElement).outlineStyle")
    expect(outline, "solid", "outline of the control in focus")


def main():
    if shutil.which("chromedriver") is None or shutil.which("chromium") is None:
        print("SKIPPED: the report page was NOT tried in a browser: chromium and chromium-driver are not installed", file=sys.stderr)
        return 77
    bin_dir, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory() as scratch:
        pages = make_pages(bin_dir, source, scratch)
        browser = Browser(scratch)
        try:
            browser.show(1280)
            first, last = ["outcome", "failures", "design"], ["run", "provenance"]
            shown = ["bands", "finals", "relations", "convergence"]
            check_figures(browser, pages["draws"], [*first, *shown, *last])
            check_figures(browser, pages["grid"], [*first, *shown, *last])
            check_figures(browser, pages["sobol"], [*first, *shown, "sobol", *last])
            check_figures(browser, pages["failed"], [*first, "outputs", *last])
            expect_that("No run is ok" in browser.js("return document.getElementById('no-outputs').textContent"), "no outputs: a sentence")
            check_figures(browser, pages["single"], [*first, *shown, *last])
            check_failure_filter(browser, pages["draws"])
            check_run_picker(browser, pages["draws"])
            check_keyboard(browser, pages["draws"])
            check_layout(browser, pages["draws"])
            expect(browser.console(), [], "console after all that")
            if len(sys.argv) > 3:
                for name, page in pages.items():
                    for view, width, scheme, media in (("desktop", 1280, "light", ""), ("dark", 1280, "dark", ""),
                                                       ("phone", 390, "light", ""), ("print", 720, "light", "print")):
                        browser.show(width, scheme, media)
                        browser.open(page)
                        browser.screenshot(os.path.join(sys.argv[3], f"{name}-{view}.png"))
        finally:
            browser.close()
    print("the report page works in Chromium")
    return 0


if __name__ == "__main__":
    sys.exit(main())
