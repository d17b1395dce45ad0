#!/bin/bash
# run.sh BUILD: every bench; each prints a ratio of two things measured in the same run.
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
"$build/bin/bench_crypto"
keys=$(mktemp -d)
trap 'rm -rf "$keys"' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout "$keys/key.pem" -out "$keys/cert.pem" 2>/dev/null
"$build/bin/bench_network" "$keys/cert.pem" "$keys/key.pem"
"$build/bin/bench_wallets"
xvfb-run -a -s "-screen 0 1440x1000x24" /usr/bin/python3 "$here/startup.py" "$build/bin/canopy" "$build/bin/floor_window"
