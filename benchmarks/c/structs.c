// structs BYTES read|update: a record of two doubles and two words of a mapping.
#include "measure.h"

struct record {
  double x, y;
  uint32_t id, flags;
};
static struct record *records;
static size_t length, from;
static volatile double kept;
static int updates;

static void visits(size_t count) {
  size_t end = from + count < length ? from + count : length;
  double sum = 0;
  if (updates)
    for (size_t i = from; i < end; i++) {
      records[i].x += records[i].y * 0.5;
      records[i].flags = (records[i].flags + 1) & 255;
    }
  else
    for (size_t i = from; i < end; i++) sum += records[i].x;
  kept = sum;
  from = end == length ? 0 : end;
}

int main(int argc, char **argv) {
  size_t bytes = strtoull(argv[1], NULL, 10);
  length = bytes / sizeof *records;
  updates = !strcmp(argv[2], "update");
  records = map(file_of(argv[argc - 1], bytes, 0), bytes);
  for (size_t i = 0; i < length; i++) records[i] = (struct record){i & 1023, 1, i, 0};
  per_operation(visits, length);
  return 0;
}
