import { it } from 'vitest';
import { describeFaults, expectSurvival } from './children.js';

describeFaults('the calls around faults', () => {
  const survives = (name: string) => expectSurvival('copying', name);

  it('copyOut stops at the page that cannot be had', () => survives('out'));
  it('copyIn stops at the page that cannot be stored into', () => survives('in'));
  it('copies between regions stop at the page that either cannot have', () => survives('fromRegionToRegion'));
  it('copies are refused outside of the region, and for anything but a Uint8Array', () =>
    survives('refusals'));
  it('remap takes whole pages of the region', () => survives('remapRefusals'));
  it('only a guarded region has marks', () => survives('guardRefusals'));
});
