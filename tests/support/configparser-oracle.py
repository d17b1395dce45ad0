#!/usr/bin/env python3
"""Reads config files (one a line, base64) and says, one JSON object a line, what ConfigParser makes
of each: {"error": "..."} or {"sections": [[name, [[key, value or null where get() fails], ...]], ...]}.
Used by tst_configinioracle."""
import base64
import configparser
import io
import json
import sys


def read(data):
    parser = configparser.ConfigParser()
    # As open(path) reads it: UTF-8, universal line ends.
    parser.read_file(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    return parser


def value(parser, section, key):
    try:
        return parser.get(section, key)
    except configparser.InterpolationError:
        return None


def described(data):
    try:
        parser = read(data)
    except (configparser.Error, UnicodeDecodeError) as error:
        return {"error": type(error).__name__}
    sections = [[s, [[k, value(parser, s, k)] for k in parser.options(s)]] for s in parser.sections()]
    default = parser.default_section
    sections.append([default, [[k, value(parser, default, k)] for k in parser.defaults()]])
    return {"sections": sections}


for line in sys.stdin:
    print(json.dumps(described(base64.b64decode(line))), flush=True)
