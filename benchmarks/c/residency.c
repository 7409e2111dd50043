// mincore of 1 GiB of a file, all of whose pages are there, with the count of them: prints nanoseconds.
#include "measure.h"

enum { ROUNDS = 20 };
static const size_t length = 1ul << 30;

int main(int argc, char **argv) {
  char *bytes = map_populated(file_of(argv[argc - 1], length, 0), length);
  const size_t total = length / sysconf(_SC_PAGESIZE);
  double start = now();
  for (int round = 0; round < ROUNDS; round++) {
    unsigned char *pages = calloc(total, 1);
    if (pages == NULL || mincore(bytes, length, pages) != 0) fail("mincore");
    size_t resident = 0;
    for (size_t page = 0; page < total; page++) resident += pages[page] &= 1;
    if (resident != total) return 1;
    free(pages);
  }
  printf("%f\n", (now() - start) / ROUNDS);
  return 0;
}
