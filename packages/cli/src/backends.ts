import type { BackendName } from 'carray';

/** Those that --backend takes, as --help lists them: so they are written out, and the library is not loaded for it. */
export const backendNames = ['native', 'ffi'] as const satisfies readonly BackendName[];

/** The backend that another process of the command was told. @throws for any other text: no backend takes its place */
export function backendNamed(text: string | undefined): BackendName {
  const name = backendNames.find((each) => each === text);
  if (name === undefined) throw new Error(`there is no backend '${text}'`);
  return name;
}
