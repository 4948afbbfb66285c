/** Longer than the link of any experiment. */
const LONGEST_LINK = 32_768;

/** A key of a link and its value, as texts. */
interface Pair {
  readonly key: string;
  readonly value: string;
  /** Why the pair cannot be read; empty if it can. */
  readonly fault: string;
}

/** The pairs of a link: a whole address, `#…` or its bare inside. */
export function pairsOf(link: string): readonly Pair[] {
  const hash = link.indexOf('#');
  const fragment = hash < 0 && /^[a-z][a-z0-9+.-]*:\/\//i.test(link) ? '' : link.slice(hash + 1);
  if (fragment.length > LONGEST_LINK) {
    const fault = `is longer than ${LONGEST_LINK.toLocaleString('en-US')} characters and was not read`;
    return [{ key: 'link', value: fragment, fault }];
  }
  return fragment
    .trim()
    .split('&')
    .filter((pair) => pair !== '')
    .map(pairOf);
}

function pairOf(text: string): Pair {
  const equals = text.indexOf('=');
  const [key, value] = equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
  try {
    return { key: decodeURIComponent(key), value: decodeURIComponent(value), fault: '' };
  } catch {
    return { key, value, fault: 'has broken percent-encoding' };
  }
}
