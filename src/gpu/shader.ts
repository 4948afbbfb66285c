import elementary from '../../shaders/elementary.wgsl?raw';
import problem from '../../shaders/problem.wgsl?raw';
import type { Objective } from '../objectives/objective';

/** A shader that the browser's compiler refused, with the compiler's own words. */
export class ShaderError extends Error {
  override readonly name = 'ShaderError';
}

/**
 * One WGSL text from its parts. The entry file comes first, so that the compiler's line numbers are the
 * file's; declarations at module scope may stand in any order.
 */
export function assembleShader(entry: string, ...parts: readonly string[]): string {
  return [entry, ...parts].join('\n');
}

/** What a shader that evaluates the objective is made of beside its entry file. */
export function objectiveParts(objective: Objective): readonly string[] {
  return [problem, elementary, objective.wgsl];
}

/**
 * Compiles WGSL.
 *
 * @throws ShaderError with the first message of the compiler, its line and its column.
 */
export async function compileShader(
  device: GPUDevice,
  label: string,
  code: string,
): Promise<GPUShaderModule> {
  const module = device.createShaderModule({ label, code });
  const { messages } = await module.getCompilationInfo();
  const fault = messages.find((message) => message.type === 'error');
  if (fault !== undefined) {
    const line = code.split('\n')[fault.lineNum - 1]?.trim() ?? '';
    throw new ShaderError(`${label}, line ${fault.lineNum}:${fault.linePos}: ${fault.message} (${line})`);
  }
  return module;
}
