// message BYTES: one from process to process through a ring in shared memory; who has nothing to do yields the processor.
#include "measure.h"
#include <sched.h>
#include <stdatomic.h>
#include <sys/wait.h>

struct ring {
  _Alignas(64) _Atomic uint64_t written;
  _Alignas(64) _Atomic uint64_t read;
  _Alignas(64) char bytes[];
};

int main(int argc, char **argv) {
  size_t size = strtoull(argv[argc - 2], NULL, 10), slots = (size > 10000 ? 1 << 23 : 1 << 20) / size;
  uint64_t total = size > 10000 ? 50000 : 1000000;
  struct ring *ring = mmap(NULL, sizeof *ring + slots * size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  char *message = calloc(1, size);
  if (ring == MAP_FAILED || message == NULL) fail("mmap");
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    for (uint64_t next = 0; next < total; next++) {
      while (atomic_load_explicit(&ring->written, memory_order_acquire) == next) sched_yield();
      memcpy(message, ring->bytes + next % slots * size, size);
      atomic_store_explicit(&ring->read, next + 1, memory_order_release);
    }
    _exit(0);
  }
  double start = now();
  for (uint64_t next = 0; next < total; next++) {
    while (next - atomic_load_explicit(&ring->read, memory_order_acquire) == slots) sched_yield();
    memcpy(ring->bytes + next % slots * size, message, size);
    atomic_store_explicit(&ring->written, next + 1, memory_order_release);
  }
  waitpid(child, NULL, 0);
  printf("%f\n", (now() - start) / total);
  return 0;
}
