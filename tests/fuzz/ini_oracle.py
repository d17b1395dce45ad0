"""Python's ConfigParser as the judge: reads length-prefixed cases, answers with what it sees.

Request: 4-byte little-endian length, then the file's bytes.
Answer: 4-byte length, then JSON: null if ConfigParser refuses the file, else
{section: {key: value or null where the value cannot be interpolated}}.
"""
import configparser
import json
import struct
import sys


def look(raw):
    parser = configparser.ConfigParser()
    try:
        # newline=None, as open() in text mode does for the chutes CLI.
        text = raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        parser.read_string(text)
    except (configparser.Error, UnicodeDecodeError):
        return None
    seen = {}
    for section in parser.sections():
        seen[section] = {}
        for option in parser.options(section):
            try:
                seen[section][option] = parser.get(section, option)
            except configparser.Error:
                seen[section][option] = None
    return seen


def main():
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    while head := stdin.read(4):
        answer = json.dumps(look(stdin.read(struct.unpack("<I", head)[0]))).encode()
        stdout.write(struct.pack("<I", len(answer)) + answer)
        stdout.flush()


main()
