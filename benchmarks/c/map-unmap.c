// open, fstat, mmap, reading the first byte, close and munmap of a small file: prints nanoseconds of all of it.
#include "measure.h"

enum { SIZE = 65536, ROUNDS = 10000 };

static int round_trip(const char *path) {
  int fd = open(path, O_RDWR | O_CLOEXEC);
  struct stat file;
  if (fd < 0 || fstat(fd, &file) != 0) fail(path);
  unsigned char *bytes = mmap(NULL, file.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (bytes == MAP_FAILED) fail("mmap");
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
  if (fd < 0 || write(fd, content, SIZE) != SIZE) fail(path);
  close(fd);
  for (int i = 0; i < 1000; i++) round_trip(path);
  long sum = 0;
  double start = now();
  for (int i = 0; i < ROUNDS; i++) sum += round_trip(path);
  double took = now() - start;
  if (sum != ROUNDS) return 1;
  printf("%f\n", took / ROUNDS);
  return 0;
}
