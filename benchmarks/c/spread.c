// spread COUNT: reads a byte of one of so many mappings, a random one each time.
#include "measure.h"

static unsigned char **arrays;
static size_t length;
static uint32_t x = 1;
static volatile long kept;

static void reads(size_t count) {
  long sum = 0;
  while (count--) {
    x = x * 1664525 + 1013904223;
    sum += arrays[(x >> 8) % length][x & 4095];
  }
  kept = sum;
}

int main(int argc, char **argv) {
  length = strtoull(argv[1], NULL, 10);
  const char *path = file_of(argv[argc - 1], 4096, 0);
  arrays = malloc(length * sizeof *arrays);
  if (arrays == NULL) fail("malloc");
  for (size_t i = 0; i < length; i++) arrays[i] = map(path, 4096);
  reads(20 * length);
  per_operation(reads, 1 << 20);
  return 0;
}
