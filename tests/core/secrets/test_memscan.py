#!/usr/bin/python3
"""test_memscan.py MEMSCAN SUBJECT: whether tests/support/memscan.py finds what there is to find."""

import secrets
import string
import subprocess
import sys


def scan(memscan, subject, form):
    """Exit code and output of memscan for a subject that holds a fresh secret in `form`."""
    secret = "cpk_" + "".join(secrets.choice(string.ascii_letters) for _ in range(40))
    with subprocess.Popen([subject, form], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(secret.encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"ready\n"
        result = subprocess.run([sys.executable, memscan, str(process.pid)], input=secret.encode(),
                                capture_output=True, check=False)
        process.stdin.close()
    assert secret.encode() not in result.stdout + result.stderr, "memscan tells the secret"
    return result.returncode, result.stdout.decode()


def main():
    memscan, subject = sys.argv[1:]
    for form in ("raw", "utf16", "base64", "hex"):
        code, output = scan(memscan, subject, form)
        assert code == 1 and f"secret 1: {form} at" in output, (form, code, output)
    code, output = scan(memscan, subject, "secret")
    assert code == 0 and output == "copies: 0\n", (code, output)
    for arguments, given in (([], b""), (["0"], b"cpk_0123456789"), ([str(2**22 + 1)], b"cpk_0123456789"),
                             (["1"], b""), (["1"], b"short")):
        result = subprocess.run([sys.executable, memscan, *arguments], input=given,
                                capture_output=True, check=False)
        assert result.returncode == 2, (arguments, given, result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
