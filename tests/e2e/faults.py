#!/usr/bin/python3
"""What goes wrong on the way, on the real window: the answer lost, the program killed, the name taken,
two windows at once."""

import signal

import path


def answer_lost(options):
    fault = ("--fault", "POST:/users/register=drop-after*1")
    with path.Place() as place, place.service(options.sandbox, *fault) as service, place.canopy(options.canopy, service.url) as w:
        path.to_confirm(w, service.url, "lostanswer")
        w.press("Register")
        w.wait_text("Account created", deadline=60)
        w.wait_text("set a new fingerprint")
        w.press("Finish")
        w.wait_text("Reported by the service at")


def killed_while_waiting(options):
    fault = ("--fault", "POST:/users/register=late:20000*1")
    with path.Place() as place, place.service(options.sandbox, *fault) as service:
        w = place.canopy(options.canopy, service.url)
        path.to_confirm(w, service.url, "cutoff")
        w.press("Register")
        path.window.wait_until("the journal", lambda: "cutoff" in (place.data / "pending.json").read_text())
        w.process.send_signal(signal.SIGKILL)
        w.process.wait(10)
        with place.canopy(options.canopy, service.url) as again:
            again.wait_text("cutoff")
            again.wait_text("is not finished")


def name_taken_keeps_the_form(options):
    with path.Place() as place, place.service(options.sandbox) as service:
        with place.canopy(options.canopy, service.url) as w:
            path.to_confirm(w, service.url, "wanted")
            w.press("Register")
            w.wait_text("Account created")
            w.press("Finish")
            w.wait_text("Reported by the service at")
        with place.canopy(options.canopy, service.url, data=place.root / "other") as w:
            path.to_username(w, service.url, hotkey="chutes")
            w.fill("Username", "wanted")
            w.wait_text("taken")
            w.fill("Username", "wanted_too")
            w.press("Next")
            w.wait_text("Register this account")
            w.press("Register")
            w.wait_text("Account created")


def two_windows_at_once(options):
    with path.Place() as place, place.service(options.sandbox) as service:
        with place.canopy(options.canopy, service.url) as one, \
                place.canopy(options.canopy, service.url, data=place.root / "other") as two:
            path.to_confirm(one, service.url, "firstone")
            path.to_confirm(two, service.url, "secondone")
            one.press("Register")
            one.wait_text("Account created")
            two.press("Register")
            two.wait_text("already")
            assert not two.has_text("Account created")


def main():
    options = path.arguments()
    for scenario in (answer_lost, killed_while_waiting, name_taken_keeps_the_form, two_windows_at_once):
        scenario(options)
        print("as it should be:", scenario.__name__.replace("_", " "))


main()
