#!/usr/bin/python3
"""startup.py CANOPY FLOOR [RUNS]: time to the first window, memory and idle CPU, as ratios.

Runs inside an X server of its own. Both programs are started in turns, each with a fresh home; the
window is seen through the X server's MapNotify. Figures are medians; CPU and PSS move least.
"""

import os
import pathlib
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from Xlib import X, display

SETTLE = 2.0
IDLE = 30.0
TICK = os.sysconf("SC_CLK_TCK")


def environment(home):
    keep = {name: os.environ[name] for name in ("PATH", "DISPLAY", "XAUTHORITY", "LANG") if name in os.environ}
    for name in ("run", "data", "config", "cache"):
        (home / name).mkdir(mode=0o700)
    return keep | {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "QT_QPA_PLATFORM": "xcb",
    }


def cpu_seconds(pid):
    """Of all threads, from the scheduler's own clock."""
    total = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def pss_kib(pid):
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise RuntimeError("no Pss")


class Screen:
    def __init__(self):
        self.display = display.Display()
        self.root = self.display.screen().root
        self.root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self.display.sync()

    def drain(self):
        while self.display.pending_events():
            self.display.next_event()

    def wait_map(self, deadline):
        while time.monotonic() < deadline:
            while self.display.pending_events():
                event = self.display.next_event()
                if event.type == X.MapNotify and event.window.get_geometry().width > 200:
                    return time.monotonic()
            select.select([self.display.fileno()], [], [], 0.05)
        raise RuntimeError("no window")


def measure(screen, program, idle=False):
    home = pathlib.Path(tempfile.mkdtemp(prefix="canopy-bench-"))
    try:
        screen.drain()
        start = time.monotonic()
        process = subprocess.Popen(program, env=environment(home), stderr=subprocess.DEVNULL)
        try:
            mapped = screen.wait_map(start + 20) - start
            time.sleep(max(0.0, start + SETTLE - time.monotonic()))
            figures = {"window_ms": mapped * 1000, "cpu_s": cpu_seconds(process.pid), "pss_mib": pss_kib(process.pid) / 1024}
            if idle:
                time.sleep(8 - SETTLE)
                before = cpu_seconds(process.pid)
                time.sleep(IDLE)
                figures["idle_ms"] = (cpu_seconds(process.pid) - before) * 1000
            return figures
        finally:
            process.terminate()
            process.wait(10)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main():
    canopy, floor = [sys.argv[1]], [sys.argv[2]]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 9
    screen = Screen()
    measure(screen, floor)
    measure(screen, canopy)
    ours, theirs = [], []
    for _ in range(runs):
        theirs.append(measure(screen, floor))
        ours.append(measure(screen, canopy))
    for key, name, goal in (
        ("window_ms", "first window, ms", 1.5),
        ("cpu_s", "CPU to +2 s, s", 2.4),
        ("pss_mib", "PSS at +2 s, MiB", 1.6),
    ):
        a = statistics.median(run[key] for run in ours)
        b = statistics.median(run[key] for run in theirs)
        print(f"{name:18} canopy {a:8.3f}, empty window {b:8.3f}: ratio {a / b:.2f} (goal {goal})")
    idle = measure(screen, canopy, idle=True)
    print(f"idle CPU over {IDLE:.0f} s: {idle['idle_ms']:.1f} ms (goal 0, no text field focused)")


main()
