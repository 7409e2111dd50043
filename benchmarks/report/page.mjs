/** The page, with what each marked region asks for in its place: `<!-- results:NAME ARGUMENTS -->` to `<!-- /results -->`. */
export function filled(page, renderers) {
  return page.replace(
    /(<!-- results:(\w+)((?: [\w-]+)*) -->\n).*?(<!-- \/results -->)/gs,
    (_, start, name, given, end) => {
      if (!Object.hasOwn(renderers, name)) throw new Error(`the page asks for results:${name}`);
      const text = renderers[name](given.split(' ').filter((argument) => argument !== ''));
      return `${start}\n${text}\n\n${end}`;
    },
  );
}
