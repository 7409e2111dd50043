// Maps a file of `struct record`, and does what it is told, a line each: "print" all, "store" into all, "add" to all.
// It answers each line with "done". The declaration comes from the command line of the compiler.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

static void print(const struct record *one) {
  printf("%d %.17g %u %u %u %.9s %d %d %d %lld %.9g\n", one->kind, one->x, one->id, one->low, one->high, one->name,
         one->small[0], one->small[1], one->small[2], (long long)one->inner.big, one->inner.f);
}

static void store(struct record *one, int index) {
  one->kind = (uint8_t)index;
  one->x = index / 7.0;
  one->id = 4000000000u + index;
  one->low = index % 8;
  one->high = index % 32;
  memset(one->name, 0, sizeof one->name);
  snprintf(one->name, sizeof one->name, "c%d", index);
  for (int each = 0; each < 3; each++) one->small[each] = -index * each;
  one->inner.big = -((int64_t)1 << 62) - index;
  one->inner.f = index + 0.5f;
}

int main(int count, char **arguments) {
  int fd = count > 1 ? open(arguments[1], O_RDWR) : -1;
  struct stat file;
  if (fd < 0 || fstat(fd, &file) != 0) return 1;
  struct record *records = mmap(NULL, file.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (records == MAP_FAILED) return 2;
  int length = (int)(file.st_size / sizeof *records);
  char line[16];
  while (fgets(line, sizeof line, stdin)) {
    for (int index = 0; index < length; index++) {
      if (strcmp(line, "print\n") == 0) print(&records[index]);
      if (strcmp(line, "store\n") == 0) store(&records[index], index);
      if (strcmp(line, "add\n") == 0) records[index].x += 1, records[index].low++, records[index].inner.big--;
    }
    puts("done");
    fflush(stdout);
  }
  return 0;
}
