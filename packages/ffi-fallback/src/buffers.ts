import { constants as bufferLimits } from 'node:buffer';
import { constants } from 'node:os';
import type { Libc } from './libc.js';
import { locate, type Region, type Regions } from './regions.js';

const { EINVAL, ENOMEM } = constants.errno;

type Transfer = (this: ArrayBuffer, newLength?: number) => ArrayBuffer;
type Movable = { transfer?: Transfer; transferToFixedLength?: Transfer };

/** Since Node 22, Bun and Deno: the only way in plain JavaScript to empty the views over a buffer. */
const transfer = (ArrayBuffer.prototype as Movable).transfer;

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
  static readonly canDetach = transfer !== undefined;

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
    noticeMoves(buffer, share);
    return buffer;
  }

  detach(buffer: ArrayBuffer): number {
    const share = this.#shares.get(buffer);
    if (share === undefined || isEnded(share)) return -EINVAL;
    if (share.moved) {
      share.ended = true;
      this.#collected.unregister(share);
      return 0;
    }
    return transfer ? this.#detachBy(transfer, buffer, share) : this.#blank(share);
  }

  #detachBy(move: Transfer, buffer: ArrayBuffer, share: Share): number {
    share.ended = true;
    // Length 0: the new buffer is an empty copy, and the memory under the old one is let go of.
    move.call(buffer, 0);
    this.#collected.unregister(share);
    return this.#regions.dropBuffer(share.region);
  }

  #blank(share: Share): number {
    const status = this.#regions.makeGhost(share.region, share.address, share.byteLength);
    if (status === 0) share.ended = true;
    return status;
  }
}

const isEnded = (share: Share): boolean => share.ended || share.generation !== share.region.generation;

function noticeMoves(buffer: ArrayBuffer & Movable, share: Share): void {
  for (const name of ['transfer', 'transferToFixedLength'] as const) {
    const original = buffer[name];
    if (original === undefined) continue;
    const value: Transfer = function (...args) {
      share.moved = true;
      return original.apply(this, args);
    };
    Object.defineProperty(buffer, name, { value, configurable: true, writable: true });
  }
}
