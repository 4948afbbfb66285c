import { changeExperiment, type Experiment } from '../experiment/experiment';
import type { Environment } from '../experiment/keys';
import { asksForLesson, openBook } from '../experiment/lessonBook';
import { formatLink, parseLink } from '../experiment/link';
import { shorten } from '../experiment/refusal';
import { startCount } from '../experiment/starts';
import { METHODS } from '../methods/table';
import { button, el } from './dom';
import { forgetLoss, lostLastTime } from './lastLoss';
import { counted, whole } from './numbers';

/** What a lighter version of an experiment has at most. */
const LIGHT = { count: 1000, trail: 8 } as const;

/** Asked before there is a device: what the machine allows is not known, only what the link says. */
const ANY_MACHINE: Environment = { count: 40, countLimit: Number.MAX_SAFE_INTEGER };

/**
 * Asks, before any work is done on the graphics processor, whether a link that has lost the device is to run again; resolves
 * with the link to open: the same one, a lighter one, or what the address has become meanwhile.
 */
export async function askBeforeRunning(link: string): Promise<string> {
  if (asksForLesson(link)) await openBook();
  const { experiment } = parseLink(link, ANY_MACHINE);
  const lighter = formatLink(lightened(experiment), ANY_MACHINE);
  document.documentElement.dataset['theme'] = experiment.theme;
  const chosen = await answer(experiment, link, lighter);
  forgetLoss();
  try {
    history.replaceState(null, '', chosen);
  } catch {
    // In a sandbox a page has no address of its own.
  }
  return chosen;
}

/** Fewer pairs with shorter trails, and none of what is computed for every pixel. */
function lightened(experiment: Experiment): Experiment {
  const count = Math.min(experiment.count, LIGHT.count);
  const trail = Math.min(experiment.trail, LIGHT.trail);
  const change = { count, trail, fate: false, fan: false, density: false, dock: 'closed' } as const;
  return changeExperiment(experiment, change, ANY_MACHINE);
}

/** Resolves with the link that is chosen, and takes the page with the question away. */
async function answer(experiment: Experiment, link: string, lighter: string): Promise<string> {
  const stop = new AbortController();
  const instrument = document.querySelector('main');
  instrument?.toggleAttribute('hidden', true);
  const chosen = await new Promise<string>((choose) => {
    const page = question(experiment, [
      button({ class: 'run-anyway' }, () => choose(link), 'Run anyway'),
      button({}, () => choose(lighter), 'Run a lighter version'),
    ]);
    document.body.append(page);
    page.focus();
    const moved = (): void => {
      if (!lostLastTime(location.hash)) choose(location.hash);
    };
    window.addEventListener('hashchange', moved, { signal: stop.signal });
    stop.signal.addEventListener('abort', () => page.remove());
  });
  stop.abort();
  instrument?.toggleAttribute('hidden', false);
  return chosen;
}

function question(experiment: Experiment, buttons: readonly HTMLElement[]): HTMLElement {
  return el(
    'main',
    { class: 'failure', 'data-reason': 'lost-last-time', tabindex: '-1' },
    el('p', { class: 'failure-name' }, 'etascope'),
    el('h1', {}, 'Paused: this link lost the graphics processor last time'),
    el('p', {}, 'Nothing runs until you choose.'),
    el('p', { class: 'failure-buttons' }, ...buttons),
    el('p', {}, 'What it asks for:'),
    el('ul', {}, ...burdens(experiment).map((text) => el('li', {}, text))),
    el('p', { class: 'failure-note' }, lighterWords(experiment)),
  );
}

/** What of an experiment is work for the graphics processor. */
function burdens(experiment: Experiment): readonly string[] {
  const { methods, trail, fate, fan, density, horizon } = experiment;
  const labels = methods.map((id) => METHODS.find((method) => method.id === id)?.label ?? id);
  const pairs = `${counted(startCount(experiment), 'start')}, each with ${labels.join(', ') || 'no method'}`;
  return [
    `f = ${shorten(experiment.objective)}`,
    pairs,
    `trails of ${counted(trail, 'position')}`,
    ...(fate ? [`a fate map: every pixel followed for ${whole(horizon)} steps`] : []),
    ...(fan ? ['a fan of learning rates'] : []),
    ...(density ? ['a counted density'] : []),
  ];
}

function lighterWords({ count, trail }: Experiment): string {
  const pairs = counted(Math.min(count, LIGHT.count), 'start');
  return `The lighter version has ${pairs} and trails of ${Math.min(trail, LIGHT.trail)}, and no maps.`;
}
