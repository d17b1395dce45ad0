#!/usr/bin/python3
"""Counts copies of secrets in the memory of a running process.

    memscan.py PID < secrets        one secret a line, as text; "hex:…" gives raw bytes

Each is looked for as its bytes, as UTF-16 (how Qt keeps text), in base64 at all three alignments
(how keychains store it), and in hex, lower and upper case. Secrets come over standard input because
arguments can be read by everybody. Prints where each copy lies, never the secret: only its line
number. Exit code: 0 no copy, 1 copies, 2 the memory could not be read or the input is unusable.

Needs to be root, or to be allowed to trace the process (see prepareSecretMemory()).
"""

import base64
import re
import sys

SHORTEST = 8  # shorter needles are found everywhere by chance
UNREADABLE = {"[vvar]", "[vdso]", "[vsyscall]"}
CHUNK = 16 * 1024 * 1024


def base64_cores(raw):
    """The part of a base64 text that depends on nothing but `raw`, for each alignment."""
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + raw)
        first = -(-shift * 8 // 6)
        last = (shift + len(raw)) * 8 // 6
        yield text[first:last]


def needles(raw, text):
    forms = {"raw": {raw}, "hex": {raw.hex().encode(), raw.hex().upper().encode()},
             "base64": set(base64_cores(raw))}
    if text is not None:
        forms["utf16"] = {text.encode("utf-16-le")}
    # A text in two encodings may hide in the wider one too.
    for form in ("hex", "base64"):
        forms[form + "/utf16"] = {needle.decode().encode("utf-16-le") for needle in forms[form]}
    for form, values in forms.items():
        for value in values:
            if len(value) >= SHORTEST:
                yield form, value


def read_secrets(lines):
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\n")
        if not line:
            continue
        raw, text = (bytes.fromhex(line[4:]), None) if line.startswith("hex:") else (line.encode(), line)
        if len(raw) < SHORTEST:
            raise ValueError(f"secret {number} is too short to look for")
        for form, value in needles(raw, text):
            yield number, form, value


def regions(pid):
    with open(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as maps:
        for line in maps:
            fields = line.split(None, 5)
            name = fields[5].strip() if len(fields) > 5 else "anonymous"
            if "r" in fields[1] and name not in UNREADABLE:
                low, high = (int(part, 16) for part in fields[0].split("-"))
                yield low, high, name


def scan(pid, wanted):
    """Yields (number, form, address, name of the mapping)."""
    overlap = max(len(value) for _, _, value in wanted) - 1
    by_value = {}
    for number, form, value in wanted:
        by_value.setdefault(value, (number, form))
    pattern = re.compile(b"|".join(re.escape(v) for v in sorted(by_value, key=len, reverse=True)))
    read = 0
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for low, high, name in regions(pid):
            start, tail = low, b""
            while start < high:
                try:
                    memory.seek(start)
                    data = memory.read(min(CHUNK, high - start))
                except (OSError, OverflowError):
                    break  # guard pages and memory that went away meanwhile
                if not data:
                    break
                read += len(data)
                block, base = tail + data, start - len(tail)
                for match in pattern.finditer(block):
                    if match.end() > len(tail):  # else it was seen with the block before
                        number, form = by_value[match.group()]
                        yield number, form, base + match.start(), name
                tail = block[-overlap:] if overlap else b""
                start += len(data)
    if read == 0:
        raise OSError("no memory could be read")


def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        print(__doc__, file=sys.stderr)
        return 2
    try:
        wanted = list(read_secrets(sys.stdin))
        if not wanted:
            raise ValueError("no secrets given")
        hits = 0
        for number, form, address, name in scan(int(sys.argv[1]), wanted):
            hits += 1
            if hits <= 50:
                print(f"secret {number}: {form} at {address:x} in {name}")
        print(f"copies: {hits}")
        return 1 if hits else 0
    except (OSError, ValueError) as error:
        print(f"memscan: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
