// msync(2) with MS_SYNC of one page that was stored into.
#include "measure.h"

static volatile char *memory;
static char value;

static void syncs(size_t count) {
  while (count--) {
    memory[0] = value = (value + 1) & 127;
    if (msync((void *)memory, sysconf(_SC_PAGESIZE), MS_SYNC) != 0) fail("msync");
  }
}

int main(int argc, char **argv) {
  memory = map(file_of(argv[argc - 1], 1 << 20, 4), 1 << 20);
  per_operation(syncs, 1 << 20);
  return 0;
}
