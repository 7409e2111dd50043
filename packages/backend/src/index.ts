export type { Backend, FaultMark, RegionId, ShareToken, Supports } from './backend.js';
export type { MemoryFileCalls } from './memory-file-calls.js';
export type { ResidencyCalls } from './residency-calls.js';
export type { AsyncWait, WaitCalls } from './wait-calls.js';
