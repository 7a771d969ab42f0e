/** Focus for a window as a whole: its first button is the one that closes it, whose tooltip would open at once. */
export function focusItself(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}
