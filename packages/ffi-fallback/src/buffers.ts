import { constants as bufferLimits } from 'node:buffer';
import { constants } from 'node:os';
import type { Libc } from './libc.js';
import { empty, isEmptied, watchMoves } from './moves.js';
import { locate, type Region } from './region.js';
import type { Regions } from './regions.js';

const { EINVAL, ENOMEM } = constants.errno;

/** One buffer's share in a region: counted until the buffer is detached or collected. */
interface Share {
  readonly region: Region;
  readonly address: number;
  readonly byteLength: number;
  /** Of the region, when the buffer was made. */
  readonly generation: number;
  /** The user moved the memory to a buffer that nobody can watch: its pages are kept for good. */
  moved: boolean;
  ended: boolean;
}

/** Makes and ends the ArrayBuffers over regions. koffi gives them no finalizer, so a registry stands in. */
export class Buffers {
  static readonly maxBytes = bufferLimits.MAX_LENGTH;
  static readonly canDetach = empty !== undefined;

  readonly #libc: Libc;
  readonly #regions: Regions;
  readonly #shares = new WeakMap<ArrayBuffer, Share>();
  readonly #collected = new FinalizationRegistry<Share>((share) => {
    if (isEnded(share)) this.#regions.dropGhost(share.region);
    else if (!share.moved) this.#regions.dropBuffer(share.region);
  });

  constructor(libc: Libc, regions: Regions) {
    this.#libc = libc;
    this.#regions = regions;
  }

  over(region: Region | undefined, byteOffset: number, byteLength: number): ArrayBuffer | number {
    const address = locate(region, byteOffset, byteLength, this.#libc.pageSize);
    if (region === undefined || address < 0) return address;
    if (byteLength > Buffers.maxBytes) return -ENOMEM;
    const buffer = this.#libc.view(address, byteLength);
    const { generation } = region;
    const share: Share = { region, address, byteLength, generation, moved: false, ended: false };
    region.owners++;
    region.buffers++;
    this.#shares.set(buffer, share);
    this.#collected.register(buffer, share, share);
    watchMoves(buffer, () => this.#keep(share));
    return buffer;
  }

  detach(buffer: ArrayBuffer): number {
    const share = this.#shares.get(buffer);
    if (share === undefined || isEnded(share)) return -EINVAL;
    if (empty === undefined) return this.#blank(share);
    if (isEmptied(buffer)) this.#keep(share);
    share.ended = true;
    this.#collected.unregister(share);
    if (share.moved) return 0;
    empty(buffer);
    return this.#regions.dropBuffer(share.region);
  }

  /** Nobody can tell who has the memory, or when they are done. */
  #keep(share: Share): void {
    share.moved = true;
    share.region.isKept = true;
  }

  #blank(share: Share): number {
    const status = this.#regions.makeGhost(share.region, share.address, share.byteLength);
    if (status === 0) share.ended = true;
    return status;
  }
}

const isEnded = (share: Share): boolean => share.ended || share.generation !== share.region.generation;
