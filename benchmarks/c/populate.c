// MADV_POPULATE_READ on 1 GiB of a file that is in the page cache, page by ordinary page: prints nanoseconds.
#include "measure.h"

enum { ROUNDS = 5 };
static const size_t length = 1ul << 30;

int main(int argc, char **argv) {
  const char *path = file_of(argv[argc - 1], length, 0);
  double total = 0;
  for (int round = -1; round < ROUNDS; round++) {  // the first one fills the page cache
    char *bytes = map_private(path, length);
    if (madvise(bytes, length, MADV_NOHUGEPAGE) != 0) fail("MADV_NOHUGEPAGE");
    double start = now();
    if (madvise(bytes, length, MADV_POPULATE_READ) != 0) fail("MADV_POPULATE_READ");
    if (round >= 0) total += now() - start;
    if (munmap(bytes, length) != 0) fail("munmap");
  }
  printf("%f\n", total / ROUNDS);
  return 0;
}
