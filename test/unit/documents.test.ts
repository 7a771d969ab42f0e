import { getTableName, isTable } from 'drizzle-orm';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as schema from '../../db/schema/index.ts';
import { ATTEMPT_STATES } from '../../domain/attempt-state.ts';
import { CONTACT_STATES } from '../../domain/contact-state.ts';
import { run } from '../support/recording-io.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const linesOf = (path: string): string[] => read(path).split('\n');

/** Those that speak of the whole repository, and those of a folder, which also name paths of other houses. */
const OF_ALL = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
const DOCUMENTS = [...OF_ALL, 'data/README.md', 'simulator/README.md'];
const SCRIPTS = Object.keys(JSON.parse(read('package.json')).scripts);
const IGNORED = new Set(['.git', ...linesOf('.gitignore').map((line) => line.replace(/\/$/, ''))]);
const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !IGNORED.has(entry.name))
  .map((entry) => entry.name);

const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

/** The rows of the table that stands under a heading: their first cells. */
function firstCells(document: string, heading: string): string[] {
  const section = read(document)
    .split(/^#+ /m)
    .find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`${document} has no heading "${heading}"`);
  return matches(section, /^\| ([^|]*?) \|/gm);
}

/** What a heading is called in a link. */
const anchorsOf = (document: string): string[] =>
  matches(read(document), /^#+ (.*)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each(DOCUMENTS)('%s', (document) => {
  it('links to what exists', () => {
    const broken = matches(read(document), /\]\(([^)\s]+)\)/g).filter((link) => {
      if (link.startsWith('https:')) return false;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? document : join(dirname(document), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names scripts that exist', () => {
    const named = matches(read(document), /\bnpm (?:run )?(?:--silent )?([a-z][\w:-]*)/g);
    const npmsOwn = ['install', 'npm'];
    expect(named.filter((name) => !SCRIPTS.includes(name) && !npmsOwn.includes(name))).toEqual([]);
  });

  it('tells nothing of the machine that it was written on', () => {
    expect(matches(read(document), /(?<![\w.])(\/(?:work|tmp|home|root|Users)\/\S*)/g)).toEqual([]);
  });
});

describe.each(OF_ALL)('%s', (document) => {
  it('names files that exist', () => {
    const paths = matches(read(document), /`([\w.*-]+\/[\w./*-]+)`/g).filter(
      (path) => FOLDERS.includes(path.split('/')[0] ?? '') && !path.includes('*'),
    );
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('the README', () => {
  it('explains every variable of .env.example, and no other', () => {
    const offered = matches(read('.env.example'), /^#?([A-Z][A-Z_]+)=/gm);
    const explained = firstCells('README.md', 'Configuration').flatMap((cell) => matches(cell, /`([A-Z_]+)`/g));
    expect(explained.toSorted()).toEqual(offered.toSorted());
  });

  it('shows commands and flags that the command line has', async () => {
    const shown = read('README.md')
      .replaceAll('\\\n', ' ')
      .split('\n')
      .flatMap((line) => matches(line.replace(/ #.*$/, ''), /npx outdial ([a-z][^`|)]*)/g));
    expect(shown.length).toBeGreaterThan(15);
    const unknown: string[] = [];
    for (const line of shown) {
      const words = (/^[a-z-]+(?: [a-z][a-z-]*){0,2}(?= |$)/.exec(line.trim())?.[0] ?? '').split(' ');
      const flags = matches(line, /(?<=\s)(--[a-z-]+)/g);
      // The last words may be arguments: the longest command that there is counts.
      const helps = await Promise.all([3, 2, 1].map((length) => helpOf(words.slice(0, length))));
      const { known, help } = helps.find((each) => each.known) ?? { known: false, help: '' };
      if (!known || flags.some((flag) => !help.includes(flag))) unknown.push(line);
    }
    expect(unknown).toEqual([]);
  });

  it('names each promise once, with what tries to break it', () => {
    const laws = Array.from({ length: 12 }, (_, at) => `L${at + 1}`);
    const inTable = (document: string, heading: string): string[] =>
      firstCells(document, heading).filter((cell) => /^L\d+$/.test(cell));
    expect(inTable('README.md', 'What it promises')).toEqual(laws);
    expect(inTable('ARCHITECTURE.md', 'How each promise is kept')).toEqual(laws);
  });
});

/** The help of exactly this command: for a word that is none, the program shows the help of what is above it. */
async function helpOf(words: readonly string[]): Promise<{ known: boolean; help: string }> {
  const { out } = await run([...words, '--help']);
  return { known: /^Usage: outdial ([a-z-]+(?: [a-z-]+){0,2})/.exec(out)?.[1] === words.join(' '), help: out };
}

describe('the ARCHITECTURE', () => {
  it('has a row in the import table for every folder, and for no other', () => {
    const rows = firstCells('ARCHITECTURE.md', 'Folders, and who may import whom');
    const named = rows.flatMap((cell) => matches(cell, /`([\w./-]+)`/g));
    const top = new Set(named.map((path) => path.replace(/\/.*/, '')));
    expect([...top].toSorted()).toEqual(FOLDERS.toSorted());
  });

  it('has a row for every folder whose imports the lint restricts', () => {
    const config: unknown = JSON.parse(read('.oxlintrc.json').replace(/^\s*\/\/.*$/gm, ''));
    const restricted = overridesOf(config).flatMap(({ files, rules }) =>
      'no-restricted-imports' in rules ? files.map((glob) => glob.replace('**', '')) : [],
    );
    expect(restricted.length).toBeGreaterThan(15);
    const named = firstCells('ARCHITECTURE.md', 'Folders, and who may import whom').flatMap((cell) =>
      matches(cell, /`([\w./-]+)`/g),
    );
    expect(restricted.filter((place) => !named.includes(place))).toEqual([]);
  });

  it('says of every state of an attempt who may move it, and names every state of a contact', () => {
    const rows = firstCells('ARCHITECTURE.md', 'States of an attempt').filter((cell) => /^[A-Z]+$/.test(cell));
    expect(rows.toSorted()).toEqual([...ATTEMPT_STATES].toSorted());
    expect(CONTACT_STATES.filter((state) => !read('ARCHITECTURE.md').includes(`\`${state}\``))).toEqual([]);
  });

  it('says of every table why it is so', () => {
    const named = firstCells('ARCHITECTURE.md', 'Tables').flatMap((cell) => matches(cell, /`(\w+)`/g));
    const tables = Object.values(schema).flatMap((value) => (isTable(value) ? [getTableName(value)] : []));
    expect(tables.length).toBeGreaterThan(20);
    expect(named.toSorted()).toEqual(tables.toSorted());
  });

  it('has a room for every folder of the engine', () => {
    const rooms = readdirSync(join(ROOT, 'engine'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const text = read('ARCHITECTURE.md').replaceAll('\n', ' ');
    const listed = matches(/Rooms of `engine\/`: (.*?)\.  /.exec(text)?.[1] ?? '', /`(\w+)`/g);
    expect(listed.toSorted()).toEqual(rooms.map(({ name }) => name).toSorted());
  });
});

interface Override {
  files: string[];
  rules: object;
}

function overridesOf(config: unknown): Override[] {
  if (typeof config !== 'object' || config === null || !('overrides' in config) || !Array.isArray(config.overrides)) {
    throw new Error('.oxlintrc.json has no overrides');
  }
  return config.overrides;
}
