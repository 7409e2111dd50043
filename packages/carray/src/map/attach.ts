import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import type { ArrayToken, MappedArray } from '../array/carray.js';
import { currentFaultGuard } from '../backend/configuration.js';
import { invalidType, invalidValue } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';
import { SystemError } from '../errors/system-error.js';
import { BackingFile } from '../memory/backing-file.js';
import type { SharedMapping } from '../memory/shared-mapping.js';
import { checkElementType } from '../types/check.js';
import type { ElementType } from '../types/element-type.js';
import { uint8 } from '../types/numbers.js';
import { mappingOf } from './map-region.js';
import { ownedArray } from './owned-array.js';

/** `attach` on a given backend; see there. */
export function attachOn<E extends ElementType>(
  backendFor: (name: string) => Backend,
  token: ArrayToken,
  type: E = uint8 as ElementType as E,
): MappedArray<E> {
  if (!isToken(token)) throw invalidType('token', 'what share() has returned', token);
  checkElementType('type', type);
  const { mapping: shared, byteOffset, byteLength } = token;
  const backend = backendFor(token.backend);
  if (backend.name !== token.backend) {
    throw invalidValue('token', `must be of the ${backend.name} backend, as this one is not`, token.backend);
  }
  const { file, protections, ...facts } = shared;
  const mapping = mappingOf({
    ...facts,
    backend,
    region: attachRegion(backend, shared),
    protection: protections[0]?.value ?? 0,
    file: file && new BackingFile(file),
    faultGuard: currentFaultGuard(),
  });
  mapping.adoptProtections(protections);
  mapping.markShared();
  return ownedArray(type, mapping, byteOffset, Math.floor(byteLength / type.size));
}

/** As far as it can be told: what is in `region`, the backend checks. */
function isToken(value: unknown): value is ArrayToken {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, backend, mapping } = value as Partial<ArrayToken>;
  return kind === 'carray' && typeof backend === 'string' && Array.isArray(mapping?.protections);
}

function attachRegion(backend: Backend, { region, path }: SharedMapping): number | undefined {
  if (region === undefined) return undefined;
  const id = backend.attach(region);
  if (id >= 0) return id;
  if (id === -os.errno.ENOENT) {
    throw typeError(
      'ERR_MAPPING_UNMAPPED',
      'The mapping of this token was unmapped by all who held it, or is of another process',
    );
  }
  throw new SystemError({ errno: -id, syscall: 'attach', path });
}
