import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { type BackendState, backendInfo, pageSize } from 'carray';
import { type Choice, chosenBackend, type GlobalOptions } from '../library.js';
import { write } from '../output.js';
import { bold } from '../style.js';
import { bytes, type Fact, facts, grouped, oneLine } from '../text.js';
import { version } from '../version.js';

/** `carray info`: fails, after it has told everything, where no backend can be used. */
export async function info(options: GlobalOptions): Promise<void> {
  const { native, ffi } = backendInfo();
  const choice = attempt(() => chosenBackend(options));
  const states: Fact[] = [
    ['backend', choice instanceof Error ? 'none' : `${bold(choice.name)}: ${choice.reason}`],
    ['native', stateText(native)],
    ['ffi', stateText(ffi)],
  ];
  const chosen = choice instanceof Error ? undefined : { native, ffi }[choice.name];
  const lines = facts([...states, ...limits(chosen), ...versions()]);
  await write(`${lines.join('\n')}\n`);
  if (choice instanceof Error) throw choice;
}

function attempt(choose: () => Choice): Choice | Error {
  try {
    return choose();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function stateText(state: BackendState): string {
  return state.available ? 'available' : `not available: ${oneLine(state.error.message)}`;
}

function limits(state: BackendState | undefined): Fact[] {
  const list: Fact[] = [['page size', pageSize === 0 ? 'unknown' : bytes(pageSize)]];
  if (state?.available) list.push(['longest ArrayBuffer', bytes(state.maxBufferBytes)]);
  const mapCount = maxMapCount();
  if (mapCount !== undefined) list.push(['vm.max_map_count', `${grouped(mapCount)} mappings in one process`]);
  return list;
}

function maxMapCount(): number | undefined {
  try {
    return Number(readFileSync('/proc/sys/vm/max_map_count', 'utf8'));
  } catch {
    return undefined; // not Linux, or no /proc here
  }
}

function versions(): Fact[] {
  return [
    ['platform', `${process.platform} ${process.arch}, kernel ${release()}`],
    ['Node.js', process.version],
    ['carray', version],
  ];
}
