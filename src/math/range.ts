/** From one positive number to a larger one, in equal steps or in equal ratios. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly scale: 'lin' | 'log';
}

/** The number a share v of the way along: from + v(to − from), or from·(to/from)^v. */
export function along({ from, to, scale }: Range, v: number): number {
  return scale === 'lin' ? from + v * (to - from) : from * (to / from) ** v;
}

/** How far along a number is, 0 at `from` and 1 at `to`: the inverse of `along`. */
export function shareAlong({ from, to, scale }: Range, value: number): number {
  return scale === 'lin' ? (value - from) / (to - from) : Math.log(value / from) / Math.log(to / from);
}
