"""A programme of 300 projects, 500 commitments and 1,000 requests: every page of it, as each ordinary role."""

import argparse
import os

from bench import installation
from bench.pages import HEADINGS, line, measure

VIEWS = ("", "text/", "commitments/", "requests/", "projects/", "results/", "reviews/", "history/", "briefing/")
ROLES = ("specialist", "vice_chair", "officer", "ministry_officer", "auditor")


def main() -> None:
    """Build, warm up, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    installation.start()
    from phusa.config.schedule import count_what_there_is
    from phusa.config.startup import settle
    from tests.builders import cooperation
    from tests.cast import assemble

    cast = assemble()
    programme = cooperation.big(cast)
    count_what_there_is()
    settle()
    print(HEADINGS)
    worst = [0.0, 0]
    for view in VIEWS:
        for role in ROLES:
            row = measure(getattr(cast, role), f"{programme.get_absolute_url()}{view}", options.rounds)
            if row:
                worst = [max(worst[0], row[1]), max(worst[1], row[4])]
                print(line(view or "at a glance", role, row))
    print(f"worst: p95 {worst[0]:.1f} ms, {worst[1]} queries")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
