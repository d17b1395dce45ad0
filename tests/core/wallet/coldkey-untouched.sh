#!/bin/bash
# coldkey-untouched.sh LISTWALLETS [--planted]
#
# SIG-07: lists and opens what is in a folder of wallets under strace, by every way that could lead
# to a coldkey, and fails if any descriptor was ever opened on one. strace -y names what a
# descriptor really is, so links do not hide it.
set -eu
program=$1
shift
place=$(mktemp -d "${TMPDIR:-/tmp}/canopy-coldkey.XXXXXX")
trap 'rm -rf "$place"' EXIT
wallets=$place/wallets

pub='{"accountId":"0xe4359ad3e2716c539a1d663ebd0a51bdc5c98a12e663bb4c4402db47828c9446","publicKey":"0xe4359ad3e2716c539a1d663ebd0a51bdc5c98a12e663bb4c4402db47828c9446","ss58Address":"5HDvhV6WDCjCKyrXqGQSDYqQAzkzabNhctmiDYEqgBC66BsX"}'
key='{"secretSeed":"0xda3cf5b1e9144931a0f0db65664aab662673b099415a7f8121b7245fb0be4143"}'
for wallet in plain nopub linked looped elsewhere; do
    mkdir -p "$wallets/$wallet/hotkeys"
    printf %s "$key" >"$wallets/$wallet/coldkey"
    printf %s "$pub" >"$wallets/$wallet/coldkeypub.txt"
    printf %s "$key" >"$wallets/$wallet/hotkeys/default"
done
rm "$wallets/nopub/coldkeypub.txt"
ln -s ../coldkey "$wallets/linked/hotkeys/thief"
ln -s ../../plain/coldkey "$wallets/linked/hotkeys/burglar"
ln -s ../coldkey "$wallets/linked/hotkeys/remotepub.txt"
ln -sf coldkey "$wallets/linked/coldkeypub.txt"
ln "$wallets/linked/coldkey" "$wallets/linked/hotkeys/hard"
rm -r "$wallets/looped/hotkeys" "$wallets/elsewhere/hotkeys"
ln -s . "$wallets/looped/hotkeys"
ln -s ../plain "$wallets/elsewhere/hotkeys"

strace -f -qq -y -e trace=open,openat,openat2,creat -o "$place/log" "$program" "$wallets" "$@"

# What was meant to be read was read, so the log is one that would have shown the rest.
grep -q "= [0-9]*<$wallets/plain/coldkeypub.txt>" "$place/log"
grep -q "= [0-9]*<$wallets/plain/hotkeys/default>" "$place/log"
if grep -E "= [0-9]+<$wallets/[^>]*/(coldkey|hotkeys/hard)>" "$place/log"; then
    echo "a coldkey was opened"
    exit 1
fi
echo "no coldkey was opened"
