// memory COUNT: the bytes of memory that each of so many mappings of a page takes, none of them touched.
#include "measure.h"

static double resident(void) {
  long total, pages;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%ld %ld", &total, &pages) != 2) fail("statm");
  fclose(file);
  return (double)pages * sysconf(_SC_PAGESIZE);
}

int main(int argc, char **argv) {
  long count = atol(argv[1]), first = count / 2 < 100 ? count / 2 : 100;
  const char *path = file_of(argv[argc - 1], 4096, 0);
  void **kept = malloc(count * sizeof *kept);
  if (kept == NULL) fail("malloc");
  for (long i = 0; i < first; i++) kept[i] = map(path, 4096);
  double before = resident();
  for (long i = first; i < count; i++) kept[i] = map(path, 4096);
  printf("%f\n", (resident() - before) / (count - first));
  return kept[count - 1] == NULL;
}
