export type { Backend, FaultMark, RegionId, ShareToken, Supports } from './backend.js';
