import type { Argument, Command } from './commands';

/**
 * In the page: does all of it, one after the other. Everything that is defined here goes to the page as text, so that it
 * uses nothing from outside.
 *
 * @returns what was not refused as it should be: in words, by an error of the page's own or the script's
 */
export async function attack(commands: readonly Command[]): Promise<readonly string[]> {
  const faults: string[] = [];
  const trap = (): never => {
    throw new Error('set by the script');
  };
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const oddities: Readonly<Record<string, unknown>> = {
    undefined,
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    cyclic,
    bare: Object.create(null),
    trap: { toString: trap, valueOf: trap },
    getter: Object.defineProperty({}, 'eta', { enumerable: true, get: trap }),
    symbol: Symbol('eta'),
    bigint: 10n ** 300n,
    function: trap,
    promise: Promise.resolve(1),
    'throwing progress': {
      columns: 8,
      rows: 8,
      steps: 1,
      width: 64,
      height: 64,
      horizon: 10,
      progress: trap,
    },
    aborted: { columns: 8, rows: 8, steps: 1, width: 64, height: 64, signal: AbortSignal.abort() },
    long: 'x'.repeat(100_000),
  };
  const argumentOf = (argument: Argument): unknown =>
    'odd' in argument ? oddities[argument.odd] : argument.plain;
  const call = async (method: string, list: readonly unknown[]): Promise<void> => {
    const clock = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`${method} never ended`)), 60_000);
    });
    try {
      const api = window.etascope as unknown as Readonly<Record<string, (...list: unknown[]) => unknown>>;
      await Promise.race([api[method]?.(...list), clock]);
    } catch (error) {
      const { name = '', message = '' } =
        error instanceof Error || error instanceof DOMException ? error : {};
      const own =
        /^(ExperimentError|RangeError|TypeError|AbortError|Error)$/.test(name) && message.length >= 10;
      const slip =
        /cannot read|undefined \(|is not a function|is not iterable|convert|destructure|call stack|never ended/i;
      if (!own || slip.test(message)) faults.push(`${method}: ${String(error).slice(0, 300)}`);
    }
  };
  const drop = async (name: string, bytes: readonly number[]): Promise<void> => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    await new Promise((done) => setTimeout(done, 50));
  };
  for (const command of commands) {
    if (command.kind === 'call') await call(command.method, command.arguments.map(argumentOf));
    else if (command.kind === 'drop') await drop(command.name, command.bytes);
    else {
      location.hash = command.hash;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  return faults;
}

/** In the page: it draws and goes on as if nothing had happened. */
export async function recovers(): Promise<{ picture: number; from: number; to: number; script: boolean }> {
  const { etascope } = window;
  await etascope.load('#count=20&trail=4');
  await etascope.restart();
  const { step: from } = await etascope.read('gd');
  await etascope.advance(2);
  const { step: to } = await etascope.read('gd');
  const { size: picture } = await etascope.picture({ width: 200, height: 100 });
  return { picture, from, to, script: document.querySelector('img[src="x"], body script') !== null };
}
