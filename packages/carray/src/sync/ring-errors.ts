import { plainError } from '../errors/coded.js';
import type { SideName } from './ring-layout.js';

/** Bytes that are no ring, or not any more. */
export const corrupt = (what: string): Error =>
  plainError('ERR_RING_CORRUPT', `This memory holds no ring that can be used: ${what}`);

export const inUse = (side: SideName, who: string): Error =>
  plainError(
    'ERR_RING_IN_USE',
    `A ring has one ${side}, and ${who} is it. It has to close the ring, or to end, before there is another`,
  );

export const closedBy = (side: SideName, isOwn: boolean): Error =>
  plainError(
    'ERR_RING_CLOSED',
    isOwn ? `This ${side} has closed the ring` : `The ${side} of the ring has closed it`,
  );

export const peerDied = (side: SideName, thread: number): Error =>
  plainError(
    'ERR_RING_PEER_DIED',
    `The ${side} of the ring, thread ${thread}, has ended without closing it. Another ${side} can open the ring and go on where it stopped`,
  );

export const timedOut = (other: SideName, milliseconds: number): Error =>
  plainError(
    'ERR_RING_TIMEOUT',
    `The ${other} of the ring did not get on within ${milliseconds} milliseconds`,
  );
