import { type Change, completeExperiment, type Experiment } from '../../experiment/experiment';
import type { Environment } from '../../experiment/keys';
import { asksForLesson, openBook } from '../../experiment/lessonBook';
import { parseLink } from '../../experiment/link';
import { ExperimentError } from '../../experiment/refusal';
import { whole } from '../numbers';
import type { Session } from '../session';
import { isPng, textIn } from './pngText';

/** Of the format of such files, not of the program. */
const VERSION = 1;
/** Bytes of the largest text that is read, and of the beginning of a PNG in which its link is looked for. */
const MOST_BYTES = 1_000_000;
const HEAD_BYTES = 65_536;

/** The experiment as JSON: every key with its value, and the link that gives the same. */
export function experimentJson({ experiment, link }: Pick<Session, 'experiment' | 'link'>): string {
  return `${JSON.stringify({ etascope: VERSION, experiment, link }, null, 2)}\n`;
}

/**
 * The experiment that a file holds: JSON of this program, a text with a link, or a PNG that this program has saved.
 *
 * @throws ExperimentError that names the key and the value that are not allowed; Error in words about any other file
 */
export async function readExperiment(file: Blob, environment: Environment): Promise<Experiment> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (isPng(head)) {
    const link = textIn(head, 'etascope');
    if (link === null)
      throw new Error('No experiment is in this picture: only PNG files saved here have one.');
    return ofLink(link, environment);
  }
  if (file.size > MOST_BYTES) {
    throw new Error(
      `The file has ${whole(file.size / 1000)} kB; experiments have ${whole(MOST_BYTES / 1000)} kB at most.`,
    );
  }
  const text = (await file.text()).replace(/^\uFEFF/, '').trim();
  if (text.startsWith('{')) return ofJson(text, environment);
  const link = /#\S+=\S*/.exec(text)?.[0];
  if (link === undefined) {
    throw new Error(
      'There is no experiment in this file: neither JSON of etascope nor a link with #key=value.',
    );
  }
  return ofLink(link, environment);
}

async function ofLink(link: string, environment: Environment): Promise<Experiment> {
  if (asksForLesson(link)) await openBook();
  const { experiment, rejected } = parseLink(link, environment);
  const [fault] = rejected;
  if (fault === undefined) return experiment;
  throw new ExperimentError({ field: fault.key, value: fault.value, reason: fault.reason, column: null });
}

async function ofJson(text: string, environment: Environment): Promise<Experiment> {
  const { etascope, experiment, link } = parsed(text);
  if (etascope !== VERSION) {
    const reason = `must be ${VERSION}, the version of the format that is read here`;
    throw new ExperimentError({ field: 'etascope', value: etascope, reason, column: null });
  }
  if (experiment === undefined && typeof link === 'string') return ofLink(link, environment);
  if (typeof experiment === 'object' && experiment !== null && asksForLesson(experiment)) await openBook();
  return completeExperiment(experiment as Change, environment); // which judges whatever it is
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    const where = error instanceof Error ? error.message : String(error);
    throw new Error(`The file is not valid JSON: ${where}`);
  }
}
