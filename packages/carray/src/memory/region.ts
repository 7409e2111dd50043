import { constants as os } from 'node:os';
import type { Backend, RegionId, ShareToken } from '@carray/backend';
import { plainError } from '../errors/coded.js';
import { SystemError, type SystemErrorInfo } from '../errors/system-error.js';
import { explainRange, explainResize, type RangeCall } from './explain.js';
import { pageCeil } from './range.js';

const { ENOSYS, ENOTSUP } = os.errno;

/** What is mapped inside of a reservation. Lengths and offsets are in bytes. */
export interface InsideRequest {
  readonly length: number;
  readonly protection: number;
  readonly flags: number;
  readonly fd: number;
  readonly offset: number;
}

/** The system calls on one mapped range: what the kernel refuses is a SystemError. Offsets and lengths are in bytes. */
export class Region {
  readonly backend: Backend;
  readonly id: RegionId;
  readonly #path: string | undefined;
  readonly #pageSize: number;
  #address: number | undefined;

  /** @param pageSize of its pages, which may be huge: the regions of those are whole ones */
  constructor(backend: Backend, id: RegionId, path: string | undefined, pageSize: number) {
    this.backend = backend;
    this.id = id;
    this.#path = path;
    this.#pageSize = pageSize;
  }

  /** Asked for once: it can be asked for when the range is unmapped, if it was before. */
  get address(): number {
    this.#address ??= this.backend.addressOf(this.id);
    return this.#address;
  }

  unmap(): void {
    const status = this.backend.unmap(this.id);
    if (status < 0) throw this.failure('munmap', status, {});
  }

  /** The kernel rounds up to an ordinary page by itself, and to a huge one not everywhere. */
  #wholePages(byteOffset: number, byteLength: number): number {
    if (byteLength === 0 || this.#pageSize === this.backend.pageSize) return byteLength;
    return pageCeil(byteOffset + byteLength, this.#pageSize) - byteOffset;
  }

  protect(byteOffset: number, byteLength: number, protection: number): void {
    const whole = this.#wholePages(byteOffset, byteLength);
    const status = this.backend.protect(this.id, byteOffset, whole, protection);
    if (status < 0) throw this.#refused('mprotect', status, byteOffset, byteLength, protection);
  }

  advise(byteOffset: number, byteLength: number, advice: number): void {
    const whole = this.#wholePages(byteOffset, byteLength);
    const status = this.backend.advise(this.id, byteOffset, whole, advice);
    if (status < 0) throw this.#refused('madvise', status, byteOffset, byteLength, advice);
  }

  /** `advise` off the main thread. */
  async adviseAsync(byteOffset: number, byteLength: number, advice: number): Promise<void> {
    const whole = this.#wholePages(byteOffset, byteLength);
    const status = await this.backend.adviseAsync(this.id, byteOffset, whole, advice);
    if (status < 0) throw this.#refused('madvise', status, byteOffset, byteLength, advice);
  }

  /** mincore(2): a byte for each ordinary page of the range. */
  residency(byteOffset: number, byteLength: number, pages: Uint8Array): void {
    const status = this.backend.residency(this.id, byteOffset, byteLength, pages);
    if (status < 0) throw this.failure('mincore', status, { byteOffset, byteLength });
  }

  unlock(byteOffset: number, byteLength: number): void {
    const status = this.backend.unlock(this.id, byteOffset, byteLength);
    if (status < 0) throw this.failure('munlock', status, { byteOffset, byteLength });
  }

  /** What was stored is executed from now on. No bytes: whether that can be had at all. @throws ERR_UNSUPPORTED */
  synchronizeCode(byteOffset: number, byteLength: number): void {
    const status = this.backend.synchronizeCode(this.id, byteOffset, byteLength);
    if (status === -ENOTSUP) {
      throw plainError(
        'ERR_UNSUPPORTED',
        `The ${this.backend.name} backend cannot make the processor execute what was stored: its caches do not agree by themselves here`,
      );
    }
    if (status < 0) throw this.failure('synchronizeCode', status, { byteOffset, byteLength });
  }

  /** mremap(2) of all of it: its address may be another one afterwards. */
  resize(byteLength: number, flags: number): void {
    const status = this.backend.resize(this.id, this.#wholePages(0, byteLength), flags);
    if (status >= 0) return;
    if (status === -ENOTSUP)
      throw plainError('ERR_UNSUPPORTED', 'This platform cannot resize a mapping: it has no mremap(2)');
    throw this.failure('mremap', status, { byteLength, flags }, explainResize(-status, flags));
  }

  sync(byteOffset: number, byteLength: number, flags: number): void {
    const status = this.backend.sync(this.id, byteOffset, byteLength, flags);
    if (status < 0) throw this.#refused('msync', status, byteOffset, byteLength, flags);
  }

  /** `sync` off the main thread. */
  async syncAsync(byteOffset: number, byteLength: number, flags: number): Promise<void> {
    const status = await this.backend.syncAsync(this.id, byteOffset, byteLength, flags);
    if (status < 0) throw this.#refused('msync', status, byteOffset, byteLength, flags);
  }

  /** mmap(2) over pages of the range: the file's pages again. */
  remap(
    byteOffset: number,
    byteLength: number,
    protection: number,
    flags: number,
    fd: number,
    offset: number,
  ): void {
    const status = this.backend.remap(this.id, byteOffset, byteLength, protection, flags, fd, offset);
    if (status < 0) throw this.failure('mmap', status, { byteOffset, byteLength, protection, flags, offset });
  }

  /** mmap(2) over bytes of this reservation: the new region, or -errno. */
  mapInside(byteOffset: number, { length, protection, flags, fd, offset }: InsideRequest): RegionId | number {
    return this.backend.mapInside(this.id, byteOffset, length, protection, flags, fd, offset);
  }

  /** The bytes for all threads, as long as any has them. */
  sharedBuffer(byteOffset: number, byteLength: number): SharedArrayBuffer {
    const buffer = this.backend.sharedBuffer(this.id, byteOffset, byteLength);
    if (typeof buffer !== 'number') return buffer;
    const cause = 'the engine refuses a SharedArrayBuffer over memory that is not its own';
    throw this.failure('SharedArrayBuffer', buffer, { byteOffset, byteLength }, cause);
  }

  /** What `Backend.attach` takes in another thread. */
  share(): ShareToken {
    const token = this.backend.share(this.id);
    if (typeof token !== 'number') return token;
    throw this.failure('share', token, {});
  }

  /** The counter of its faults, which are survived from now on as far as the backend can; undefined where it has none. */
  guard(unreadable: boolean): Uint32Array | undefined {
    const count = this.backend.guard(this.id, unreadable);
    if (typeof count !== 'number') return count;
    if (count === -ENOTSUP) return undefined;
    throw new SystemError({
      errno: -count,
      syscall: 'guard',
      path: this.#path,
      cause: 'no fault of it could be survived',
    });
  }

  #refused(
    syscall: RangeCall,
    status: number,
    byteOffset: number,
    byteLength: number,
    argument: number,
  ): Error {
    const cause = explainRange(syscall, -status, byteOffset, argument, this.#pageSize);
    return this.failure(syscall, status, { byteOffset, byteLength, argument }, cause);
  }

  /** The kernel's answer as an error to throw: ERR_UNSUPPORTED where the system has no such call. */
  failure(syscall: string, status: number, info: SystemErrorInfo, cause?: string): Error {
    if (status === -ENOSYS) return plainError('ERR_UNSUPPORTED', `This system has no ${syscall}`);
    return new SystemError({ errno: -status, syscall, path: this.#path, info, cause });
  }
}
