"""Every page as each ordinary role: CPU milliseconds, ratio to a baseline, queries, bytes."""

import argparse
import hashlib
import os
import statistics
import time
import warnings
from typing import Any

from bench import installation

PAGES = (
    ("overview", "/"),
    ("my work", "/my-work/"),
    ("task list", "/assignments/"),
    ("task list, late", "/assignments/?clock=overdue"),
    ("task list, page 40", "/assignments/?page=40"),
    ("task", "/assignments/{task}/"),
    ("schemes", "/schemes/"),
    ("document (500)", "/schemes/{scheme}/"),
    ("matrix (500)", "/schemes/{scheme}/matrix/"),
    ("agencies (500)", "/schemes/{scheme}/agencies/"),
    ("search", "/search/?q=chuyen+doi+so"),
    ("organisations", "/organizations/"),
)


def baseline() -> float:
    """CPU milliseconds of a fixed piece of plain Python work, about what a small page takes."""
    started = time.process_time()
    digest = hashlib.sha256()
    for number in range(20_000):
        digest.update(str(number * 7).encode())
    return (time.process_time() - started) * 1000


def main() -> None:
    """Build, warm up, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemes", type=int, default=50)
    parser.add_argument("--tasks", type=int, default=20_000)
    parser.add_argument("--agencies", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="pages whose name holds this text")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", message="No directory at")  # nothing collected static files here
    installation.start()
    started = time.monotonic()
    built = installation.build(schemes=options.schemes, tasks=options.tasks, agencies=options.agencies)
    print(
        f"built {options.schemes} schemes, {options.tasks} tasks, {options.agencies} agencies "
        f"in {time.monotonic() - started:.0f} s"
    )
    print(HEADINGS)
    worst = [0.0, 0.0, 0]
    for name, address in PAGES:
        if options.only not in name:
            continue
        for role in installation.ROLES:
            address_ = address.format(task=built["task"].uid, scheme=built["scheme"].uid)
            row = measure(built["users"][role], address_, options.rounds)
            if row is None:
                continue
            worst = [max(worst[0], row[0]), max(worst[1], row[1]), max(worst[2], row[4])]
            print(line(name, role, row))
    print(f"worst: p50 {worst[0]:.1f} ms, p95 {worst[1]:.1f} ms, {worst[2]} queries")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


HEADINGS = f"{'page':<22}{'role':<18}{'p50 ms':>8}{'p95 ms':>8}{'× base':>8}{'elapsed':>9}{'queries':>9}{'bytes':>10}"
Measured = tuple[float, float, float, float, int, int]


def line(name: str, role: str, row: Measured) -> str:
    """One line under HEADINGS."""
    p50, p95, ratio, elapsed, queries, size = row
    return f"{name:<22}{role:<18}{p50:>8.1f}{p95:>8.1f}{ratio:>8.2f}{elapsed:>9.1f}{queries:>9}{size:>10}"


def measure(user: Any, address: str, rounds: int) -> Measured | None:
    """p50 and p95 CPU ms, ratio of medians to the baseline, elapsed ms, queries, bytes; None for another answer."""
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    first = client.get(address)
    if first.status_code != 200:
        print(f"{address}: {first.status_code}")
        return None
    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        page = client.get(address)
    times, bases, elapsed = [], [], []
    for _round in range(rounds):
        bases.append(baseline())
        started, begun = time.process_time(), time.perf_counter()
        page = client.get(address)
        times.append((time.process_time() - started) * 1000)
        elapsed.append((time.perf_counter() - begun) * 1000)
    size = len(page.content)
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    median = statistics.median(times)
    return median, p95, median / statistics.median(bases), statistics.median(elapsed), queries, size


if __name__ == "__main__":
    main()
