"""The main job on the real window, step by step; every script takes what it needs of it."""

import argparse
import base64
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.request

import window

USERNAME = "lumenfold"


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--canopy", required=True)
    parser.add_argument("--sandbox")
    parser.add_argument("--pictures", type=pathlib.Path)
    return parser.parse_args()


class Place:
    """A throw-away home for one run: records, config.ini, wallets, the service's state."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="canopy-e2e-"))
        self.data = self.root / "data"
        self.config = self.root / "chutes" / "config.ini"
        self.wallets = self.root / "wallets"

    def service(self, program, *options):
        return window.Service(program, self.root / "service", "--demo-wallets", str(self.wallets), *options)

    def canopy(self, program, url, data=None, **more):
        return window.Canopy(
            program,
            "--data-dir",
            str(data or self.data),
            "--config-path",
            str(self.config),
            "--wallets-path",
            str(self.wallets),
            environment={"CHUTES_API_URL": url},
            **more,
        )

    def hotkey(self, wallet="demo", name="default"):
        return json.loads((self.wallets / wallet / "hotkeys" / name).read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root, ignore_errors=True)


def token_from_page(url):
    """What a person does in the browser: load the page, solve the captcha, copy the token."""
    page = url + "/users/registration_token"
    urllib.request.urlopen(page, timeout=10).read()
    answer = urllib.request.urlopen(urllib.request.Request(page, data=b"", method="POST"), timeout=10).read().decode()
    return re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", answer).group(0)


def confirm_host(canopy, url):
    """A server that is not Chutes' own is asked for by name before anything is sent to it."""
    canopy.fill("Host name", url.removeprefix("http://"))


def to_username(canopy, url, hotkey="default", wallet="demo", password=None):
    """From Welcome to the Username page."""
    canopy.press("Create a Chutes account…")
    confirm_host(canopy, url)
    canopy.wait_text("Check the connection")
    canopy.press("Next")
    canopy.wait_text("Choose a wallet and a hotkey")
    canopy.select_in_tree("Wallets", wallet, hotkey)
    if password is not None:
        canopy.fill("Hotkey password", password)
    canopy.press("Next")
    canopy.wait_text("Choose a username")


def to_confirm(canopy, url, username=USERNAME, token=None, **hotkey):
    to_username(canopy, url, **hotkey)
    canopy.fill("Username", username)
    canopy.press("Next")
    if token is not None:
        canopy.wait_text("Get a registration token")
        canopy.fill("Registration token", token)
        canopy.press("Next")
    canopy.wait_text("Register this account")


def keyring_entries():
    """Every secret in the keyring, as bytes: what secret-tool shows, envelope opened."""
    shown = subprocess.run(
        ["secret-tool", "search", "--all", "--unlock", "type", "base64"], capture_output=True, text=True, check=False
    ).stdout
    values = []
    for line in shown.splitlines():
        if line.startswith("secret = "):
            text = line.removeprefix("secret = ").strip()
            with contextlib.suppress(ValueError):
                text = base64.b64decode(text, validate=True).decode()
            with contextlib.suppress(ValueError):
                values.append(json.loads(text))
    return values


def kind_of(entry):
    return entry["id"][2]


def secret_of(entry):
    return base64.b64decode(entry["value"]).decode()


def assert_no_secret_in(folder, *secrets):
    """No file below folder holds a secret, in any of the usual spellings."""
    spellings = []
    for secret in secrets:
        raw = secret if isinstance(secret, bytes) else secret.encode()
        spellings += [raw, raw.decode().encode("utf-16-le"), base64.b64encode(raw), raw.hex().encode()]
    for file in pathlib.Path(folder).rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            for spelling in spellings:
                assert spelling not in content, f"a secret stands in {file.name}"


def assert_process_is_discreet(process, *secrets):
    """Nothing secret in the arguments, the environment or any window title (PROC-01)."""
    for name in ("cmdline", "environ"):
        content = pathlib.Path(f"/proc/{process.pid}/{name}").read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, name
    titles = subprocess.run(
        ["xdotool", "search", "--pid", str(process.pid), "--name", ".", "getwindowname", "%@"],
        capture_output=True, text=True, check=False,
    ).stdout
    for secret in secrets:
        assert secret not in titles


def modes_are_private(folder):
    for file in pathlib.Path(folder).rglob("*"):
        assert not file.is_symlink() and file.stat().st_mode & 0o077 == 0, f"{file} is {oct(file.stat().st_mode)}"


__all__ = [name for name in dir() if not name.startswith("_")]
assert os.environ.get("DBUS_SESSION_BUS_ADDRESS"), "run through in-session.sh"
