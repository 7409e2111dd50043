// A whole process that maps a file of a page, reads a byte, and ends.
#include "measure.h"
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

int main(int argc, char **argv) {
  const char *path = file_of(argv[argc - 1], 4096, 0);
  if (argc > 2) return *(char *)map(path, 4096);
  enum { ROUNDS = 20 };
  double start = now();
  for (int round = 0; round < ROUNDS; round++) {
    pid_t child;
    char *arguments[] = {argv[0], "child", argv[argc - 1], NULL};
    if (posix_spawn(&child, argv[0], NULL, NULL, arguments, environ) != 0) fail("posix_spawn");
    waitpid(child, NULL, 0);
  }
  printf("%f\n", (now() - start) / ROUNDS);
  return 0;
}
