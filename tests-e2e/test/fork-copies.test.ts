import { expect, it } from 'vitest';
import { runForking } from '../src/fork/run.js';

// The kernel copies by the id of a process. In a child, the one that was known before names the parent's memory.
it("ffi copies from and to the child's own memory, in a child and in its child", () => {
  const result = runForking(
    'ffi',
    `const ffi = require('@carray/ffi-fallback').loadBackend();
    const region = ffi.map(0, ffi.pageSize, 3, carray.MAP_PRIVATE | carray.MAP_ANON, -1, 0);
    const bytes = new Uint8Array(ffi.buffer(region, 0, ffi.pageSize));
    const copied = () => { const one = new Uint8Array(1); ffi.copyOut(region, 0, one); return one[0]; };
    const before = copied();
    function child(number, next) {
      bytes[0] = number;
      if (copied() !== number) return 10 + number;
      if (ffi.copyIn(region, 1, Uint8Array.of(number)) !== 1 || bytes[1] !== number) return 20 + number;
      return next();
    }
    const grandchild = () => wait(fork(() => child(2, () => 0))).status;
    const { status } = wait(fork(() => child(1, grandchild)));
    return { before, status, bytes: [...bytes.subarray(0, 2)], after: copied() };`,
  );
  expect(result).toEqual({ before: 0, status: 0, bytes: [0, 0], after: 0 });
});
