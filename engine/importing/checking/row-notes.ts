import type { FindingCode } from '../../../domain/finding-titles.ts';
import type { FixCode } from '../../../domain/fixes.ts';
import { addExample, FindingCounter, type FindingGroup } from '../findings.ts';

const SHOWN = 3;

/**
 * How values of accepted rows were read, counted by cause. Notes are taken while a row is checked and count only when
 * it is accepted. Nothing is made anew for a row: millions have the same two notes.
 */
export class RowNotes {
  readonly #counter = new FindingCounter();
  readonly #groups: FindingGroup[] = [];
  readonly #values: string[] = [];
  readonly #messages: string[] = [];
  #taken = 0;

  /** The group that a note goes to; asked for once, before the rows. */
  group(code: FindingCode, column: string, fix?: FixCode): FindingGroup {
    return this.#counter.group({ severity: 'info', code, column, ...(fix === undefined ? {} : { fix }) });
  }

  take(group: FindingGroup, value: string, message: string): void {
    const at = this.#taken++;
    this.#groups[at] = group;
    this.#values[at] = value;
    this.#messages[at] = message;
  }

  /** The notes of a row that was not accepted. */
  drop(): void {
    this.#taken = 0;
  }

  count(rowNumber: number): void {
    for (let at = 0; at < this.#taken; at++) {
      const group = this.#groups[at];
      if (!group) continue;
      group.count++;
      if (group.examples.length < SHOWN) {
        addExample(group, rowNumber, { value: this.#values[at] ?? '', message: this.#messages[at] ?? '' });
      }
    }
    this.#taken = 0;
  }

  /** All that was counted since the last call. */
  all(): FindingGroup[] {
    return this.#counter.take();
  }
}
