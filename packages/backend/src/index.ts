export type { Backend, FaultMark, RegionId, Supports } from './backend.js';
