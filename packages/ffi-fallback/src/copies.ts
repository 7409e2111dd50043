import { constants } from 'node:os';
import type { Backend } from '@carray/backend';
import { CallPage } from './call-page.js';
import type { Libc, VectorCall } from './libc.js';
import { locate } from './region.js';
import type { Regions } from './regions.js';

const { EFAULT } = constants.errno;

/** Copies by the kernel, which answers a page that cannot be had with a short count instead of a signal. */
export function copyCalls(libc: Libc, regions: Regions): Pick<Backend, 'copyOut' | 'copyIn'> {
  let page: CallPage | undefined;

  function copy(call: VectorCall, id: number, byteOffset: number, bytes: Uint8Array): number {
    const { byteLength } = bytes;
    const remote = locate(regions.find(id), byteOffset, byteLength, libc.pageSize);
    if (remote < 0 || byteLength === 0) return Math.min(remote, 0);
    const mapped = page ?? CallPage.map(libc);
    if (typeof mapped === 'number') return mapped;
    page = mapped;
    // Small arrays live in the engine's heap and may be moved; asked for its address, the engine takes them out of it
    // for good. So the address holds as long as `bytes` is referenced, and no JavaScript runs that could detach it.
    const local = libc.addressOf(bytes);
    const pid = page.pid();
    let done = 0;
    while (done < byteLength) {
      page.fill(local + done, remote + done, byteLength - done);
      const count = call(pid, page.local, 1, page.remote, 1, 0);
      if (count <= 0) return count === -EFAULT || done > 0 ? done : count;
      done += count; // short of all before a page that cannot be had, and after 2 GiB
    }
    return done;
  }

  return {
    copyOut: (id, byteOffset, target) => copy(libc.processVmRead, id, byteOffset, target),
    copyIn: (id, byteOffset, source) => copy(libc.processVmWrite, id, byteOffset, source),
  };
}
