/** The adapter of the subject, the arguments between it and the folder, and the folder. */
export async function subject() {
  const [, , name, ...rest] = process.argv;
  const folder = rest.pop();
  return { adapter: await import(`../adapters/${name}.mjs`), args: rest, folder };
}
