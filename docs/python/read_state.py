#!/usr/bin/env python3
"""Reads a state folder of ActorGaze: epochs, mean gazes and weights. Needs nothing but Python 3.9.

    python3 read_state.py STATE

numpy, pandas, pyarrow and safetensors are used where they are installed.
"""

import json
import math
import pathlib
import sqlite3
import struct
import sys
from array import array


def open_metrics(state):
    """metrics.db, to read only; an engine may be writing it."""
    return sqlite3.connect(f"{(pathlib.Path(state) / 'metrics.db').resolve().as_uri()}?mode=ro", uri=True)


def rows(metrics, query, *values):
    """The rows of a query, as dictionaries."""
    cursor = metrics.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor]


def epochs(state, run):
    """What each epoch of a run gave: kappa, gaze_deviation, cross_entropy and more, by name."""
    with open_metrics(state) as metrics:
        return rows(metrics, "SELECT * FROM epochs WHERE run = ? ORDER BY epoch", run)


def mean_gaze(state, run, epoch, label):
    """The mean gaze of a class: rows of numbers from 0 to 1. None where no sample of it was classified correctly."""
    with open_metrics(state) as metrics:
        found = rows(metrics, "SELECT * FROM class_mean_gazes WHERE run = ? AND epoch = ? AND class = ?", run, epoch, label)
    if not found or found[0]["correct"] == 0:
        return None
    gaze = found[0]
    cells = struct.unpack(f"<{gaze['height'] * gaze['width']}f", gaze["map"])
    return [list(cells[row * gaze["width"]:(row + 1) * gaze["width"]]) for row in range(gaze["height"])]


def newest_checkpoint(state, run):
    """The newest file of a run, or None. A run's folder has its name; letters that no file can have are written as %XX."""
    files = [file for file in pathlib.Path(state, "checkpoints").glob("*/*.safetensors") if file.parent.name == run]
    return max(files, key=lambda file: file.stat().st_mtime_ns, default=None)


def weights(file):
    """The network's tensors by name, each as (shape, flat numbers). The format: 8 bytes of length, a JSON header, the numbers."""
    with open(file, "rb") as checkpoint:
        header = json.loads(checkpoint.read(struct.unpack("<Q", checkpoint.read(8))[0]))
        data = checkpoint.read()
    kinds = {"F32": "f", "F64": "d", "I32": "i", "I64": "q", "U8": "B"}
    found = {}
    for name, tensor in header.items():
        if name.startswith("model.") and tensor["dtype"] in kinds:
            start, end = tensor["data_offsets"]
            numbers = array(kinds[tensor["dtype"]], data[start:end])
            if sys.byteorder == "big":
                numbers.byteswap()
            found[name[len("model."):]] = (tensor["shape"], numbers)
    return found


def tell(state):
    with open_metrics(state) as metrics:
        runs = rows(metrics, "SELECT run, sweep, network, gaze_weight, phase, epochs_done FROM runs ORDER BY run")
    for run in runs:
        print(f"{run['run']}: {run['phase']}, {run['epochs_done']} epochs")
        for epoch in epochs(state, run["run"]):
            print(f"  epoch {epoch['epoch']}: kappa {epoch['kappa']:.4f}, gaze deviation {epoch['gaze_deviation']:.6f}")
        if run["epochs_done"]:
            gaze = mean_gaze(state, run["run"], run["epochs_done"], 0)
            for line in gaze or []:
                print("  " + "".join(" ░▒▓█"[min(4, int(cell * 5))] * 2 for cell in line))
        file = newest_checkpoint(state, run["run"])
        for name, (shape, numbers) in weights(file).items() if file else []:
            print(f"  {name} {shape} norm {math.sqrt(sum(number * number for number in numbers)):.6f}")
    tell_with_packages(state, runs)


def tell_with_packages(state, runs):
    """The same with the packages that are there."""
    files = [file for file in (newest_checkpoint(state, run["run"]) for run in runs) if file]
    try:
        from safetensors.numpy import load_file  # brings numpy

        for file in files:
            known = weights(file)
            loaded = load_file(file)
            assert all(list(loaded[f"model.{name}"].shape) == shape for name, (shape, _) in known.items())
            assert all(loaded[f"model.{name}"].ravel().tolist() == numbers.tolist() for name, (_, numbers) in known.items())
        print(f"safetensors: {len(files)} checkpoints, the same weights")
    except ImportError:
        print("safetensors: not installed")

    try:
        import numpy

        gazes = [mean_gaze(state, run["run"], run["epochs_done"], 0) for run in runs if run["epochs_done"]]
        print(f"numpy: mean gazes of {[numpy.array(gaze).shape for gaze in gazes if gaze]}")
    except ImportError:
        print("numpy: not installed")

    try:
        import pandas

        with open_metrics(state) as metrics:
            table = pandas.read_sql("SELECT run, epoch, kappa, gaze_deviation FROM epochs", metrics)
        print(f"pandas:\n{table.groupby('run').last()}")
    except ImportError:
        print("pandas: not installed")

    try:
        import pyarrow

        table = pyarrow.Table.from_pylist([epoch for run in runs for epoch in epochs(state, run["run"])])
        print(f"pyarrow: {table.num_rows} epochs, {table.num_columns} columns")
    except ImportError:
        print("pyarrow: not installed")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    tell(sys.argv[1])
