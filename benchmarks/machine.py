"""The machine on which the figures were measured."""

import os
import platform
import sqlite3
from importlib import metadata
from pathlib import Path

import psutil


def describe(work_dir: Path) -> dict[str, str]:
    """Return what bears upon the figures; `work_dir` is where the databases are."""
    memory_gib = psutil.virtual_memory().total / 2**30
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": f"{_processor_name()}, {os.cpu_count()} cores, {memory_gib:.0f} GiB",
        "python": platform.python_version(),
        "tornado": metadata.version("tornado"),
        "sqlite": sqlite3.sqlite_version,
        "disk": f"{_file_system(work_dir)} at {work_dir.parent}",
        "load before": " ".join(f"{load:.2f}" for load in psutil.getloadavg()),
    }


def _processor_name() -> str:
    path = Path("/proc/cpuinfo")
    if path.exists():
        for line in path.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _file_system(directory: Path) -> str:
    """Return the file system of the innermost mount that holds the directory."""
    place = directory.resolve()
    mounts = [
        mount
        for mount in psutil.disk_partitions(all=True)
        if place.is_relative_to(mount.mountpoint)
    ]
    if not mounts:
        return "unknown file system"
    mount = max(mounts, key=lambda mount: len(mount.mountpoint))
    return f"{mount.fstype} ({mount.device})"
