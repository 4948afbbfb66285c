/** For as long as the tab lives: what a link did on this machine says nothing about the next one. */
const KEY = 'etascope.lost';

/** Remembers that the device was lost while this link was on screen, under whatever address the page has. */
export function noteLoss(link: string): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([link, location.hash]));
  } catch {
    // A page in a sandbox keeps nothing.
  }
}

/** Whether the device was lost the last time that this link was on screen. */
export function lostLastTime(link: string): boolean {
  try {
    const links: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(links) && links.includes(link);
  } catch {
    return false;
  }
}

/** From now on nothing is known against any link. */
export function forgetLoss(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There is nothing to forget.
  }
}
