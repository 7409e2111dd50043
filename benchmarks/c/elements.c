// elements KIND BYTES sequential|random read|write: one access to a warm mapping.
#include "measure.h"

static size_t length, from;
static int shift;
static uint32_t x = 1;
static void *memory;
static volatile double kept;

#define LOOPS(type)                                                                                         \
  static void read_##type(size_t end) {                                                                     \
    type *a = memory, sum = 0;                                                                              \
    for (size_t i = from; i < end; i++) sum += a[i];                                                        \
    kept = sum;                                                                                             \
  }                                                                                                         \
  static void write_##type(size_t end) {                                                                    \
    type *a = memory;                                                                                       \
    for (size_t i = from; i < end; i++) a[i] = i & 127;                                                     \
  }                                                                                                         \
  static void random_read_##type(size_t end) {                                                              \
    type *a = memory, sum = 0;                                                                              \
    for (size_t n = from; n < end; n++) x = x * 1664525 + 1013904223, sum += a[x >> shift];                 \
    kept = sum;                                                                                             \
  }                                                                                                         \
  static void random_write_##type(size_t end) {                                                             \
    type *a = memory;                                                                                       \
    for (size_t n = from; n < end; n++) x = x * 1664525 + 1013904223, a[x >> shift] = (x >> shift) & 127;   \
  }
LOOPS(uint8_t)
LOOPS(uint16_t)
LOOPS(uint32_t)
LOOPS(double)
LOOPS(int64_t)

#define WAYS(name, type) {name, sizeof(type), {read_##type, write_##type, random_read_##type, random_write_##type}}
static const struct kind {
  const char *name;
  int size;
  void (*ways[4])(size_t end);
} kinds[] = {WAYS("uint8", uint8_t), WAYS("uint16", uint16_t), WAYS("uint32", uint32_t), WAYS("float64", double),
             WAYS("int64", int64_t)};
static void (*way)(size_t end);

static void accesses(size_t count) {
  size_t end = from + count < length ? from + count : length;
  way(end);
  from = end == length ? 0 : end;
}

int main(int argc, char **argv) {
  const struct kind *kind = kinds;
  while (strcmp(kind->name, argv[1]) != 0) kind++;
  size_t bytes = strtoull(argv[2], NULL, 10);
  length = bytes / kind->size;
  shift = 32 - __builtin_ctzll(length);
  way = kind->ways[2 * !strcmp(argv[3], "random") + !strcmp(argv[4], "write")];
  memory = map(file_of(argv[argc - 1], bytes, kind->size), bytes);
  int writes = !strcmp(argv[4], "write");
  for (volatile char *page = memory; page < (char *)memory + bytes; page += 4096) {
    kept += *page;
    if (writes) *page = 0;
  }
  per_operation(accesses, length < 1 << 20 ? length : 1 << 20);
  return 0;
}
