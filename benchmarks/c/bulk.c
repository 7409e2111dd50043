// bulk BYTES copy-out|copy-in|fill: that many bytes to or from ordinary memory, or filled.
#include "measure.h"

static char *memory, *ordinary;
static size_t bytes;
static const char *what;

static void rounds(size_t count) {
  while (count--) {
    if (!strcmp(what, "copy-out")) memcpy(ordinary, memory, bytes);
    else if (!strcmp(what, "copy-in")) memcpy(memory, ordinary, bytes);
    else memset(memory, 7, bytes);
    __asm__ volatile("" ::: "memory");
  }
}

int main(int argc, char **argv) {
  bytes = strtoull(argv[1], NULL, 10);
  what = argv[2];
  memory = map(file_of(argv[argc - 1], bytes, 4), bytes);
  ordinary = malloc(bytes);
  if (ordinary == NULL) fail("malloc");
  memset(ordinary, 1, bytes);
  per_operation(rounds, bytes);
  return 0;
}
