#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

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
  struct timespec start, end;
  page = sysconf(_SC_PAGESIZE);
  snprintf(path, sizeof path, "%s/range-call-c.bin", argv[argc - 1]);
  int fd = open(path, O_CREAT | O_RDWR, 0600);
  if (fd < 0 || posix_fallocate(fd, 0, 16 * page) != 0) return 1;
  file = mmap(NULL, 16 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  memory = mmap(NULL, 16 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (file == MAP_FAILED || memory == MAP_FAILED) return 1;
  memset(file, 1, 16 * page);
  memset(memory, 1, 16 * page);
  for (int i = 0; i < ROUNDS / 10; i++) call(name);
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int i = 0; i < ROUNDS; i++)
    if (call(name) != 0) return 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%f\n", ((end.tv_sec - start.tv_sec) * 1e9 + (end.tv_nsec - start.tv_nsec)) / ROUNDS);
  return 0;
}
