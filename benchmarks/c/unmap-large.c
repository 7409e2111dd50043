// munmap of 1 GiB of a file, all of whose pages are there: prints nanoseconds.
#include "measure.h"

enum { ROUNDS = 5 };
static const size_t length = 1ul << 30;

int main(int argc, char **argv) {
  const char *path = file_of(argv[argc - 1], length, 0);
  double total = 0;
  for (int round = 0; round < ROUNDS; round++) {
    char *bytes = map_populated(path, length);
    if (bytes[length - 1] != 0) return 1;
    double start = now();
    if (munmap(bytes, length) != 0) fail("munmap");
    total += now() - start;
  }
  printf("%f\n", total / ROUNDS);
  return 0;
}
