// munmap of 1 GiB of a file, all of whose pages are there: prints nanoseconds.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5 };
static const size_t length = 1ul << 30;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

int main(int argc, char **argv) {
  char path[4096];
  snprintf(path, sizeof path, "%s/unmap-large.bin", argv[argc - 1]);
  int fd = open(path, O_RDWR | O_CREAT, 0600);
  if (fd < 0 || ftruncate(fd, length) != 0) return 1;
  double total = 0;
  for (int round = 0; round < ROUNDS; round++) {
    char *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED || madvise(bytes, length, MADV_POPULATE_READ) != 0) return 1;
    if (bytes[length - 1] != 0) return 1;
    double start = now();
    if (munmap(bytes, length) != 0) return 1;
    total += now() - start;
  }
  printf("%f\n", total / ROUNDS);
  return 0;
}
