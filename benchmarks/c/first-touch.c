// first-touch BYTES: the first read of each page of a file that is in the page cache.
#include "measure.h"

static int less(const void *a, const void *b) {
  return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

int main(int argc, char **argv) {
  enum { ROUNDS = 10, PAGE = 4096 };
  size_t bytes = strtoull(argv[1], NULL, 10);
  const char *path = file_of(argv[argc - 1], bytes, 4);
  double times[ROUNDS];
  volatile long sum = 0;
  for (int round = -2; round < ROUNDS; round++) {
    char *memory = map(path, bytes);
    double start = now();
    for (size_t i = 0; i < bytes; i += PAGE) sum += memory[i];
    if (round >= 0) times[round] = now() - start;
    munmap(memory, bytes);
  }
  qsort(times, ROUNDS, sizeof *times, less);
  printf("%f\n", times[ROUNDS / 2] / (bytes / PAGE));
  return 0;
}
