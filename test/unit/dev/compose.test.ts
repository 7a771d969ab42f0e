import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { VARIABLES } from '../../../config/variables.ts';

const read = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
const Condition = z.enum(['service_healthy', 'service_completed_successfully']);
const Service = z.object({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: Condition })).default({}),
  healthcheck: z.object({ test: z.array(z.string()), interval: z.string(), retries: z.number() }).optional(),
});
const text = read('docker-compose.yml');
const { services } = z.object({ services: z.record(z.string(), Service) }).parse(parse(text, { merge: true }));
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')));
const dependencies = Object.values(services).flatMap(({ depends_on }) => Object.entries(depends_on));
/** Jobs that end: others wait for their end instead of their health. */
const jobs = new Set(
  dependencies.filter(([, { condition }]) => condition === 'service_completed_successfully').map(([name]) => name),
);

describe('docker-compose.yml', () => {
  test('holds the whole stack', () => {
    expect(Object.keys(services)).toEqual(
      expect.arrayContaining(['api', 'worker', 'simulator', 'postgres', 'redis', 'temporal', 'temporal-ui']),
    );
  });

  test.each(Object.entries(services))('%s has a health check, or is a job that others wait for', (name, service) => {
    expect(service.healthcheck === undefined).toBe(jobs.has(name));
  });

  test.each(dependencies)('%s is a service, and can meet what is waited for: %o', (name, { condition }) => {
    expect(Object.keys(services)).toContain(name);
    expect(condition).toBe(jobs.has(name) ? 'service_completed_successfully' : 'service_healthy');
  });

  test('our services run what scripts of package.json run, and files that exist', () => {
    const ours = Object.values(services).filter(({ build }) => build !== undefined);
    expect(ours).toHaveLength(4);
    for (const { command = [], healthcheck } of ours) {
      expect(Object.values(scripts)).toContain(
        command.slice(0, command.findIndex((word) => word.endsWith('.ts')) + 1).join(' '),
      );
      const files = healthcheck?.test.filter((word) => word.endsWith('.ts')) ?? [];
      for (const file of files)
        expect(existsSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)))).toBe(true);
    }
  });

  test('ports are bound to loopback only, and no one gains privileges', () => {
    for (const { ports } of Object.values(services)) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    const long = Object.entries(services).filter(([name]) => !jobs.has(name));
    for (const [name, { security_opt }] of long) expect(security_opt, name).toContain('no-new-privileges:true');
  });

  test('the variables that it asks for are in .env.example, and those that it sets are ours', () => {
    const asked = new Set([...text.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map(([, name = '']) => name));
    const example = new Set([...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name = '']) => name));
    expect([...asked].filter((name) => !example.has(name))).toEqual([]);
    expect([...example].filter((name) => name.startsWith('STACK_') && !asked.has(name))).toEqual([]);
    for (const name of ['api', 'worker']) {
      expect(Object.keys(services[name]?.environment ?? {}).filter((key) => !(key in VARIABLES))).toEqual([]);
    }
  });
});

test('the image is built from what the repository holds, and starts what a script of package.json starts', () => {
  const lines = read('Dockerfile').split('\n');
  const stages = lines.flatMap((line) => /^FROM \S+ AS (\w+)$/.exec(line)?.[1] ?? []);
  const bases = lines.flatMap((line) => /^FROM (\S+)/.exec(line)?.[1] ?? []);
  expect(bases.filter((base) => !base.startsWith('node:24') && !stages.includes(base))).toEqual([]);
  // The last stage is what runs: it has no tools of the build.
  expect(bases.at(-1)).toBe('node:24-slim');
  const command = z
    .array(z.string())
    .parse(JSON.parse(lines.find((line) => line.startsWith('CMD '))?.slice(4) ?? '[]'));
  expect(Object.values(scripts)).toContain(command.join(' '));
  expect(lines).toContain('USER node');
});
