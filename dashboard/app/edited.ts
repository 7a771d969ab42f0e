/** Fields that somebody typed into and that are still there. */
let edited: Element[] = [];

addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  // What is searched for stands in the address.
  if (target instanceof HTMLInputElement && target.type === 'search') return;
  edited = [...edited.filter((field) => field.isConnected && field !== target), target];
});

/** Whether something typed would be lost with this page; what was saved since counts too, to be on the safe side. */
export const isSomethingTyped = (): boolean => edited.some((field) => field.isConnected);
