/**
 * Whether the whole of `text` matches `pattern`: `**` stands for any run of characters, `*` for any run without `/`,
 * everything else for itself.
 *
 * A table instead of a regular expression: the time is bounded by the product of both lengths whatever the pattern,
 * while `**a**a**a` as a regular expression backtracks without end.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let reached = new Array<boolean>(text.length + 1).fill(false);
  reached[0] = true;
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] !== '*') {
      reached = stepLiteral(reached, text, pattern[at]);
      continue;
    }
    const crossesSlash = pattern[at + 1] === '*';
    if (crossesSlash) at += 1;
    reached = stepStar(reached, text, crossesSlash);
  }
  return reached[text.length] === true;
}

/** `reached[i]`: the pattern so far matches the first `i` characters of the text. */
function stepLiteral(reached: readonly boolean[], text: string, literal: string | undefined): boolean[] {
  return reached.map((_, index) => index > 0 && reached[index - 1] === true && text[index - 1] === literal);
}

function stepStar(reached: readonly boolean[], text: string, crossesSlash: boolean): boolean[] {
  let open = false;
  return reached.map((here, index) => {
    const passes = crossesSlash || text[index - 1] !== '/';
    open = here || (open && passes);
    return open;
  });
}
