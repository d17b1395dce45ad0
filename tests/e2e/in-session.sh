#!/bin/bash
# in-session.sh PROGRAM [ARG…]
#
# Runs PROGRAM in a desktop of its own: an X server, a window manager, a session bus with a real,
# unlocked gnome-keyring, and the accessibility bus. Everything ends with PROGRAM.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 NO_AT_BRIDGE=0 QT_QPA_PLATFORM=xcb
export KEYRING_KEEP="CANOPY_E2E_SCREEN CANOPY_E2E_FAILURES QT_FONT_DPI QT_SCALE_FACTOR PYTHONDONTWRITEBYTECODE ${KEYRING_KEEP-}"
export PYTHONDONTWRITEBYTECODE=1
unset WAYLAND_DISPLAY
exec xvfb-run -a -s "-screen 0 ${CANOPY_E2E_SCREEN:-1440x1000x24} -nolisten tcp" \
    "$here/../support/with-keyring.sh" /bin/bash -c '
        openbox >/dev/null 2>&1 &
        /usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 &
        for _ in $(seq 200); do
            dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
                org.freedesktop.DBus.NameHasOwner string:org.a11y.Bus 2>/dev/null | grep -q "boolean true" && break
            sleep 0.05
        done
        rc=0
        "$@" || rc=$?
        kill %1 %2 2>/dev/null || true
        exit $rc' in-session "$@"
