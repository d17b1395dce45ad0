#!/usr/bin/python3
"""From Welcome to a registered account, as a screen reader drives it; in the first and the newest
generation of the service."""

import configparser
import stat

import path


def seed_generation(options):
    with path.Place() as place, place.service(options.sandbox) as service, place.canopy(options.canopy, service.url) as w:
        w.wait_text("Welcome to Canopy")
        path.to_confirm(w, service.url)
        w.press("Register")
        w.wait_text("Account created")
        w.wait_text("Stored in")
        assert not w.has_text("Not stored"), w.texts()

        hotkey = place.hotkey()
        assert not place.config.exists(), "config.ini is written only on demand"
        w.press("Write config.ini…")
        w.press("Write config.ini")
        w.wait_text("was written (mode 0600)")
        parser = configparser.ConfigParser()
        parser.read(place.config)
        assert parser["auth"]["username"] == path.USERNAME
        assert parser["auth"]["hotkey_ss58address"] == hotkey["ss58Address"]
        assert parser["auth"]["hotkey_seed"] == hotkey["secretSeed"].removeprefix("0x")
        assert parser["api"]["base_url"] == service.url
        assert stat.S_IMODE(place.config.stat().st_mode) == 0o600

        path.assert_process_is_discreet(w.process, hotkey["secretSeed"].removeprefix("0x"))
        w.press("Finish")
        w.wait_text("Overview")
        w.wait_text(path.USERNAME)
        w.wait_text("Reported by the service at")
        path.assert_no_secret_in(place.data, hotkey["secretSeed"].removeprefix("0x"))
        path.modes_are_private(place.data)
        log = w.log_text()
        assert hotkey["secretSeed"].removeprefix("0x") not in log


def second_start(options):
    with path.Place() as place, place.service(options.sandbox) as service:
        with place.canopy(options.canopy, service.url) as w:
            path.to_confirm(w, service.url, "seconddash")
            w.press("Register")
            w.wait_text("Account created")
            w.press("Finish")
            w.wait_text("Reported by the service at")
        with place.canopy(options.canopy, service.url) as w:
            w.wait_text("seconddash")
            w.wait_text("Reported by the service at")


def encrypted_hotkey_with_token(options):
    with path.Place() as place, place.service(options.sandbox, "--generation", "2026-05") as service:
        with place.canopy(options.canopy, service.url) as w:
            w.press("Create a Chutes account…")
            path.confirm_host(w, service.url)
            w.press("Next")
            w.wait_text("Choose a wallet and a hotkey")
            w.select_in_tree("Wallets", "demo", "vault")
            w.fill("Hotkey password", "not the password")
            w.press("Next")
            w.wait_text("The password is wrong", deadline=60)
            w.fill("Hotkey password", "canopy")
            w.press("Next")
            w.wait_text("Choose a username", deadline=60)
            w.fill("Username", "from_the_vault")
            w.press("Next")
            w.wait_text("Get a registration token")
            w.fill("Registration token", path.token_from_page(service.url))
            w.press("Next")
            w.wait_text("Register this account")
            w.press("Register")
            w.wait_text("Account created")
            w.press("Finish")
            w.wait_text("Reported by the service at")


def main():
    options = path.arguments()
    seed_generation(options)
    second_start(options)
    encrypted_hotkey_with_token(options)
    print("registered: seed, again, 2026-05 with an encrypted hotkey and a token")


main()
