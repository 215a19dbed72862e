"""Which files of engine/ the linter has already found clean: tests/tidy_record.txt, a hash of each file's text.

    python3 tests/tidy_record.py due            prints the sources to look at
    python3 tests/tidy_record.py add SOURCE...  records them and their own headers; drops files that are gone

Due are sources that changed, and for every header that changed the source of its name, or else the first that includes
it. What a changed header does to the other sources that include it is left to a look at all of them.
"""

import hashlib
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
RECORD = ROOT / "tests" / "tidy_record.txt"


def files(suffix):
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "engine").rglob(f"*.{suffix}"))


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def key(name):
    return hashlib.sha256((text(".clang-tidy") + text(name)).encode()).hexdigest()[:32]


def looked_at_with(header, sources):
    own = header.removesuffix("h") + "cpp"
    if own in sources:
        return own
    line = f'#include "{header.removeprefix("engine/")}"'
    return next((source for source in sources if line in text(source)), None)


def read_record():
    if not RECORD.exists():
        return {}
    lines = (line.split() for line in text(RECORD).splitlines())
    return {name: recorded for recorded, name in lines}


def main():
    command, given = sys.argv[1], sys.argv[2:]
    record, sources = read_record(), files("cpp")
    companions = {header: looked_at_with(header, sources) for header in files("h")}
    if command == "due":
        changed = {source for source in sources if record.get(source) != key(source)}
        changed |= {source for header, source in companions.items() if source and record.get(header) != key(header)}
        print("".join(f"{source}\n" for source in sorted(changed)), end="")
        return
    looked_at = set(given) | {header for header, source in companions.items() if source in given}
    record.update((name, key(name)) for name in looked_at)
    kept = sorted(name for name in record if (ROOT / name).is_file())
    RECORD.write_text("".join(f"{record[name]} {name}\n" for name in kept), encoding="utf-8")


if __name__ == "__main__":
    main()
