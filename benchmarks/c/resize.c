// mremap(2) of an anonymous mapping, shorter and longer, in place, with one page touched: prints nanoseconds of one.
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 20000 };

int main(void) {
  size_t page = sysconf(_SC_PAGESIZE), shorter = 16 * page, longer = 32 * page;
  volatile char *bytes = mmap(NULL, longer, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED) return 1;
  struct timespec start, end;
  long sum = 0;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int round = 0; round < ROUNDS; round++) {
    if (mremap((void *)bytes, longer, shorter, 0) != bytes) return 1;
    if (mremap((void *)bytes, shorter, longer, 0) != bytes) return 1;
    bytes[longer - 1] = 1;
    sum += bytes[longer - 1];
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  if (sum != ROUNDS) return 1;
  printf("%f\n", ((end.tv_sec - start.tv_sec) * 1e9 + (end.tv_nsec - start.tv_nsec)) / (2.0 * ROUNDS));
  return 0;
}
