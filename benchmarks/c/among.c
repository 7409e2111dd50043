// among BYTES LIVE: open, fstat, mmap, reading the last byte, and munmap, while so many other mappings are live.
#include "measure.h"

static const char *path;
static volatile long sum;

static void rounds(size_t count) {
  while (count--) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat file;
    if (fd < 0 || fstat(fd, &file) != 0) fail(path);
    char *bytes = mmap(NULL, file.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED) fail("mmap");
    close(fd);
    sum += bytes[file.st_size - 1];
    munmap(bytes, file.st_size);
  }
}

int main(int argc, char **argv) {
  size_t bytes = strtoull(argv[1], NULL, 10);
  path = file_of(argv[argc - 1], bytes, 0);
  for (long live = atol(argv[2]); live > 0; live--) map(path, bytes);
  per_operation(rounds, 500);
  return 0;
}
