// A round trip of two processes that block on futex(2) in shared memory.
#include "measure.h"
#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static _Atomic int *words;
enum { HERE = 0, THERE = 32 };

static void tell(int word, int round) {
  atomic_store(&words[word], round);
  syscall(SYS_futex, &words[word], FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void hear(int word, int round) {
  while (atomic_load(&words[word]) != round)
    syscall(SYS_futex, &words[word], FUTEX_WAIT, round - 1, NULL, NULL, 0);
}

int main(void) {
  enum { ROUNDS = 20000 };
  words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (words == MAP_FAILED) fail("mmap");
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    for (int round = 1; round <= ROUNDS; round++) hear(HERE, round), tell(THERE, round);
    _exit(0);
  }
  double start = now();
  for (int round = 1; round <= ROUNDS; round++) tell(HERE, round), hear(THERE, round);
  printf("%f\n", (now() - start) / ROUNDS);
  return waitpid(child, NULL, 0) != child;
}
