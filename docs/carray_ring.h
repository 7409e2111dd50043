/*
 * carray_ring.h: the ring of `carray/sync` in C11, on 64-bit Linux. Messages of bytes from one producer to one consumer, in memory that both have
 * mapped. One file, all functions static inline; docs/ring-buffer.md has the layout and the rules.
 *
 *   struct carray_ring ring;
 *   int status = carray_ring_open(&ring, memory, size);            // or carray_ring_create(&ring, memory, size, capacity)
 *   if (status == 0) status = carray_ring_write(&ring, "hello", 5, -1);
 *
 * Functions return 0 or a length, or a negated errno:
 *   -EAGAIN       there is no room, or no message, now (timeout 0)
 *   -ETIMEDOUT    nor was there any in time
 *   -EMSGSIZE     the message is longer than the ring can hold, or than the buffer: then it is still in the ring
 *   -ESHUTDOWN    the end: the other side has closed the ring (and all its messages were read), or this one has
 *   -EOWNERDEAD   the other side has ended without closing it (and all its messages were read)
 *   -EBUSY        another thread that lives is this side
 *   -EBADMSG      the memory holds no ring, or not any more
 *   -EINVAL       the memory is not aligned to 8 bytes or too small, or the capacity is none
 *   -ENOSYS       /proc cannot be read
 *
 * A struct is for one thread: it is the producer from its first write on, the consumer from its first read on.
 */
#ifndef CARRAY_RING_H
#define CARRAY_RING_H

#include <errno.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

extern long syscall(long number, ...); /* unistd.h has it with _DEFAULT_SOURCE only */

#define CARRAY_RING_MAGIC UINT32_C(0x42524143)
#define CARRAY_RING_VERSION UINT32_C(1)
#define CARRAY_RING_MAX_CAPACITY (UINT32_C(1) << 30)
#define CARRAY_RING_SLICE_MS 50

/* 64 bytes of each side; only that side stores into them, but for `waits`, which the other makes 0 when it wakes. */
struct carray_ring_side {
  _Atomic uint32_t position;
  _Atomic uint32_t identity;
  _Atomic uint32_t waits;
  _Atomic uint32_t closed;
  _Atomic uint32_t tag;
  uint32_t reserved[11];
};

struct carray_ring_header {
  _Atomic uint32_t magic;
  _Atomic uint32_t version;
  _Atomic uint32_t capacity;
  _Atomic uint32_t header_bytes;
  uint32_t reserved[12];
  struct carray_ring_side producer;
  struct carray_ring_side consumer;
};

_Static_assert(sizeof(struct carray_ring_header) == 192, "the header has 192 bytes");

struct carray_ring {
  struct carray_ring_header* header;
  unsigned char* records;
  uint32_t capacity;
  uint32_t producer; /* what this struct is: its identity, or 0 */
  uint32_t consumer;
  int is_closed;
};

/* --- who is there ------------------------------------------------------------------------------------------- */

/* The number, state and start of a thread, from /proc. 0, -ENOENT where there is none, -ENOSYS where it cannot be read. */
static inline int carray_ring_stat(const char* path, uint32_t* number, char* state, uint64_t* started) {
  char text[1024];
  FILE* file = fopen(path, "re");
  if (file == NULL) return errno == ENOENT || errno == ESRCH ? -ENOENT : -ENOSYS;
  size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[length] = 0;
  char* rest = strrchr(text, ')'); /* the name in front of it may have any character */
  if (rest == NULL) return -ENOENT; /* it ended while it was read */
  *number = (uint32_t)strtoul(text, NULL, 10);
  *state = rest[2];
  for (int field = 0; field < 20 && rest != NULL; field++) rest = strchr(rest + 1, ' ');
  if (rest == NULL) return -ENOENT;
  *started = strtoull(rest + 1, NULL, 10);
  return 0;
}

static inline uint32_t carray_ring_identity(uint32_t number, uint64_t started) {
  uint32_t hash = (uint32_t)started * UINT32_C(0x9e3779b1) >> 23;
  return hash << 22 | (number & UINT32_C(0x3fffff));
}

