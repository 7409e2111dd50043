// resident BYTES: mincore(2) of a file, and the count of its pages that are there.
#include "measure.h"

static void *memory;
static size_t bytes, total;
static unsigned char *pages;
static volatile size_t resident;

static void rounds(size_t count) {
  while (count--) {
    if (mincore(memory, bytes, pages) != 0) fail("mincore");
    size_t sum = 0;
    for (size_t page = 0; page < total; page++) sum += pages[page] & 1;
    resident = sum;
  }
}

int main(int argc, char **argv) {
  bytes = strtoull(argv[1], NULL, 10);
  total = (bytes + sysconf(_SC_PAGESIZE) - 1) / sysconf(_SC_PAGESIZE);
  pages = malloc(total);
  memory = map(file_of(argv[argc - 1], bytes, 0), bytes);
  per_operation(rounds, 1 << 20);
  return 0;
}
