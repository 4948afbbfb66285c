import { css, THEMES } from '../experiment/theme';
import { mountAxes } from './axes';
import { mountCaption } from './caption';
import { type Colors, mountColorLegend } from './colorLegend';
import { mountDock } from './dock/dock';
import { TABS } from './dock/tabs';
import { el } from './dom';
import { mountHelp } from './help';
import { mountKeyboard } from './keyboard';
import { later } from './later';
import { mountLegend } from './legend';
import { mountPanel } from './panel/panel';
import { keepShown, type Part, whenChanged } from './part';
import { mountPointer } from './pointer';
import { mountReadout } from './readout';
import type { Session } from './session';

/** Lays the interface over the plane and connects it with the session; returns what takes it away. */
export function mountInterface(session: Session, root: HTMLElement): () => void {
  const plane = root.querySelector<HTMLElement>('#plane');
  if (plane === null) throw new Error('There is no plane to lay the interface over.');
  const layer = el('div', { class: 'interface' });
  root.append(layer);
  const help = mountHelp(layer);
  const fan = fanOf(session, layer); // below all else
  const legend = mountLegend(session, layer);
  const caption = mountCaption(session, layer);
  const colors = mountColorLegend(session, layer, coloursOf(session));
  const dock = mountDock(session, layer, TABS);
  const obstacles = [legend.element, caption.element, colors.element, dock.opener];
  const parts: readonly Part[] = [
    themed(session),
    fan,
    legend,
    caption,
    colors,
    dock,
    mountAxes(session, layer, obstacles),
    edgesOf(session, layer),
    mountPanel(session, layer, help),
    mountReadout(session, layer, plane),
    mountPointer(session, layer, plane),
    mountKeyboard(session, { help, legend, dock }),
  ];
  const update = () => {
    for (const part of parts) part.update();
  };
  const ends = [session.instrument.subscribe(update), keepShown(update)];
  update();
  return () => {
    for (const end of ends) end();
    for (const part of parts) part.dispose?.();
    layer.remove();
  };
}

/** The handle of the fan and the name of its curve, from when there is a fan. */
function fanOf(session: Session, layer: HTMLElement): Part {
  const host = el('div');
  layer.append(host);
  return later(
    () => session.experiment.fan,
    async () => {
      const { mountFanOverlay } = await import('./fanOverlay');
      return () => mountFanOverlay(session, host);
    },
  );
}

/** What the colours of the fate map and of the fan say, from when they are shown. */
function coloursOf(session: Session): readonly Colors[] {
  const { instrument } = session;
  const block = (shown: () => boolean, load: () => Promise<(session: Session) => Colors>): Colors => {
    const element = el('div');
    const part = later(shown, async () => {
      const make = await load();
      return () => {
        const colors = make(session);
        element.append(colors.element);
        return colors;
      };
    });
    const update = (): void => {
      element.hidden = !shown();
      part.update();
    };
    return { element, update };
  };
  return [
    block(
      () => instrument.experiment.fate,
      async () => (await import('./fateLegend')).fateLegend,
    ),
    block(
      () => instrument.experiment.fan,
      async () => (await import('./fanLegend')).fanLegend,
    ),
  ];
}

/** The counts of those who are off screen, from when there are any. */
function edgesOf(session: Session, layer: HTMLElement): Part {
  const { instrument } = session;
  const any = (): boolean => [...instrument.whereabouts.values()].some(({ outside }) => outside.length > 0);
  return later(any, async () => {
    const { mountEdges } = await import('./edges');
    return () => mountEdges(session, layer);
  });
}

/** The page wears the theme of the experiment, and knows the colours of the methods. */
function themed({ instrument }: Session): Part {
  const show = (theme: keyof typeof THEMES): void => {
    const root = document.documentElement;
    root.dataset['theme'] = theme;
    for (const [id, color] of Object.entries(THEMES[theme].methods)) {
      root.style.setProperty(`--${id}`, css(color));
    }
  };
  return { update: whenChanged(() => [instrument.experiment.theme], show) };
}
