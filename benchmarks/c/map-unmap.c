#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SIZE = 65536, ROUNDS = 10000 };

static int round_trip(const char *path) {
  int fd = open(path, O_RDWR | O_CLOEXEC);
  struct stat file;
  if (fd < 0 || fstat(fd, &file) != 0) return -1;
  unsigned char *bytes = mmap(NULL, file.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (bytes == MAP_FAILED) return -1;
  int first = *(volatile unsigned char *)bytes;
  close(fd);
  munmap(bytes, file.st_size);
  return first;
}

int main(int argc, char **argv) {
  static char path[4096], content[SIZE];
  snprintf(path, sizeof path, "%s/map-unmap-c.bin", argv[argc - 1]);
  memset(content, 1, SIZE);
  int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
  if (fd < 0 || write(fd, content, SIZE) != SIZE) return 1;
  close(fd);
  for (int i = 0; i < 1000; i++) round_trip(path);
  struct timespec start, end;
  long sum = 0;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int i = 0; i < ROUNDS; i++) sum += round_trip(path);
  clock_gettime(CLOCK_MONOTONIC, &end);
  if (sum != ROUNDS) return 1;
  printf("%f\n", ((end.tv_sec - start.tv_sec) * 1e9 + (end.tv_nsec - start.tv_nsec)) / ROUNDS);
  return 0;
}
