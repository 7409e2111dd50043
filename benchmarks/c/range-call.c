// range-call NAME: mprotect(2), madvise(2) or msync(2) of one page: prints nanoseconds of one call.
#include "measure.h"

enum { ROUNDS = 300000 };

static char *memory, *file;
static size_t page;

static int call(const char *name) {
  if (!strcmp(name, "mprotect")) return mprotect(memory, page, PROT_READ | PROT_WRITE);
  if (!strcmp(name, "mprotect-toggle"))
    return mprotect(memory, page, PROT_READ) | mprotect(memory, page, PROT_READ | PROT_WRITE);
  if (!strcmp(name, "madvise-normal")) return madvise(memory, page, MADV_NORMAL);
  if (!strcmp(name, "madvise-willneed")) return madvise(file, page, MADV_WILLNEED);
  return msync(file, page, MS_ASYNC);
}

int main(int argc, char **argv) {
  char path[4096];
  const char *name = argv[1];
  page = sysconf(_SC_PAGESIZE);
  snprintf(path, sizeof path, "%s/range-call-c.bin", argv[argc - 1]);
  int fd = open(path, O_CREAT | O_RDWR, 0600);
  if (fd < 0) fail(path);
  if (posix_fallocate(fd, 0, 16 * page) != 0) return 1;
  file = mmap(NULL, 16 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  memory = mmap(NULL, 16 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (file == MAP_FAILED || memory == MAP_FAILED) fail("mmap");
  memset(file, 1, 16 * page);
  memset(memory, 1, 16 * page);
  for (int i = 0; i < ROUNDS / 10; i++) call(name);
  double start = now();
  for (int i = 0; i < ROUNDS; i++)
    if (call(name) != 0) fail(name);
  printf("%f\n", (now() - start) / ROUNDS);
  return 0;
}
