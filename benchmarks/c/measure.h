// What the programs share. Those for the peers measure by `per_operation`, with the budget and in the way of ../peers/measure.mjs;
// the others do what the program in ../programs of the same name does, as many times.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static inline double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static inline void fail(const char *what) {
  perror(what);
  exit(1);
}

static inline double during(double budget, void (*run)(size_t count), size_t *count, size_t most) {
  double total = 0, done = 0;
  while (total < budget) {
    double start = now();
    run(*count);
    double took = now() - start;
    total += took;
    done += *count;
    if (took < budget / 20 && *count * 2 <= most) *count *= 2;
  }
  return total / done;
}

/** Prints the nanoseconds of one of the operations that `run` does `count` of; `most` at once. */
static inline void per_operation(void (*run)(size_t count), size_t most) {
  const char *asked = getenv("BENCH_MS");
  const double budget = (asked ? atof(asked) : 250) * 1e6;
  size_t count = 1;
  during(budget / 3, run, &count, most);
  printf("%f\n", during(budget, run, &count, most));
}

/** A file of so many bytes: sparse, or of small numbers of `size` bytes each (8: doubles). */
static inline const char *file_of(const char *folder, size_t bytes, int size) {
  static char path[4096];
  snprintf(path, sizeof path, "%s/c-%d-%zu.bin", folder, size, bytes);
  struct stat known;
  if (stat(path, &known) == 0 && (size_t)known.st_size == bytes) return path;
  int fd = open(path, O_CREAT | O_RDWR | O_TRUNC, 0600);
  if (fd < 0) fail(path);
  static char chunk[1 << 20];
  for (size_t i = 0; size && i < sizeof chunk / size; i++) {
    double number = i & 127;
    if (size == 8) memcpy(chunk + i * 8, &number, 8);
    else chunk[i * size] = i & 127;
  }
  for (size_t done = 0; size && done < bytes; done += sizeof chunk)
    if (write(fd, chunk, sizeof chunk) != sizeof chunk) fail("write");
  if (ftruncate(fd, bytes) != 0) fail("ftruncate");
  close(fd);
  return path;
}

static inline void *map(const char *path, size_t bytes) {
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) fail(path);
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) fail("mmap");
  close(fd);
  return memory;
}

/** Maps a file for reading alone, private to the process. */
static inline char *map_private(const char *path, size_t bytes) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail(path);
  char *memory = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, fd, 0);
  if (memory == MAP_FAILED) fail("mmap");
  close(fd);
  return memory;
}

/** `map_private` with every page brought in. */
static inline char *map_populated(const char *path, size_t bytes) {
  char *memory = map_private(path, bytes);
  if (madvise(memory, bytes, MADV_POPULATE_READ) != 0) fail("madvise");
  return memory;
}
