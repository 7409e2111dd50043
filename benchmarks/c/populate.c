// MADV_POPULATE_READ on 1 GiB of a file that is in the page cache, page by ordinary page: prints nanoseconds.
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
  snprintf(path, sizeof path, "%s/populate.bin", argv[argc - 1]);
  int fd = open(path, O_RDWR | O_CREAT, 0600);
  if (fd < 0 || ftruncate(fd, length) != 0) return 1;
  double total = 0;
  for (int round = -1; round < ROUNDS; round++) {  // the first one fills the page cache
    char *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED || madvise(bytes, length, MADV_NOHUGEPAGE) != 0) return 1;
    double start = now();
    if (madvise(bytes, length, MADV_POPULATE_READ) != 0) return 1;
    if (round >= 0) total += now() - start;
    if (munmap(bytes, length) != 0) return 1;
  }
  printf("%f\n", total / ROUNDS);
  return 0;
}
