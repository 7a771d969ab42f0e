import { ANY_DIGIT, type Pattern } from './phone-patterns.ts';

/** After some digits: which labels they have earned, and where each next digit leads. */
export interface State<T> {
  readonly labels: ReadonlySet<number>;
  /** Nothing that follows can earn a label any more. */
  readonly dead: boolean;
  /** By next digit; made when first needed, since few of the possible prefixes are ever seen. */
  readonly next: (State<T> | undefined)[];
  readonly members: readonly number[];
  /** For the caller: what it concluded here, by length of the number. */
  readonly conclusions: (T | null | undefined)[];
}

/**
 * Recognises many patterns at once in one walk over the digits of a number, instead of one regular expression after
 * the other over a string that must first be made. Nodes are a Thompson construction, states are sets of nodes.
 */
export class PatternAutomaton<T> {
  private readonly masks: number[] = [];
  private readonly exits: number[][] = [];
  private readonly labels: (number | undefined)[] = [];
  private readonly starts: number[] = [];
  private readonly states = new Map<string, State<T>>();
  private first: State<T> | undefined;

  /** `label` when all digits match. */
  whole(pattern: Pattern, label: number): void {
    const end = this.node(0, [], label);
    this.starts.push(this.build(pattern, end, end));
  }

  /** `label` when the first digits match and wherever they go on; patterns that end in `$` earn `endLabel` instead. */
  beginning(pattern: Pattern, label: number, endLabel: number): void {
    const goesOn = this.node(ANY_DIGIT, [], label);
    this.exits[goesOn]?.push(goesOn);
    this.starts.push(this.build(pattern, goesOn, this.node(0, [], endLabel)));
  }

  /** `label` at each place where the first digits match and nowhere after; `$` as above. */
  prefix(pattern: Pattern, label: number, endLabel: number): void {
    this.starts.push(this.build(pattern, this.node(0, [], label), this.node(0, [], endLabel)));
  }

  start(): State<T> {
    this.first ??= this.stateOf(this.starts);
    return this.first;
  }

  step(state: State<T>, digit: number): State<T> {
    const members: number[] = [];
    for (const node of state.members) {
      if (((this.masks[node] ?? 0) >> digit) & 1) members.push(...(this.exits[node] ?? []));
    }
    const next = this.stateOf(members);
    state.next[digit] = next;
    return next;
  }

  private node(mask: number, exits: number[], label?: number): number {
    this.exits.push(exits);
    this.labels.push(label);
    return this.masks.push(mask) - 1;
  }

  private build(pattern: Pattern, next: number, end: number): number {
    switch (pattern.kind) {
      case 'digit':
        return this.node(pattern.mask, [next]);
      case 'sequence':
        return pattern.parts.reduceRight((after, part) => this.build(part, after, end), next);
      case 'choice':
        return this.node(
          0,
          pattern.options.map((option) => this.build(option, next, end)),
        );
      case 'repeat': {
        let from = next;
        for (let i = pattern.min; i < pattern.max; i++) {
          from = this.node(0, [this.build(pattern.part, from, end), next]);
        }
        for (let i = 0; i < pattern.min; i++) from = this.build(pattern.part, from, end);
        return from;
      }
      case 'end':
        return end;
    }
  }

  private stateOf(from: readonly number[]): State<T> {
    const reached = new Set(from);
    // A set's iteration also visits what is added meanwhile.
    for (const node of reached) {
      if (this.masks[node] === 0) for (const exit of this.exits[node] ?? []) reached.add(exit);
    }
    const members = [...reached].filter((node) => this.masks[node] !== 0 || this.labels[node] !== undefined);
    members.sort((a, b) => a - b);
    const key = members.join();
    let state = this.states.get(key);
    if (!state) {
      state = {
        labels: new Set(members.flatMap((node) => this.labels[node] ?? [])),
        dead: members.every((node) => this.masks[node] === 0),
        next: Array.from({ length: 10 }, () => undefined),
        members,
        conclusions: [],
      };
      this.states.set(key, state);
    }
    return state;
  }
}
