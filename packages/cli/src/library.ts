import * as carray from 'carray';

/** Options that every command has. */
export interface GlobalOptions {
  readonly backend?: carray.BackendName;
  readonly debug?: boolean;
  /** False with --no-color. */
  readonly color: boolean;
}

/** The library's functions, on the backend that --backend names, else on the one that the library chooses. */
export function apiOf({ backend }: GlobalOptions): carray.Api {
  return backend === undefined ? carray : carray.withBackend(backend);
}

/** The same for files that others may cut while they are looked at: each single access is guarded, with ffi too, where it costs. */
export function guardedApiOf(options: GlobalOptions): carray.Api {
  carray.configure({ faultGuard: 'all' });
  return apiOf(options);
}

export interface Choice {
  readonly name: string;
  readonly reason: string;
}

/** The backend in use, and why. Throws where there is none. */
export function chosenBackend({ backend }: GlobalOptions): Choice {
  if (backend !== undefined) {
    carray.withBackend(backend);
    return { name: backend, reason: `--backend ${backend} asks for it` };
  }
  const { name, reason } = carray.backendInfo();
  if (name === undefined) throw new Error(reason);
  return { name, reason };
}
