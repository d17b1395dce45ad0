"""The real program's window as a screen reader sees it, and as hands on a keyboard move it.

Every wait is for something that can be seen, with a deadline; nothing sleeps for luck.
"""

import contextlib
import os
import pathlib
import signal
import subprocess
import tempfile
import time

import pyatspi

DEADLINE = 30.0
_STEP = 0.05


class NotSeen(AssertionError):
    """Something that should be on the screen is not."""


def wait_until(what, condition, deadline=DEADLINE):
    """The first true value of condition(); NotSeen after the deadline."""
    end = time.monotonic() + deadline
    while True:
        with contextlib.suppress(Exception):
            value = condition()
            if value:
                return value
        if time.monotonic() > end:
            raise NotSeen(f"not within {deadline:.0f} s: {what}")
        time.sleep(_STEP)


def walk(node):
    """node and everything below it, depth first; vanished children are passed over."""
    yield node
    try:
        count = node.childCount
    except Exception:
        return
    for index in range(count):
        try:
            child = node.getChildAtIndex(index)
        except Exception:
            continue
        if child is not None:
            yield from walk(child)


def _has(node, state):
    return node.getState().contains(state)


def visible(node):
    return _has(node, pyatspi.STATE_SHOWING)


class Canopy:
    """A running canopy, started with the given options, and its accessible tree."""

    def __init__(self, program, *options, environment=None, stderr=None):
        self.log = stderr or tempfile.NamedTemporaryFile("w+b", prefix="canopy-log-", delete=False)
        self.process = subprocess.Popen(
            [str(program), *options],
            env={**os.environ, **(environment or {})},
            stderr=self.log,
        )
        try:
            self.application = wait_until("the program on the accessibility bus", self._find)
        except NotSeen:
            self.close()
            raise NotSeen("canopy did not appear:\n" + self.log_text()) from None

    def _find(self):
        if self.process.poll() is not None:
            raise AssertionError(f"canopy ended with {self.process.returncode}: {self.log_text()}")
        desktop = pyatspi.Registry.getDesktop(0)
        for index in range(desktop.childCount):
            app = desktop.getChildAtIndex(index)
            if app is not None and app.get_process_id() == self.process.pid and app.childCount:
                return app
        return None

    def log_text(self):
        return pathlib.Path(self.log.name).read_text(errors="replace")

    # Finding -----------------------------------------------------------------------------------
    def all(self, role=None, name=None, where=None):
        for node in walk(where or self.application):
            with contextlib.suppress(Exception):
                if role is not None and node.getRoleName() not in ([role] if isinstance(role, str) else role):
                    continue
                if name is not None and node.name != name:
                    continue
                if visible(node):
                    yield node

    def find(self, role=None, name=None, deadline=DEADLINE):
        return wait_until(f"{role or 'anything'} named {name!r}", lambda: next(self.all(role, name), None), deadline)

    def texts(self):
        """Every text that is on the screen, labels and values."""
        out = []
        for node in walk(self.application):
            with contextlib.suppress(Exception):
                if visible(node):
                    out.append(node.name or "")
                    text = node.queryText()
                    out.append(text.getText(0, -1))
        return [text for text in out if text]

    def has_text(self, part):
        return any(part in text for text in self.texts())

    def wait_text(self, part, deadline=DEADLINE):
        return wait_until(f"the words {part!r}", lambda: self.has_text(part), deadline)

    # Acting ------------------------------------------------------------------------------------
    def press(self, name, role=("push button", "button", "toggle button", "radio button", "page tab")):
        button = wait_until(
            f"button {name!r}, enabled",
            lambda: next((b for b in self.all(role, name) if _has(b, pyatspi.STATE_SENSITIVE)), None),
        )
        action = button.queryAction()
        for index in range(action.nActions):
            if action.getName(index).lower() in ("press", "click", "toggle", "activate"):
                action.doAction(index)
                return button
        action.doAction(0)
        return button

    def check(self, name, on=True):
        box = self.find("check box", name)
        if _has(box, pyatspi.STATE_CHECKED) != on:
            box.queryAction().doAction(0)
        wait_until(f"{name!r} {'on' if on else 'off'}", lambda: _has(box, pyatspi.STATE_CHECKED) == on)

    def fill(self, name, text):
        field = self.find(("text", "password text", "entry"), name)
        field.queryEditableText().setTextContents(text)
        return field

    def activate(self):
        """Brings the program's window to the front, so that a click meets it and not another's."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid), "--name", "."],
            capture_output=True, text=True, check=True,
        ).stdout.split()
        xdotool("windowactivate", "--sync", found[0])

    def select_in_tree(self, tree_name, *path):
        """Clicks the row that path leads to, from the top of the tree down: a wallet, its hotkey."""
        tree = self.find(("tree", "tree table", "table", "list"), tree_name)

        def pick():
            wanted = list(path)
            for node in walk(tree):
                if node.name == wanted[0]:
                    wanted.pop(0)
                    if not wanted:
                        return node
            return None

        item = wait_until(f"{' ▸ '.join(path)} in {tree_name!r}", pick)
        self.activate()
        where = item.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        xdotool("mousemove", where.x + min(20, where.width // 2), where.y + where.height // 2)
        xdotool("click", "1")
        wait_until(f"{path[-1]!r} to be selected", lambda: _has(item, pyatspi.STATE_SELECTED))
        return item

    # Pictures and the end ------------------------------------------------------------------------
    def picture(self, file):
        pathlib.Path(file).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(file)], check=True)

    def close(self, how=signal.SIGTERM, deadline=15):
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(deadline)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise NotSeen(f"canopy did not end on {how!r}:\n" + self.log_text()) from None
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            with contextlib.suppress(Exception):
                keep = pathlib.Path(os.environ.get("CANOPY_E2E_FAILURES", tempfile.gettempdir()))
                self.picture(keep / f"canopy-failure-{self.process.pid}.png")
                print("on the screen:", self.texts())
                print("log:", self.log_text())
        self.close()


def xdotool(*words):
    subprocess.run(["xdotool", *[str(word) for word in words]], check=True)


def key(*names):
    """Presses keys one after another, as hands would: "Tab", "Return", "alt+Left"."""
    xdotool("key", "--delay", "30", *names)


def type_text(text):
    xdotool("type", "--delay", "8", text)


class Service:
    """A canopy-sandbox of its own."""

    def __init__(self, program, data, *options):
        self.process = subprocess.Popen(
            [str(program), "--port", "0", "--data", str(data), *options], stdout=subprocess.PIPE, text=True
        )
        line = self.process.stdout.readline().strip()
        self.url = line.split()[-1]
        assert self.url.startswith("http://127.0.0.1:"), line

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
