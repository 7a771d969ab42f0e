import { parseArgs } from 'node:util';
import { DEFAULT_OPTIONS } from './options.ts';
import { startSimulator } from './start.ts';

const USAGE = `simulator: AgentNumber and Cartesia with virtual callees
  --port N            default: any free port
  --host ADDRESS      default 127.0.0.1
  --plan NAME         faithful (documented limits, default) or unlimited
  --speed N           ring and talk time are divided by it; default 1
  --seed N            default 1
  --distribution NAME answer (everybody, default) or mixed
  --cartesia-rounding second (default) or minute
  --stop-with-stdin   end when standard input closes, as it does when the parent dies
  --quiet             do not print the line with the port
`;

const fail = (message: string): never => {
  process.stderr.write(`${message}\n${USAGE}`);
  process.exit(2);
};

const readFlags = () => {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: DEFAULT_OPTIONS.host },
        plan: { type: 'string', default: DEFAULT_OPTIONS.plan },
        speed: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        distribution: { type: 'string', default: 'answer' },
        'cartesia-rounding': { type: 'string', default: DEFAULT_OPTIONS.cartesiaRounding },
        'stop-with-stdin': { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
};

const number = (name: string, given: string, min: number): number => {
  const value = Number(given);
  return Number.isFinite(value) && value >= min ? value : fail(`--${name} must be a number of at least ${min}`);
};

const flags = readFlags();
if (flags.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const { plan, distribution, 'cartesia-rounding': cartesiaRounding } = flags;
if (plan !== 'faithful' && plan !== 'unlimited') fail('--plan must be faithful or unlimited');
else if (distribution !== 'answer' && distribution !== 'mixed') fail('--distribution must be answer or mixed');
else if (cartesiaRounding !== 'second' && cartesiaRounding !== 'minute')
  fail('--cartesia-rounding must be second or minute');
else {
  const [speed, seed] = [number('speed', flags.speed, 0.001), number('seed', flags.seed, 0)];
  const simulator = await startSimulator({
    host: flags.host,
    port: number('port', flags.port, 0),
    plan,
    speed,
    seed,
    distribution,
    cartesiaRounding,
  });
  if (!flags.quiet) {
    process.stdout.write(
      `${JSON.stringify({ port: simulator.port, url: simulator.url, plan, speed, seed, distribution })}\n`,
    );
  }
  const stop = (): void => {
    void simulator.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (flags['stop-with-stdin']) process.stdin.on('end', stop).resume();
}
