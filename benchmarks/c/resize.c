// mremap(2) of an anonymous mapping, shorter and longer, in place, with one page touched: prints nanoseconds of one.
#include "measure.h"

enum { ROUNDS = 20000 };

int main(void) {
  size_t page = sysconf(_SC_PAGESIZE), shorter = 16 * page, longer = 32 * page;
  volatile char *bytes = mmap(NULL, longer, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED) fail("mmap");
  long sum = 0;
  double start = now();
  for (int round = 0; round < ROUNDS; round++) {
    if (mremap((void *)bytes, longer, shorter, 0) != bytes) fail("mremap");
    if (mremap((void *)bytes, shorter, longer, 0) != bytes) fail("mremap");
    bytes[longer - 1] = 1;
    sum += bytes[longer - 1];
  }
  double took = now() - start;
  if (sum != ROUNDS) return 1;
  printf("%f\n", took / (2.0 * ROUNDS));
  return 0;
}
