#!/usr/bin/env python3
"""Write a manifest of many runs, for measuring how quickly it is read: make_manifest.py MANIFEST RUNS

Takes header and entries of the sweep that MANIFEST records and repeats the entries under new run ids into
`big.jsonl` beside it. The runs' files are not copied: the result is for `gmat-sweep show`.
"""
import json
import os
import sys

manifest, runs = sys.argv[1], int(sys.argv[2])
with open(manifest, encoding="utf-8") as file:
    header, *entries = [json.loads(line) for line in file]
header["run_count"] = runs
# A line's own checksum, where it has one, is left out: it would no longer be right.
with open(os.path.join(os.path.dirname(manifest), "big.jsonl"), "w", encoding="utf-8") as out:
    out.write(json.dumps(header, sort_keys=True) + "\n")
    for run_id in range(runs):
        entry = entries[run_id % len(entries)]
        entry["run_id"] = run_id
        out.write(json.dumps(entry, sort_keys=True) + "\n")
