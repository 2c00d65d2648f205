"""The 10,000-row import: seconds and processor seconds of each step, and the memory of the largest process."""

import argparse
import random
import resource
import tempfile
import time
from pathlib import Path

import xlsxwriter

from bench import installation

HEAD = ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian hoàn thành")


def workbook(path: Path, rows: int) -> None:
    """An XLSX of invented tasks."""
    chance = random.Random(installation.SEED)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Phụ lục")
    sheet.write_row(0, 0, HEAD)
    for n in range(1, rows + 1):
        lead, other = (f"Cơ quan thử nghiệm số {chance.randrange(200)}" for _ in range(2))
        text = " ".join(chance.choices(installation.WORDS, k=25)).capitalize()
        deadline = chance.choice(installation.DEADLINES).format(y=2026)
        sheet.write_row(n, 0, (n, text, lead, other, " ".join(chance.choices(installation.WORDS, k=4)), deadline))
    book.close()


def main() -> None:
    """Make the file, import it, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    installation.start()
    installation.build(schemes=1, tasks=10, agencies=200)
    from django.core.files import File
    from django.utils import timezone

    from phusa.config.startup import operator
    from phusa.foundation.imports import services
    from phusa.foundation.organizations.models import Organization

    actor = operator()
    authority = Organization.objects.get(memberships__user=actor)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annex.xlsx"
        workbook(path, options.rows)
        with path.open("rb") as opened:
            batch = services.start_import(
                actor,
                target="tasks",
                title="Kế hoạch thử nghiệm",
                about={
                    "kind": "plan",
                    "number": "1/KH-TN",
                    "issuer": "",
                    "issued_on": "2026-01-05",
                    "scheme_kind": "annex",
                    "in_force": True,
                },
                given=File(opened, name=path.name),
                secrecy="normal",
                organization=authority,
                authority=authority,
                at=timezone.now(),
            )
        watch = Watch()
        services.read_file(batch)
        watch.lap("read")
        batch = services.confirm_columns(
            actor, batch, chosen=batch.chosen, mapping=batch.mapping, revision=batch.revision, at=timezone.now()
        )
        services.stage_rows(batch)
        watch.lap("staged")
        batch = services.request_apply(actor, batch, at=timezone.now())
        services.apply_rows(batch, at=timezone.now())
        watch.lap("applied")
    print(f"{options.rows} rows: {batch.state}, {batch.counts.get('tasks')} tasks")
    print(f"{'step':<10}{'seconds':>9}{'CPU':>7}{'of the reader':>15}")
    for name, seconds, own, child in watch.laps:
        print(f"{name:<10}{seconds:>9.2f}{own:>7.2f}{child:>15.2f}")
    print(
        f"memory: this process {watch.memory(resource.RUSAGE_SELF)} MB, "
        f"the reader {watch.memory(resource.RUSAGE_CHILDREN)} MB"
    )


class Watch:
    """Laps in seconds, with the processor seconds of this process and of its children."""

    def __init__(self) -> None:
        self.laps: list[tuple[str, float, float, float]] = []
        self.last = self._now()

    def lap(self, name: str) -> None:
        now = self._now()
        self.laps.append((name, *(new - old for new, old in zip(now, self.last, strict=True))))
        self.last = now

    def _now(self) -> tuple[float, float, float]:
        child = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.monotonic(), time.process_time(), child.ru_utime + child.ru_stime

    def memory(self, whose: int) -> int:
        return resource.getrusage(whose).ru_maxrss >> 10


if __name__ == "__main__":
    main()