static inline uint32_t carray_ring_self(void) {
  uint32_t number;
  uint64_t started;
  char state;
  int status = carray_ring_stat("/proc/thread-self/stat", &number, &state, &started);
  return status == 0 ? carray_ring_identity(number, started) : 0;
}

static inline int carray_ring_has_ended(uint32_t identity) {
  char path[64];
  uint32_t number;
  uint64_t started;
  char state;
  const unsigned thread = identity & UINT32_C(0x3fffff);
  snprintf(path, sizeof path, "/proc/%u/task/%u/stat", thread, thread);
  int status = carray_ring_stat(path, &number, &state, &started);
  if (status != 0) return status == -ENOENT;
  return state == 'Z' || state == 'X' || carray_ring_identity(number, started) != identity;
}

/* Makes the calling thread this side, unless another is that lives. */
static inline int carray_ring_claim(struct carray_ring* ring, struct carray_ring_side* side, uint32_t* mine) {
  if (ring->is_closed) return -ESHUTDOWN;
  if (*mine != 0 && atomic_load(&side->identity) == *mine) return 0;
  struct carray_ring_header* header = ring->header;
  if (atomic_load(&header->magic) != CARRAY_RING_MAGIC || header->capacity != ring->capacity) return -EBADMSG;
  if (atomic_load(&side->closed)) return -ESHUTDOWN;
  uint32_t self = carray_ring_self();
  if (self == 0) return -ENOSYS;
  uint32_t before = atomic_load(&side->identity);
  if (before != 0 && before != self && !carray_ring_has_ended(before)) return -EBUSY;
  if (!atomic_compare_exchange_strong(&side->identity, &before, self)) return -EBUSY;
  atomic_store(&side->tag, 0);
  atomic_store(&side->waits, 0);
  *mine = self;
  return 0;
}

/* --- positions ---------------------------------------------------------------------------------------------- */

static inline int64_t carray_ring_used(uint32_t written, uint32_t read, uint32_t capacity) {
  uint32_t end = 2 * capacity;
  if (written >= end || read >= end || ((written | read) & 7) != 0) return -1;
  uint32_t used = written >= read ? written - read : written + (end - read);
  return used <= capacity ? (int64_t)used : -1;
}

static inline uint32_t carray_ring_advance(uint32_t position, uint32_t bytes, uint32_t capacity) {
  uint32_t next = position + bytes;
  return next < 2 * capacity ? next : next - 2 * capacity;
}

static inline uint32_t carray_ring_record_bytes(uint32_t length) { return 8 + ((length + 7) & ~UINT32_C(7)); }

/* --- waiting ------------------------------------------------------------------------------------------------ */

