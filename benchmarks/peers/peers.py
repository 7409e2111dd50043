"""The same cases in Python: peers.py mmap|numpy CASE ARGUMENTS ... FOLDER prints what a trial prints."""
import array
import mmap
import os
import sys
import time

BUDGET = float(os.environ.get("BENCH_MS", "250")) * 1e6
PAGE = 4096
who, case, *arguments, folder = sys.argv[1:]
if who == "numpy":
    import numpy
CODES = {"uint8": "B", "uint16": "H", "uint32": "I", "float64": "d", "int64": "q"}
SIZES = {"uint8": 1, "uint16": 2, "uint32": 4, "float64": 8, "int64": 8}


def sparse(size):
    path = os.path.join(folder, f"sparse-python-{size}.bin")
    with open(path, "ab") as file:
        file.truncate(size)
    return path


def full(kind, size):
    path = os.path.join(folder, f"full-python-{kind}-{size}.bin")
    if not os.path.exists(path):
        chunk = array.array(CODES[kind], (index & 127 for index in range(2**16))).tobytes()
        with open(path, "wb") as file:
            for _ in range(size // len(chunk)):
                file.write(chunk)
            file.truncate(size)
    return path


def during(budget, run, count):
    done = total = 0
    while total < budget:
        start = time.perf_counter_ns()
        run(count)
        took = time.perf_counter_ns() - start
        total += took
        done += count
        if took < BUDGET / 20:
            count *= 2
    return total / done, count


def per_operation(run):
    _, count = during(BUDGET / 3, run, 1)
    return during(BUDGET, run, count)[0]


def opened(path, write=False):
    if who == "numpy":
        return numpy.memmap(path, dtype=numpy.uint8, mode="r+" if write else "r")
    with open(path, "r+b" if write else "rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_WRITE if write else mmap.ACCESS_READ)


def close(mapped):
    if who == "mmap":
        mapped.close()


def map_unmap(size, live=0):
    path = sparse(int(size))
    others = [opened(path) for _ in range(int(live))]

    def rounds(count):
        for _ in range(count):
            mapped = opened(path)
            mapped[-1]
            close(mapped)

    result = per_operation(rounds)
    return result if len(others) == int(live) else None


def first_touch(size):
    size, times = int(size), []
    for _ in range(7):
        mapped = opened(full("uint32", size))
        start = time.perf_counter_ns()
        if who == "numpy":
            mapped[::PAGE].sum()
        else:
            for index in range(0, size, PAGE):
                mapped[index]
        times.append(time.perf_counter_ns() - start)
        close(mapped)
    return sorted(times)[3] / (size // PAGE)


def elements(kind, size, order, way, detached=None):
    length = int(size) // SIZES[kind]
    mapped = opened(full(kind, int(size)), way == "write")
    if who == "numpy":
        return vectorised(mapped.view(kind), length, order, way)
    view = memoryview(mapped).cast(CODES[kind])
    place = [1, 0]

    def accesses(count):
        x, start = place
        for i in range(start, min(start + count, length)):
            if order == "random":
                x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
                i = x * length >> 32
            if way == "read":
                view[i]
            else:
                view[i] = 1
        place[:] = x, 0 if start + count >= length else start + count

    return per_operation(accesses)


def vectorised(view, length, order, way):
    """Whole arrays at once, as numpy is used."""
    chosen = numpy.random.default_rng(1).integers(0, length, 2**20) if order == "random" else slice(0, length)

    def passes(count):
        for _ in range(count):
            if way == "write":
                view[chosen] = 1
            elif order == "random":
                view[chosen].sum()
            else:
                view.sum()

    return per_operation(passes) / (2**20 if order == "random" else length)


def bulk(size, what):
    mapped, ordinary = opened(full("uint32", int(size)), True), bytearray(int(size))
    view = mapped if who == "numpy" else memoryview(mapped)
    ones = numpy.ones(int(size), numpy.uint8) if who == "numpy" else bytes(int(size))
    out = numpy.frombuffer(ordinary, numpy.uint8) if who == "numpy" else memoryview(ordinary)

    def rounds(count):
        for _ in range(count):
            if what == "copy-out":
                out[:] = view
            elif what == "copy-in":
                view[:] = ones
            else:
                view[:] = 7 if who == "numpy" else b"\7" * int(size)

    return per_operation(rounds)


def structs(size, what):
    import struct

    length = int(size) // 24
    if who == "numpy":
        record = numpy.dtype([("x", "f8"), ("y", "f8"), ("id", "u4"), ("flags", "u4")])
        records = opened(full("uint8", length * 24), True).view(record)
        if what == "read":
            return per_operation(lambda count: [records["x"].sum() for _ in range(count)]) / length
        return per_operation(lambda count: [update(records) for _ in range(count)]) / length
    mapped = opened(full("uint8", length * 24), True)

    def visits(count):
        for i in range(count):
            at = i % length * 24
            x, y, one, flags = struct.unpack_from("<ddII", mapped, at)
            if what == "update":
                struct.pack_into("<ddII", mapped, at, x + y * 0.5, y, one, (flags + 1) & 255)

    return per_operation(visits)


def update(records):
    records["x"] += records["y"] * 0.5
    records["flags"] = (records["flags"] + 1) & 255


def msync():
    mapped = opened(full("uint32", 2**20), True)

    def syncs(count):
        for index in range(count):
            mapped[0] = index & 127
            mapped.flush(0, PAGE) if who == "mmap" else mapped.flush()

    return per_operation(syncs)


def memory(count):
    path = sparse(PAGE)

    def resident():
        with open("/proc/self/status") as status:
            return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    first = min(100, int(count) // 2)
    kept = [opened(path) for _ in range(first)]
    before = resident()
    kept += [opened(path) for _ in range(int(count) - first)]
    return (resident() - before) / (len(kept) - first)


def spread(count):
    path = sparse(PAGE)
    kept = [opened(path) for _ in range(int(count))]
    state = [1]

    def reads(rounds):
        x = state[0]
        for _ in range(rounds):
            x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
            kept[(x >> 8) % len(kept)][x & 4095]
        state[0] = x

    return per_operation(reads)


cases = {
    **{"map": map_unmap, "among": lambda live: map_unmap(PAGE, live), "first-touch": first_touch},
    **{"elements": elements, "bulk": bulk, "structs": structs, "msync": msync},
    **{"memory": memory, "spread": spread},
}
print(cases[case](*arguments))
