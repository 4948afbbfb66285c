/** All words that the WGSL of an objective may have: declarations, the contract, functions, and names that are numbered. */
const WORDS = new Set(
  (
    'fn let return bool f32 vec2f vec3f vec3u u32 vec3 true select bitcast problem parameters p x y z w ' +
    'objective_value objective_gradient objective_hessian objective_defined objective_rounding ' +
    'abs sign sqrt min max precise_pow precise_pow_defined precise_exp precise_log precise_sin precise_cos ' +
    'precise_sin_turns precise_cos_turns precise_tan precise_asin precise_acos precise_atan precise_sinh ' +
    'precise_cosh precise_tanh precise_softplus precise_logistic'
  ).split(' '),
);
const NUMBERED = /^(?:t\d+|parameter_[a-zA-Z])$/;
/** A literal, an index, a word, a sign; nothing else, and no quotation mark, no @, no comment. */
const TOKEN =
  /(?<number>(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?f)(?![\w.]))|(?<index>(?<=\[)[0-3](?=\]))|(?<word>[a-zA-Z_]\w*)|(?<sign>->|<=|>=|==|!=|[-+*/&(){}[\],;:=.<>])|\s+/gy;

/** What in a text is no word, number or sign of an objective's WGSL; null if all of it is. */
export function foreignIn(wgsl: string): string | null {
  let end = 0;
  for (const { 0: token, index, groups } of wgsl.matchAll(TOKEN)) {
    const word = groups?.['word'];
    if (word !== undefined && !WORDS.has(word) && !NUMBERED.test(word)) return word;
    end = index + token.length;
  }
  if (/\/[/*]/.test(wgsl)) return 'a comment';
  return end === wgsl.length ? null : wgsl.slice(end, end + 20);
}
