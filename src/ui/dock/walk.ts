/** The arrow keys, Home and End walk through the tabs or radio buttons of a list, and choose the one that they come to. */
export function walkList(list: HTMLElement, role: 'tab' | 'radio'): void {
  list.addEventListener('keydown', (event) => {
    const tabs = [...list.querySelectorAll<HTMLElement>(`[role="${role}"]`)];
    const at = tabs.indexOf(event.target as HTMLElement);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ...(role === 'radio' ? { ArrowDown: at + 1, ArrowUp: at - 1 } : {}),
      Home: 0,
      End: -1,
    };
    const target = targets[event.key];
    if (at < 0 || target === undefined) return;
    const next = tabs.at(target % tabs.length);
    next?.focus();
    next?.click();
    event.preventDefault();
    event.stopPropagation();
  });
}
