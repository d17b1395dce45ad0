#!/usr/bin/python3
"""A tour of the main job on the real window by real clicks: from Welcome through the wizard to
Overview and Settings, against the service inside the program. Each step leaves a screenshot.

Everything is found as a screen reader finds it and clicked with the pointer, where it stands on
the screen. A step that is not reached ends the tour with an error.
"""

import argparse
import contextlib
import os
import pathlib
import re
import subprocess
import tempfile

import pyatspi
import window

USERNAME = "lumenfold"
BUTTONS = ("push button", "button", "toggle button", "radio button", "page tab", "check box")


def run(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


class Tour(window.Canopy):
    """The program's window with a pointer, and a camera."""

    def __init__(self, program, *options, pictures=None, size=None, environment=None):
        super().__init__(program, *options, environment=environment)
        self.pictures = pictures
        self.id = window.wait_until("the window", self._window_id)
        if size is not None:
            run("xdotool", "windowsize", "--sync", self.id, *size)
        run("xdotool", "windowfocus", self.id)

    def _window_id(self):
        found = run("xdotool", "search", "--onlyvisible", "--pid", self.process.pid, "--name", "Canopy")
        return found.split()[-1]

    def frame(self):
        """Left, top, width, height of the window, in pixels of the screen."""
        shown = run("xwininfo", "-id", self.id)
        return tuple(
            int(re.search(rf"{name}:\s+(-?\d+)", shown).group(1))
            for name in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
        )

    def place_of(self, node):
        """Where the middle of a control is on the screen. Accessibility speaks in the window's own
        unit, which is not a pixel where the screen is scaled."""
        left, top, width, _ = self.frame()
        own = self.application.getChildAtIndex(0).queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        unit = width / own.width
        at = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        return (
            round(left + (at.x - own.x + at.width / 2) * unit),
            round(top + (at.y - own.y + at.height / 2) * unit),
        )

    def click(self, name, role=BUTTONS):
        self.click_node(window.wait_until(f"{name!r}, enabled", lambda: self._control(role, name)))

    def _control(self, role, name):
        """Also one that is scrolled out of sight, which accessibility calls not showing; but not one
        of a page or state that is hidden."""
        for node in window.walk(self.application):
            with contextlib.suppress(Exception):
                state = node.getState()
                if (
                    node.name == name
                    and node.getRoleName() in role
                    and state.contains(pyatspi.STATE_VISIBLE)
                    and state.contains(pyatspi.STATE_SENSITIVE)
                ):
                    return node
        return None

    def click_node(self, node):
        left, top, width, height = self.frame()
        for _ in range(30):
            x, y = self.place_of(node)
            if top + 20 <= y <= top + height - 20:
                break
            # Out of sight: the wheel brings it in.
            run("xdotool", "mousemove", left + width // 2, top + height // 2)
            run("xdotool", "click", 5 if y > top else 4)
            before = (x, y)
            with contextlib.suppress(window.NotSeen):
                window.wait_until("the page to move", lambda b=before: self.place_of(node) != b, 2)
        run("xdotool", "mousemove", "--sync", *self.place_of(node))
        run("xdotool", "click", 1)

    def click_row(self, tree_name, wallet, hotkey):
        """The hotkey of that wallet, in the tree of wallets."""
        tree = self.find(("tree", "tree table"), tree_name)

        def row():
            inside = False
            for node in window.walk(tree):
                with contextlib.suppress(Exception):
                    name = node.name
                    if name == wallet:
                        inside = True
                    elif inside and name == hotkey:
                        return node
            return None

        self.click_node(window.wait_until(f"{hotkey!r} of {wallet!r}", row))

    def type_into(self, name, text):
        self.click_node(self.find(("text", "password text", "entry"), name))
        window.type_text(text)

    def shoot(self, name):
        """A picture of the window and of what stands before it, named so."""
        if self.pictures is None:
            return
        self.pictures.mkdir(parents=True, exist_ok=True)
        left, top, width, height = self.frame()
        file = self.pictures / f"{name}.png"
        # The pointer away from everything, so that nothing is shown as hovered.
        run("xdotool", "mousemove", "--sync", left + width - 2, top + height - 2)
        self.settle(file, f"{width}x{height}+{left}+{top}")

    def settle(self, file, crop):
        """Takes pictures until two in a row are the same; what moves for good is taken as it is."""
        last = b""
        for _ in range(20):
            run("import", "-window", "root", "-crop", crop, "+repage", "-strip", file)
            now = file.read_bytes()
            if now == last:
                return
            last = now


def dark_preferences(folder):
    """What Settings writes down when somebody chooses Dark."""
    records = pathlib.Path(folder) / "canopy"
    records.mkdir(mode=0o700, parents=True)
    (records / "preferences.ini").write_text("[General]\nappearance=dark\n")


def to_confirm(tour, username=USERNAME):
    tour.wait_text("Welcome to Canopy")
    if tour.has_text("Canopy runs as root."):
        tour.click("Close")
    tour.wait_text("Found on this computer")
    tour.wait_text("Secrets will be kept in")
    tour.shoot("01-welcome")
    tour.click("Create a Chutes account…")
    tour.wait_text("Check the connection")
    window.wait_until("Next, enabled", lambda: next(
        b for b in tour.all(BUTTONS, "Next") if b.getState().contains(pyatspi.STATE_SENSITIVE)))
    tour.shoot("02-connection")
    tour.click("Next")
    tour.wait_text("Choose a wallet and a hotkey")
    tour.click_row("Wallets", "demo", "default")
    tour.shoot("03-wallet")
    tour.click("Next")
    tour.wait_text("Choose a username")
    tour.type_into("Username", username)
    tour.wait_text("free")
    tour.shoot("04-username")
    tour.click("Next")
    tour.wait_text("Register this account")
    tour.shoot("06-confirm")


def to_overview(tour):
    tour.click("Register")
    tour.wait_text("Account created")
    tour.wait_text("Stored in")
    tour.shoot("07-done")
    tour.click("Write config.ini…")
    tour.wait_text("clear text")
    tour.click("Write config.ini")
    tour.wait_text("was written (mode 0600)")
    tour.shoot("07-done-config-written")
    tour.click("Finish")
    tour.wait_text("Reported by the service at")
    tour.shoot("08-overview")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--canopy", required=True)
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--scale", default="1")
    parser.add_argument("--size", type=lambda text: text.split("x"), help="WIDTHxHEIGHT, in pixels of the screen")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="canopy-tour-") as folder:
        sandbox = pathlib.Path(folder) / "sandbox"
        sandbox.mkdir(mode=0o700)
        if options.dark:
            dark_preferences(sandbox)
        environment = {**os.environ, "QT_SCALE_FACTOR": options.scale}
        with Tour(options.canopy, f"--sandbox={sandbox}", pictures=options.pictures, size=options.size,
                  environment=environment) as tour:
            to_confirm(tour)
            to_overview(tour)
            tour.click("Settings")
            tour.wait_text("Where secrets are kept")
            tour.wait_text("can be used")
            tour.shoot("09-settings")
            tour.click("Overview")
            tour.wait_text("Reported by the service at")
    print(f"The tour reached its end. Pictures: {options.pictures}")


if __name__ == "__main__":
    main()