static inline int64_t carray_ring_now_ms(void) {
  struct timespec now = {0};
  syscall(SYS_clock_gettime, 1 /* CLOCK_MONOTONIC */, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline void carray_ring_wake(struct carray_ring_side* side, struct carray_ring_side* other) {
  if (atomic_load(&other->waits) == 0 || atomic_exchange(&other->waits, 0) == 0) return;
  syscall(SYS_futex, (void*)&side->position, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}

/*
 * Waits while the other side is at `seen`, until `end` at most. This side has said that it waits, and has looked once more since. 0: look
 * again; -ETIMEDOUT; or -EOWNERDEAD: look a last time.
 */
static inline int carray_ring_wait(struct carray_ring_side* other, uint32_t seen, int64_t end) {
  int64_t left = CARRAY_RING_SLICE_MS;
  if (end >= 0) {
    int64_t rest = end - carray_ring_now_ms();
    if (rest < left) left = rest < 0 ? 0 : rest;
  }
  struct timespec slice = {.tv_sec = 0, .tv_nsec = (long)left * 1000000};
  long status = syscall(SYS_futex, (void*)&other->position, FUTEX_WAIT, seen, &slice, NULL, 0);
  if (status == 0 || errno != ETIMEDOUT) return end >= 0 && carray_ring_now_ms() >= end ? -ETIMEDOUT : 0;
  uint32_t owner = atomic_load(&other->identity);
  if (owner != 0 && !atomic_load(&other->closed) && carray_ring_has_ended(owner)) return -EOWNERDEAD;
  return end >= 0 && carray_ring_now_ms() >= end ? -ETIMEDOUT : 0;
}

/* --- the ring ----------------------------------------------------------------------------------------------- */

/* Opens the ring in memory that starts at a multiple of 8 bytes. */
static inline int carray_ring_open(struct carray_ring* ring, void* memory, size_t size) {
  struct carray_ring_header* header = memory;
  if (((uintptr_t)memory & 7) != 0 || size < sizeof *header + 16) return -EINVAL;
  uint32_t capacity = header->capacity;
  if (atomic_load(&header->magic) != CARRAY_RING_MAGIC || header->version != CARRAY_RING_VERSION) return -EBADMSG;
  if (header->header_bytes != sizeof *header || capacity < 16 || (capacity & 7) != 0) return -EBADMSG;
  if (capacity > CARRAY_RING_MAX_CAPACITY || capacity > size - sizeof *header) return -EBADMSG;
  uint32_t written = atomic_load(&header->producer.position);
  if (carray_ring_used(written, atomic_load(&header->consumer.position), capacity) < 0) return -EBADMSG;
  *ring = (struct carray_ring){.header = header, .records = (unsigned char*)(header + 1), .capacity = capacity};
  return 0;
}

/* Makes an empty ring, whatever was there: a multiple of 8 bytes from 16 to 2^30. Nobody else may use the memory yet. */
static inline int carray_ring_create(struct carray_ring* ring, void* memory, size_t size, uint32_t capacity) {
  struct carray_ring_header* header = memory;
  if (((uintptr_t)memory & 7) != 0 || size < sizeof *header || capacity < 16 || (capacity & 7) != 0) return -EINVAL;
  if (capacity > CARRAY_RING_MAX_CAPACITY || capacity > size - sizeof *header) return -EINVAL;
  atomic_store(&header->magic, 0);
  memset((unsigned char*)header + 4, 0, sizeof *header - 4);
  header->version = CARRAY_RING_VERSION;
  header->capacity = capacity;
  header->header_bytes = sizeof *header;
  atomic_store(&header->magic, CARRAY_RING_MAGIC);
  return carray_ring_open(ring, memory, size);
}

/* Once: 0, or -EAGAIN. */
static inline int carray_ring_try_write(struct carray_ring* ring, const void* message, uint32_t length) {
  struct carray_ring_side *side = &ring->header->producer, *other = &ring->header->consumer;
  uint32_t capacity = ring->capacity;
  if (length > capacity - 8) return -EMSGSIZE;
  int status = carray_ring_claim(ring, side, &ring->producer);
  if (status != 0) return status;
  if (atomic_load(&other->closed)) return -ESHUTDOWN;
  uint32_t position = atomic_load(&side->position);
  int64_t used = carray_ring_used(position, atomic_load(&other->position), capacity);
  if (used < 0) return -EBADMSG;
  uint32_t bytes = carray_ring_record_bytes(length);
  if (bytes > capacity - (uint32_t)used) return -EAGAIN;
  uint32_t offset = position < capacity ? position : position - capacity;
  uint32_t head[2] = {length, ~(length ^ position)};
  memcpy(ring->records + offset, head, sizeof head);
  uint32_t start = offset + 8 == capacity ? 0 : offset + 8;
  uint32_t first = length < capacity - start ? length : capacity - start;
  if (first > 0) memcpy(ring->records + start, message, first);
  if (length > first) memcpy(ring->records, (const unsigned char*)message + first, length - first);
  atomic_store(&side->position, carray_ring_advance(position, bytes, capacity)); /* from here on it is a message */
  carray_ring_wake(side, other);
  return 0;
}

/* Once: the length of the oldest message, which is in the buffer and out of the ring then, or -EAGAIN. */
static inline int64_t carray_ring_try_read(struct carray_ring* ring, void* buffer, uint32_t size) {
  struct carray_ring_side *side = &ring->header->consumer, *other = &ring->header->producer;
  uint32_t capacity = ring->capacity;
  int status = carray_ring_claim(ring, side, &ring->consumer);
  if (status != 0) return status;
  uint32_t position = atomic_load(&side->position);
  uint32_t closed = atomic_load(&other->closed); /* in front of the position: nothing is written behind a close */
  int64_t used = carray_ring_used(atomic_load(&other->position), position, capacity);
  if (used < 0) return -EBADMSG;
  if (used == 0) return closed ? -ESHUTDOWN : -EAGAIN;
  uint32_t offset = position < capacity ? position : position - capacity;
  /* Once each: whoever shares the memory can store into it at any time. */
  uint32_t length = atomic_load((_Atomic uint32_t*)(void*)(ring->records + offset));
  uint32_t check = atomic_load((_Atomic uint32_t*)(void*)(ring->records + offset + 4));
  if ((int64_t)length > used - 8 || check != ~(length ^ position)) return -EBADMSG;
  if (length > size) return -EMSGSIZE;
  uint32_t start = offset + 8 == capacity ? 0 : offset + 8;
  uint32_t first = length < capacity - start ? length : capacity - start;
  if (first > 0) memcpy(buffer, ring->records + start, first);
  if (length > first) memcpy((unsigned char*)buffer + first, ring->records, length - first);
  atomic_store(&side->position, carray_ring_advance(position, carray_ring_record_bytes(length), capacity));
  carray_ring_wake(side, other);
  return length;
}

/* Writes a message when there is room; within so many milliseconds, or without an end where that is negative. */
static inline int carray_ring_write(struct carray_ring* ring, const void* message, uint32_t length, int timeout_ms) {
  struct carray_ring_side *side = &ring->header->producer, *other = &ring->header->consumer;
  int status = carray_ring_try_write(ring, message, length);
  if (status != -EAGAIN || timeout_ms == 0) return status;
  int64_t end = timeout_ms < 0 ? -1 : carray_ring_now_ms() + timeout_ms;
  for (int waited = 0;;) {
    atomic_store(&side->waits, 1);
    uint32_t seen = atomic_load(&other->position);
    status = carray_ring_try_write(ring, message, length);
    if (status == -EAGAIN && waited == 0) {
      waited = carray_ring_wait(other, seen, end);
      continue;
    }
    atomic_store(&side->waits, 0);
    return status == -EAGAIN ? waited : status;
  }
}

/* Reads the oldest message when there is one, as carray_ring_write writes. The length, or a negated errno. */
static inline int64_t carray_ring_read(struct carray_ring* ring, void* buffer, uint32_t size, int timeout_ms) {
  struct carray_ring_side *side = &ring->header->consumer, *other = &ring->header->producer;
  int64_t status = carray_ring_try_read(ring, buffer, size);
  if (status != -EAGAIN || timeout_ms == 0) return status;
  int64_t end = timeout_ms < 0 ? -1 : carray_ring_now_ms() + timeout_ms;
  for (int waited = 0;;) {
    atomic_store(&side->waits, 1);
    uint32_t seen = atomic_load(&other->position);
    status = carray_ring_try_read(ring, buffer, size);
    if (status == -EAGAIN && waited == 0) {
      waited = carray_ring_wait(other, seen, end);
      continue;
    }
    atomic_store(&side->waits, 0);
    return status == -EAGAIN ? waited : status;
  }
}

static inline void carray_ring_close_side(struct carray_ring_side* side, uint32_t mine) {
  if (mine == 0 || atomic_load(&side->identity) != mine) return;
  atomic_store(&side->closed, 1);
  atomic_store(&side->identity, 0);
  syscall(SYS_futex, (void*)&side->position, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}

/* Ends what this struct is. For good: nobody else can be that side of this ring. */
static inline void carray_ring_close(struct carray_ring* ring) {
  if (ring->is_closed) return;
  carray_ring_close_side(&ring->header->producer, ring->producer);
  carray_ring_close_side(&ring->header->consumer, ring->consumer);
  ring->is_closed = 1;
}

#endif
