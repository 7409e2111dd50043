// mincore of 1 GiB of a file, all of whose pages are there, with the count of them: prints nanoseconds.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 20 };
static const size_t length = 1ul << 30;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

int main(int argc, char **argv) {
  char path[4096];
  snprintf(path, sizeof path, "%s/residency.bin", argv[argc - 1]);
  int fd = open(path, O_RDWR | O_CREAT, 0600);
  if (fd < 0 || ftruncate(fd, length) != 0) return 1;
  char *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
  if (bytes == MAP_FAILED || madvise(bytes, length, MADV_POPULATE_READ) != 0) return 1;
  const size_t total = length / sysconf(_SC_PAGESIZE);
  double start = now();
  for (int round = 0; round < ROUNDS; round++) {
    unsigned char *pages = calloc(total, 1);
    if (pages == NULL || mincore(bytes, length, pages) != 0) return 1;
    size_t resident = 0;
    for (size_t page = 0; page < total; page++) resident += pages[page] &= 1;
    if (resident != total) return 1;
    free(pages);
  }
  printf("%f\n", (now() - start) / ROUNDS);
  return 0;
}
