/** Whether an address asks for the benchmark in place of the instrument: `#bench=1`. */
export function asksForBench(hash: string): boolean {
  return /(^|[#&])bench=1(&|$)/.test(hash);
}
