"""What numpy.memmap does: python3 numpy_memmap.py CASE FOLDER prints one line."""
import os
import sys

import numpy

PAGE = 4096
name, folder = sys.argv[1:3]
path = os.path.join(folder, "mapped")


def mapped(mode="r+", shape=None):
    with open(path, "wb") as file:
        file.write(b"\7" * 4 * PAGE)
    return numpy.memmap(path, dtype=numpy.uint8, mode=mode, shape=shape)


def truncated():
    array = mapped()
    os.truncate(path, 0)
    return array


def full():
    with open(path, "wb") as file:
        file.truncate(4 * PAGE)
    array = numpy.memmap(path, dtype=numpy.uint8, mode="r+")
    try:
        with open(os.path.join(folder, "filler"), "wb", buffering=0) as file:
            while True:
                file.write(b"\0" * PAGE)
    except OSError:
        return array


def truncated_get():
    return truncated()[PAGE]


def truncated_set():
    truncated()[PAGE] = 1


def full_disk():
    full()[PAGE] = 1


def read_only():
    mapped("r")[0] = 1


def past_end():
    return len(mapped("r", (5 * PAGE,)))


def unmapped():
    array = mapped()
    array._mmap.close()
    return array[0]


cases = {
    "truncated get": truncated_get,
    "truncated set": truncated_set,
    "full disk set": full_disk,
    "read-only set": read_only,
    "past the end": past_end,
    "unmapped get": unmapped,
}

try:
    print(cases[name]())
except Exception as error:  # what a program could catch
    print(f"{type(error).__name__}: {error}")
