/* ring read|write|create COUNT CAPACITY: one side of the ring that is descriptor 3, with the messages of common.cjs. */
#include "carray_ring.h"
#include <sys/mman.h>

static unsigned char table[(1 << 20) + 256];
static unsigned char buffer[1 << 20];

static uint32_t length_of(uint32_t number, uint32_t most) {
  uint32_t hash = (number + 1) * UINT32_C(0x9e3779b1);
  hash ^= hash >> 15;
  uint32_t few = most + 1 < 300 ? most + 1 : 300;
  return (hash & 31) == 0 ? (hash >> 5) % (most + 1) : (hash >> 5) % few;
}

static int fail(const char* what, uint32_t number, int64_t status) {
  fprintf(stderr, "%s: message %u, %lld\n", what, (unsigned)number, (long long)status);
  return 1;
}

static int write_all(struct carray_ring* ring, uint32_t count) {
  uint32_t most = ring->capacity - 8;
  for (uint32_t number = 0; number < count; number++) {
    int status = carray_ring_write(ring, table + (number * 75 & 255), length_of(number, most), -1);
    if (status != 0) return fail("write", number, status);
  }
  carray_ring_close(ring);
  int status = carray_ring_write(ring, table, 1, 0);
  return status == -ESHUTDOWN ? puts("all"), 0 : fail("closed", count, status);
}

static int read_all(struct carray_ring* ring, uint32_t count) {
  uint32_t most = ring->capacity - 8, number = 0;
  for (;; number++) {
    int64_t length = carray_ring_read(ring, buffer, sizeof buffer, -1);
    if (length == -ESHUTDOWN) break;
    if (length < 0) return fail("read", number, length);
    if (length != length_of(number, most)) return fail("length", number, length);
    if (memcmp(buffer, table + (number * 75 & 255), (size_t)length) != 0) return fail("bytes", number, length);
  }
  return number == count ? puts("all"), 0 : fail("end", number, count);
}

int main(int count, char** arguments) {
  if (count < 4) return 2;
  for (size_t at = 0; at < sizeof table; at++) table[at] = (unsigned char)(at * 7 + 1);
  uint32_t messages = (uint32_t)strtoul(arguments[2], NULL, 10);
  uint32_t capacity = (uint32_t)strtoul(arguments[3], NULL, 10);
  size_t size = sizeof(struct carray_ring_header) + capacity;
  void* memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, 3, 0);
  if (memory == MAP_FAILED) return 2;
  struct carray_ring ring;
  int is_new = strcmp(arguments[1], "create") == 0;
  int status = is_new ? carray_ring_create(&ring, memory, size, capacity) : carray_ring_open(&ring, memory, size);
  if (status != 0) return fail("open", 0, status);
  return strcmp(arguments[1], "read") == 0 ? read_all(&ring, messages) : write_all(&ring, messages);
}
