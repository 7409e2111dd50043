"""What Python's mmap does: python3 python_mmap.py CASE FOLDER prints one line."""
import sys

import mmap
import os

PAGE = mmap.PAGESIZE
name, folder = sys.argv[1:3]
path = os.path.join(folder, "mapped")


def mapped(access=mmap.ACCESS_WRITE):
    with open(path, "wb") as file:
        file.write(b"\7" * 4 * PAGE)
    with open(path, "r+b") as file:
        return mmap.mmap(file.fileno(), 0, access=access)


def truncated():
    array = mapped()
    os.truncate(path, 0)
    return array


def full():
    with open(path, "wb") as file:
        file.truncate(4 * PAGE)
    with open(path, "r+b") as file:
        array = mmap.mmap(file.fileno(), 0)
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
    mapped(mmap.ACCESS_READ)[0] = 1


def no_access():
    mapped()
    with open(path, "r+b") as file:
        return mmap.mmap(file.fileno(), 0, prot=0)[0]


def past_end():
    mapped()
    with open(path, "r+b") as file:
        return len(mmap.mmap(file.fileno(), 5 * PAGE, access=mmap.ACCESS_READ))


def unmapped():
    array = mapped()
    array.close()
    return array[0]


def unmapped_in_use():
    array = mapped()
    view = memoryview(array)
    array.close()
    return view[0]


def forked():
    array = mmap.mmap(-1, PAGE)
    array.madvise(mmap.MADV_DONTFORK)
    child = os.fork()
    if child == 0:
        os._exit(array[0])
    _, status = os.waitpid(child, 0)
    return f"the child: signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else "the child: exit 0"


cases = {
    "truncated get": truncated_get,
    "truncated set": truncated_set,
    "full disk set": full_disk,
    "read-only set": read_only,
    "no access get": no_access,
    "past the end": past_end,
    "unmapped get": unmapped,
    "unmapped in use": unmapped_in_use,
    "child without the pages": forked,
}

try:
    print(cases[name]())
except Exception as error:  # what a program could catch
    print(f"{type(error).__name__}: {error}")
