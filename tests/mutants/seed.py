"""Puts every seeded bug of seeded-bugs.json into a copy of the sources, each behind a switch, and names them.

usage: seed.py SEEDED_BUGS_JSON COPY
"""

import json
import pathlib
import sys

SWITCH = """namespace LoyaltyEngine;

public static class Seeded
{
    private static readonly string? Name = System.Environment.GetEnvironmentVariable("LOYALTY_SEEDED_BUG");

    public static bool Bug(string name) => name == Name;
}
"""


def main(listing, copy):
    seeds = json.loads(pathlib.Path(listing).read_text())
    replacements = "".join(edit["replace"] for edit in seeds["edits"])
    for name in seeds["bugs"]:
        if f'Seeded.Bug("{name}")' not in replacements:
            sys.exit(f"{name}: no edit seeds this bug")

    places = {}
    for edit in seeds["edits"]:
        text = (copy / edit["file"]).read_text()
        count = text.count(edit["find"])
        if count != 1:
            sys.exit(f"{edit['file']}: found {count} times instead of once: {edit['find']}")
        places.setdefault(edit["file"], []).append((text.index(edit["find"]), edit))

    for file, found in places.items():
        text = (copy / file).read_text()
        # From the end, so that the places found stay where they are.
        for at, edit in sorted(found, key=lambda place: place[0], reverse=True):
            text = text[:at] + edit["replace"] + text[at + len(edit["find"]):]
        (copy / file).write_text(text)

    (copy / "src/LoyaltyEngine.Core/Seeded.cs").write_text(SWITCH)
    print("\n".join(seeds["bugs"]))


main(sys.argv[1], pathlib.Path(sys.argv[2]))
