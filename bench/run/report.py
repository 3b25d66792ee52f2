"""What a run found: as a table, as a small JSON file, as a chart for the README."""

import json
from pathlib import Path

from bench import site
from bench.run import chart


def tell(figures: dict) -> str:
    head = {name: value for name, value in figures.items() if name != "rows"}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
    lines += ["", f"{'':40}{'requests/s':>12}{'CPU ms each':>14}{'hellos':>10}   × CPU, × requests/s"]
    for name, sides in figures["rows"].items():
        for side, said in sides.items():
            row = f"{name + ', ' + side:40}{said['a second']:12,}{said['ms']:14.3f}{said['hellos']:10.1f}"
            if "times" in said:
                least, median, most = said["times"]["ms"]
                row += f"   {median} ({least}–{most}), {said['times']['a second'][1]}"
            lines.append(row)
    return "\n".join(lines)


def keep(figures: dict, folder: Path | None) -> None:
    """Write both files in place of those before; git knows these."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    results, picture = folder or site.ROOT / "bench/results", folder or site.ROOT / "docs"
    (results / "run.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    (picture / "bench.svg").write_text(chart.draw(figures))
