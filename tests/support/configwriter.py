#!/usr/bin/env python3
"""Rewrites a config.ini in place, as the chutes CLI does, once for every line on standard input:
two keys get the same new number. Used by tst_chutesconfig."""
import configparser
import sys

path = sys.argv[1]
for number, _ in enumerate(sys.stdin, start=1):
    parser = configparser.ConfigParser()
    parser.read(path)
    parser["other"]["first"] = str(number)
    parser["other"]["second"] = str(number)
    with open(path, "w") as file:
        parser.write(file)
    print(number, flush=True)
