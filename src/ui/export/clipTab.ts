import { fileName } from '../actions';
import { button, el, write } from '../dom';
import { download } from '../download';
import { counted, figures, whole } from '../numbers';
import type { Session } from '../session';
import { type ClipOptions, type ClipType, clipFormat, encodable, makeClip, timingOf } from './clip';
import { choice, field, footer, numberInput } from './controls';
import { sizeText } from './format';
import { formatChoice, formatFields, optionsOf } from './formatFields';
import type { ExportTab } from './tab';

const FROM = [
  { value: 'start', label: 'the start', tip: 'All particles on their starts, k = 0.' },
  { value: 'now', label: 'now', tip: 'From where the particles are.' },
] as const;
const TYPES = [
  { value: 'webm', label: 'WebM', tip: 'VP9, for pages and current players.' },
  { value: 'mp4', label: 'MP4', tip: 'H.264, for slides and older players, where the browser encodes it.' },
] as const;
const RATES = (['24', '30', '60'] as const).map((value) => ({
  value,
  label: value,
  tip: `${value} frames a second.`,
}));

const chosen = {
  ...formatChoice(),
  from: 'start' as 'start' | 'now',
  type: 'webm' as ClipType,
  fps: '30' as '24' | '30' | '60',
  steps: 40,
  /** Steps per second; null: those of the experiment. */
  speed: null as number | null,
};

/** A film of so many steps. */
export function clipTab(session: Session): ExportTab {
  const options = (): ClipOptions => {
    const { from, type, fps, steps } = chosen;
    const speed = chosen.speed ?? session.experiment.speed;
    return { ...optionsOf(chosen), from, type, fps: Number(fps), steps, speed };
  };
  const describe = (): string => {
    const { frames, duration } = timingOf(session, options());
    return `${figures(duration, 3)} s · ${counted(frames, 'frame')} of ${sizeText(clipFormat(session, options()))}`;
  };
  const progress = progressRow();
  const make = async (): Promise<void> => {
    const { frames } = timingOf(session, options());
    const signal = progress.begin(frames);
    form.inert = true;
    try {
      const clip = await makeClip(session, { ...options(), signal, progress: progress.show });
      download(clip, `etascope ${fileName(session)}.${chosen.type}`);
      end.update();
    } catch (error) {
      if (signal.aborted) end.update();
      else end.refuse(error);
    } finally {
      form.inert = false;
      progress.end();
    }
  };
  const end = footer('Make clip', describe, () => void make());
  const set =
    <K extends keyof typeof chosen>(key: K) =>
    (value: (typeof chosen)[K]): void => {
      chosen[key] = value;
      end.update();
    };
  const speed = chosen.speed ?? session.experiment.speed;
  const codecs = el('span', { class: 'export-note' });
  const form = el(
    'div',
    {},
    field(
      'Shows',
      numberInput('Steps', { value: chosen.steps }, set('steps')),
      ' steps from ',
      choice('From', FROM, chosen.from, set('from')),
    ),
    field(
      'Speed',
      numberInput('Steps per second', { value: speed, step: 'any', min: '0.01' }, set('speed')),
      ' steps a second',
    ),
    field('Frames', choice('Frames per second', RATES, chosen.fps, set('fps')), ' a second'),
    field('File', choice('Type of file', TYPES, chosen.type, set('type')), codecs),
    ...formatFields(session, chosen, end.update),
    end.element,
  );
  void encodable(clipFormat(session, { steps: 1 })).then((found) =>
    write(codecs, found.some(({ type }) => type === 'mp4') ? '' : 'this browser makes no MP4'),
  );
  const panel = el('div', {}, form, progress.element);
  return { id: 'clip', title: 'Clip', panel, update: end.update, busy: progress.cancel };
}

/** How far a clip is, and a way to give it up. */
function progressRow() {
  let work: AbortController | null = null;
  let frames = 0;
  const bar = el('progress', { max: '1', 'aria-label': 'Frames made' });
  const words = el('p', { class: 'export-words' });
  const cancel = (): boolean => {
    if (work !== null) write(words, 'Giving up …');
    work?.abort();
    return work !== null;
  };
  const stop = button({ class: 'export-cancel' }, cancel, 'Cancel');
  const row = el('div', { class: 'export-footer' }, words, stop);
  const element = el('div', { class: 'export-progress' }, bar, row);
  element.hidden = true;
  const show = (share: number): void => {
    const done = Math.round(share * frames);
    bar.value = share;
    write(words, `${whole(done)} of ${counted(frames, 'frame')}, ${whole(frames - done)} to go`);
  };
  const begin = (all: number): AbortSignal => {
    work = new AbortController();
    frames = all;
    element.hidden = false;
    show(0);
    stop.focus();
    return work.signal;
  };
  const end = (): void => {
    work = null;
    element.hidden = true;
  };
  return { element, begin, show, end, cancel };
}
