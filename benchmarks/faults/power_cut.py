"""The write-ahead log cut at every frame and within it, each time opened by the program itself."""

from random import Random

from benchmarks.faults.rows import Options, Row
from tests.faults.power_cut import Recording, commits_in
from tornado_timing.store import database

STRETCHES, COMMITS = 4, 8
# Shorter than the program makes it: each file is written and opened some thousand times.
LOG_BYTES = 100 * 4096
# How many times, and as many marks, go into one commit: most are small, some fill many pages.
SIZES = (1, 1, 1, 2, 3, 5, 15, 100)


async def run(options: Options) -> list[Row]:
    """Records commits, then opens what a power cut may have left of their files."""
    chance = Random(options.seed)
    database.WAL_BYTES = LOG_BYTES
    stretches, commits = (2, 4) if options.is_quick else (STRETCHES, COMMITS)
    sizes = [[chance.choice(SIZES) for _ in range(commits)] for _ in range(stretches)]
    source, opened = options.work_dir / "source", options.work_dir / "opened"
    source.mkdir()
    opened.mkdir()
    recording = Recording(source)
    await recording.record(sizes)
    images = acknowledged = lost = 0
    problems = []
    for image in recording.images(chance):
        images += 1
        try:
            found = await commits_in(image, opened)
        except Exception as error:  # noqa: BLE001 - whatever it is, this image did not open
            problems.append(f"{image.name}: {type(error).__name__} {error}")
            continue
        expected = set(range(image.commits))
        acknowledged += len(expected)
        lost += len(expected - found)
        if found - expected:
            problems.append(f"{image.name}: commits that were not whole are there")
    records = 2 * sum(map(sum, sizes))
    return [
        Row(
            scenario="power cut",
            load=f"{recording.acknowledged} commits of {records:,} times and marks, one by one",
            faults=(
                "the log cut, torn, garbled, with holes or old pages, at every frame; checkpoints "
                f"cut at every page: {images:,} files"
            ),
            tried=acknowledged,
            acknowledged=acknowledged,
            lost=lost,
            doubled=0,
            figures=f"counted are commits over all files; seed {options.seed}",
            problems=tuple(problems),
        )
    ]
