#!/bin/bash
# with-keyring.sh COMMAND [ARG...]
#
# Runs COMMAND inside a private D-Bus session with a real, unlocked gnome-keyring. HOME, XDG_* and
# the runtime folder are a throw-away directory, so nobody's own keyring is touched. The daemon is a
# client of the private bus and ends with it.
#
# For the command: KEYRING_PID (the daemon), KEYRING_PASSWORD, KEYRING_DATA (its files).
# KEYRING_KEEP lists further variables to hand on, by name.
set -eu
place=$(mktemp -d "${TMPDIR:-/tmp}/canopy-keyring.XXXXXX")
chmod 700 "$place"
mkdir -m 700 "$place/home" "$place/run" "$place/data" "$place/cache" "$place/config"
trap 'rm -rf "$place"' EXIT
keep=()
for name in QT_QPA_PLATFORM DISPLAY XAUTHORITY ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS QT_LOGGING_RULES \
    QT_SCALE_FACTOR QT_LINUX_ACCESSIBILITY_ALWAYS_ON NO_AT_BRIDGE ${KEYRING_KEEP-}; do
    [ -z "${!name+set}" ] || keep+=("$name=${!name}")
done
env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin LANG=C.UTF-8 LC_ALL=C.UTF-8 HOME="$place/home" \
    XDG_RUNTIME_DIR="$place/run" XDG_DATA_HOME="$place/data" XDG_CACHE_HOME="$place/cache" \
    XDG_CONFIG_HOME="$place/config" GSETTINGS_BACKEND=memory KEYRING_PASSWORD=test-password \
    KEYRING_DATA="$place/data/keyrings" "${keep[@]}" \
    dbus-run-session -- /bin/bash -c '
        set -eu
        # --unlock reads the password up to EOF (no newline) and makes the login keyring.
        printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null
        # It forks before it owns its name: without this wait the first call races D-Bus activation.
        for _ in $(seq 100); do
            dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
                org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q "boolean true" && break
            sleep 0.05
        done
        KEYRING_PID=$(dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
            org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets | sed "s/.* //")
        export KEYRING_PID
        rc=0
        "$@" || rc=$?
        kill "$KEYRING_PID" 2>/dev/null || true
        exit $rc' with-keyring "$@" 2> >(grep -v "Failed to set fd limit" >&2)
