// anywhere BYTES: reads a byte of one of 4,096 pages that lie anywhere in a file of that size.
#include "measure.h"

static unsigned char *memory;
static size_t places[4096];
static volatile long kept;

static void reads(size_t count) {
  long sum = 0;
  for (size_t n = 0; n < count; n++) sum += memory[places[n & 4095]];
  kept = sum;
}

int main(int argc, char **argv) {
  size_t bytes = strtoull(argv[1], NULL, 10);
  uint32_t x = 1;
  for (int i = 0; i < 4096; i++) {
    x = x * 1664525 + 1013904223;
    places[i] = (size_t)(x / 4294967296.0 * (bytes / 4096)) * 4096 + (x & 4095);
  }
  memory = map(file_of(argv[argc - 1], bytes, 0), bytes);
  reads(1 << 16);
  per_operation(reads, 1 << 20);
  return 0;
}
