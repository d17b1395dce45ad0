"""What the interop tests share: Canopy's core as a command, and a local service."""

import argparse
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

OPTIONS = argparse.Namespace(probe=None, sandbox=None)


def probe(*arguments, password=""):
    done = subprocess.run(
        [OPTIONS.probe, *map(str, arguments)], input=password + "\n", capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextlib.contextmanager
def service(generation, *options):
    with tempfile.TemporaryDirectory(prefix="canopy-interop-") as data:
        process = subprocess.Popen(
            [OPTIONS.sandbox, "--port", "0", "--data", data, "--generation", generation, *options],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield process.stdout.readline().strip().split()[-1]
        finally:
            process.terminate()
            process.wait(10)
            process.stdout.close()


class Case(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="canopy-interop-")
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)
        self.wallets = self.place / "wallets"


def chutes(*arguments, home, answers="", environment=None):
    """The real chutes CLI, with a home of its own."""
    command = pathlib.Path(sys.executable).with_name("chutes")
    return subprocess.run(
        [str(command), *map(str, arguments)],
        input=answers,
        capture_output=True,
        text=True,
        timeout=120,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", "COLUMNS": "240", **(environment or {})},
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--probe", required=True)
    parser.add_argument("--sandbox", required=True)
    _, rest = parser.parse_known_args(namespace=OPTIONS)
    unittest.main(module="__main__", argv=[sys.argv[0], *rest], verbosity=2)
