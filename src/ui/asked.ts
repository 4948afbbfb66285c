import { shown } from '../experiment/refusal';

/**
 * The options that a script passes: scripts are not typed.
 *
 * @throws TypeError if they are no object, or what is to follow the work is not what it must be
 */
export function asked<T extends object>(options: T): T {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(
      `What is asked for must be an object, such as { columns: 320 } (given: ${shown(options)})`,
    );
  }
  const { progress, signal } = options as { progress?: unknown; signal?: unknown };
  if (progress !== undefined && typeof progress !== 'function') {
    throw new TypeError(`progress must be a function of the share that is done (given: ${shown(progress)})`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`signal must be an AbortSignal (given: ${shown(signal)})`);
  }
  return options;
}
