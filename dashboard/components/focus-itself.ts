/**
 * Focus for a window as a whole: its first button is the one that closes it, whose tooltip would open at once. What is
 * marked `data-autofocus` gets it instead; the attribute autofocus comes too early over another dialog.
 */
export function focusItself(event: Event): void {
  event.preventDefault();
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const wanted = event.currentTarget.querySelector<HTMLElement>('[data-autofocus]');
  (wanted ?? event.currentTarget).focus();
}
