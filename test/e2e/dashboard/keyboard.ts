import type { Locator, Page } from 'playwright-core';

const MOST_STOPS = 120;

/** Presses Tab until it has the focus, as somebody without a mouse does. Throws when it cannot be reached. */
export async function tabTo(page: Page, target: Locator, keys: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor();
  const focused = target.and(page.locator(':focus'));
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if ((await focused.count()) > 0) return;
    await page.keyboard.press(keys);
  }
  throw new Error(`${target.toString()} is not reached by ${MOST_STOPS} times ${keys}`);
}

/** Goes to it and presses it. */
export async function press(page: Page, target: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Goes to a field and writes into it in place of what is there. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Moves down a table with j until the row of the key is the active one, then opens it. */
export async function openRow(page: Page, grid: Locator, rowKey: string): Promise<void> {
  // Not only some row: while they are on their way, rows without content hold their place.
  await grid.locator(`[id="row-${rowKey}"]`).waitFor();
  for (let moves = 0; moves < MOST_STOPS; moves++) {
    await page.keyboard.press('j');
    if ((await grid.getAttribute('aria-activedescendant')) !== `row-${rowKey}`) continue;
    await page.keyboard.press('Enter');
    return;
  }
  throw new Error(`no row ${rowKey} in ${grid.toString()}`);
}
