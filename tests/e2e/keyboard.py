#!/usr/bin/python3
"""The same path with the keyboard alone: no pointer, no accessibility action. What is on the screen
is only read, to know when to go on."""

import path
from window import key, type_text, wait_until

import pyatspi


def focused(w):
    for node in path.window.walk(w.application):
        try:
            state = node.getState()
            # A page that hands its focus to a control counts as focused too, but not as focusable;
            # the current row of a list counts as focused even where the list is not.
            if node.getRoleName() not in ("table cell", "tree item", "list item") and all(
                    state.contains(each) for each in (
                        pyatspi.STATE_FOCUSED, pyatspi.STATE_FOCUSABLE, pyatspi.STATE_SHOWING)):
                return node
        except Exception:
            continue
    return None


def focused_name(w):
    node = focused(w)
    return node.name if node is not None else ""


def tab_to(w, name, limit=30):
    """Tab until the control with this name has the focus, as a person who cannot see where it is."""
    for _ in range(limit):
        if focused_name(w) == name:
            return
        before = focused(w)
        key("Tab")
        try:
            wait_until("the focus to move", lambda: focused(w) != before, 2)
        except path.window.NotSeen:
            pass
    raise path.window.NotSeen(f"Tab never reached {name!r}; it is on {focused_name(w)!r}")


def main():
    options = path.arguments()
    with path.Place() as place, place.service(options.sandbox) as service, place.canopy(options.canopy, service.url) as w:
        w.wait_text("Welcome to Canopy")
        tab_to(w, "Create a Chutes account…")
        key("Return")
        w.wait_text("Check the connection")
        tab_to(w, "Host name")
        type_text(service.url.removeprefix("http://"))
        w.wait_text("Confirmed.")
        wait_until("Next to be enabled", lambda: next(
            b for b in w.all(("push button", "button"), "Next") if b.getState().contains(pyatspi.STATE_SENSITIVE)))
        key("alt+n")
        w.wait_text("Choose a wallet and a hotkey")
        # The first hotkey that can register is chosen already.
        wait_until("a hotkey to be chosen", lambda: w.has_text("hotkey of demo"))
        key("alt+n")
        w.wait_text("Choose a username")
        wait_until("the focus on Username", lambda: focused_name(w) == "Username")
        type_text("keys_only")
        key("Return")
        w.wait_text("Register this account")
        tab_to(w, "Register")
        key("space")
        w.wait_text("Account created")
        w.wait_text("Stored in")
        tab_to(w, "Finish")
        key("space")
        w.wait_text("Reported by the service at")
        assert w.has_text("keys_only")
    print("registered by keyboard alone")


main()
