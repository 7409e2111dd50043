import { table } from '../table.js';
import { mman } from './sources.js';

/** Mappings of code on macOS. */
export const code = table({
  sources: mman,
  rows: {
    MAP_JIT: { darwin: 0x800 },
    MAP_TPRO: { darwin: 0x80000 },
    MAP_TRANSLATED_ALLOW_EXECUTE: { darwin: 0x20000 },
    MAP_RESILIENT_CODESIGN: { darwin: 0x2000 },
    MAP_RESILIENT_MEDIA: { darwin: 0x4000 },
    MAP_UNIX03: { darwin: 0x40000 },
  },
});
