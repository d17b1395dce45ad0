#!/usr/bin/python3
"""After the wizard closed, no hotkey seed, fingerprint or registration token is left in readable
memory of the process, nor in any of its files (MEM-04, LOG-01)."""

import pathlib
import subprocess
import sys

import path

SCANNER = pathlib.Path(__file__).parent.parent / "support" / "memscan.py"


def scan(pid, *secrets):
    """Secrets go to the scanner on its standard input, never as arguments."""
    return subprocess.run(
        ["/usr/bin/python3", str(SCANNER), str(pid)], input="\n".join(secrets) + "\n", capture_output=True, text=True, check=False
    )


def main():
    options = path.arguments()
    with path.Place() as place, place.service(options.sandbox, "--generation", "2026-05") as service, \
            place.canopy(options.canopy, service.url) as w:
        token = path.token_from_page(service.url)
        path.to_confirm(w, service.url, "forgetful", token=token)
        # The scanner sees what is there: the token was typed and the wizard holds it.
        found = scan(w.process.pid, token)
        assert found.returncode == 1, "the scanner does not find a secret that is there: " + found.stdout + found.stderr
        w.press("Register")
        w.wait_text("Account created")
        w.press("Reveal")
        w.press("Hide")
        w.press("Finish")
        w.wait_text("Reported by the service at")

        seed = place.hotkey()["secretSeed"].removeprefix("0x")
        fingerprints = [path.secret_of(entry) for entry in path.keyring_entries() if path.kind_of(entry) == "fingerprint"]
        assert len(fingerprints) == 1 and len(fingerprints[0]) == 32, "the fingerprint is in the keyring"
        found = scan(w.process.pid, seed, fingerprints[0], token)
        if found.returncode != 0:
            sys.exit(found.stdout + found.stderr)
        path.assert_no_secret_in(place.data, seed, fingerprints[0], token)
        for secret in (seed, fingerprints[0], token):
            assert secret not in w.log_text()
    print("nothing left in memory, files or log")


main()
