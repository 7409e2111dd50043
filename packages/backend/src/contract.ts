import { tmpdir } from 'node:os';
import { afterEach, describe } from 'vitest';
import type { Backend } from './backend.js';
import { adviseCases } from './contract/advise.js';
import { adviseAsyncCases } from './contract/advise-async.js';
import { adviseFileCases } from './contract/advise-file.js';
import { allocateCases } from './contract/allocate.js';
import { anonymousCases } from './contract/anonymous.js';
import { bufferCases } from './contract/buffers.js';
import { codeCases } from './contract/code.js';
import { collectionCases } from './contract/collection.js';
import { copyCases } from './contract/copies.js';
import { lostPageCases } from './contract/copies-lost.js';
import { copyRefusalCases } from './contract/copies-refused.js';
import { detachCases } from './contract/detach.js';
import { errorCases } from './contract/errors.js';
import { faultCases } from './contract/faults.js';
import { faultRefusalCases } from './contract/faults-refused.js';
import { fileCases } from './contract/files.js';
import { Fixture } from './contract/fixture.js';
import { guardCases } from './contract/guard.js';
import { identityCases } from './contract/identity.js';
import { insideCases } from './contract/inside.js';
import { insideRefusalCases } from './contract/inside-refusals.js';
import { leakCases } from './contract/leaks.js';
import { lifetimeCases } from './contract/lifetime.js';
import { lockCases } from './contract/locks.js';
import { memoryByNameCases } from './contract/memory-by-name.js';
import { memoryFileCases } from './contract/memory-files.js';
import { moveCases } from './contract/moves.js';
import { placeCases } from './contract/place.js';
import { protectCases } from './contract/protect.js';
import { remapCases } from './contract/remap.js';
import { remapRefusalCases } from './contract/remap-refused.js';
import { reservationCases } from './contract/reservations.js';
import { residencyCases } from './contract/residency.js';
import { resizeCases } from './contract/resize.js';
import { resizeBufferCases } from './contract/resize-buffers.js';
import { resizeFileCases } from './contract/resize-files.js';
import { resizeGuardCases } from './contract/resize-guard.js';
import { resizeRefusalCases } from './contract/resize-refused.js';
import { resizeViewCases } from './contract/resize-views.js';
import { sealCases } from './contract/seals.js';
import { shareCases } from './contract/share.js';
import { shareInsideCases } from './contract/share-inside.js';
import { shareLifetimeCases } from './contract/share-lifetime.js';
import { shareRefusalCases } from './contract/share-refused.js';
import { sharedBufferCases } from './contract/shared-buffers.js';
import { sharedBufferLifetimeCases } from './contract/shared-buffers-lifetime.js';
import { storeCases } from './contract/stores.js';
import { syncCases } from './contract/sync.js';
import { syncAsyncCases } from './contract/sync-async.js';
import { waitCases } from './contract/wait.js';
import { waitAsyncCases } from './contract/wait-async.js';
import { waitManyCases } from './contract/wait-many.js';
import { waitRefusalCases } from './contract/wait-refused.js';

/** Where the contract does its work. */
export interface ContractOptions {
  /** The directory for temporary files, on a file system with sparse files. Default: the system's. */
  readonly directory?: string;
}

const concerns: Readonly<Record<string, (fixture: Fixture) => void>> = {
  identity: identityCases,
  'anonymous memory': anonymousCases,
  'place of a region': placeCases,
  'file mappings': fileCases,
  'stores to files': storeCases,
  'refused mappings': errorCases,
  'mapInside()': insideCases,
  'refused mappings inside': insideRefusalCases,
  reservations: reservationCases,
  'protect()': protectCases,
  'advise()': adviseCases,
  'adviseAsync()': adviseAsyncCases,
  'sync()': syncCases,
  'syncAsync()': syncAsyncCases,
  'synchronizeCode()': codeCases,
  'residency()': residencyCases,
  'lock() and unlock()': lockCases,
  'adviseFile()': adviseFileCases,
  'memory files': memoryFileCases,
  seals: sealCases,
  'memory by name': memoryByNameCases,
  'allocate()': allocateCases,
  'buffer()': bufferCases,
  'detach()': detachCases,
  'moved buffers': moveCases,
  'guard()': guardCases,
  'marks of faults': faultCases,
  'refused questions about faults': faultRefusalCases,
  'copyOut() and copyIn()': copyCases,
  'copies of pages that cannot be had': lostPageCases,
  'refused copies': copyRefusalCases,
  'remap()': remapCases,
  'refused remap()': remapRefusalCases,
  'resize()': resizeCases,
  'resize() of files': resizeFileCases,
  'resize() of guarded regions': resizeGuardCases,
  'buffers over a region that is resized': resizeBufferCases,
  'views that cannot be emptied over a region that is resized': resizeViewCases,
  'refused resize()': resizeRefusalCases,
  'share() and attach()': shareCases,
  'the end of shared regions': shareLifetimeCases,
  'reservations that are shared': shareInsideCases,
  'refused share() and attach()': shareRefusalCases,
  'sharedBuffer()': sharedBufferCases,
  'the end of shared buffers': sharedBufferLifetimeCases,
  'waitAt() and wakeAt()': waitCases,
  'waitAsync()': waitAsyncCases,
  'many waits': waitManyCases,
  'refused waits': waitRefusalCases,
  'unmap()': lifetimeCases,
  'garbage collection': collectionCases,
  leaks: leakCases,
};

/**
 * Defines the vitest suite that every backend passes. What a backend cannot do it says in `supports`, and is
 * then held to what the interface promises instead.
 *
 * @param title the name of the suite
 * @param load returns the backend under test; called once
 * @example
 * backendContract('native', () => native);
 */
export function backendContract(title: string, load: () => Backend, options: ContractOptions = {}): void {
  describe(`${title} backend`, () => {
    const fixture = new Fixture(load(), options.directory ?? tmpdir());
    afterEach(() => fixture.end());
    for (const [concern, cases] of Object.entries(concerns)) describe(concern, () => cases(fixture));
  });
}
