/** A path as the system has it: bytes where they are no text. */
export type Path = string | Buffer;

/** A path of something inside a directory. */
export function inside(directory: Path, name: Path): Path {
  if (typeof directory === 'string' && typeof name === 'string')
    return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
  return Buffer.concat([Buffer.from(directory), Buffer.from('/'), Buffer.from(name)]);
}

/** A path as text in one line, which commands a terminal nothing: control characters as `\x1b`. */
export function shown(path: Path): string {
  return harmless(path.toString());
}

/** Text without control characters, which are written as `\x1b`. */
export function harmless(text: string): string {
  return text.replace(/\p{Cc}/gu, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
