import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { checkTogether } from './check-together.ts';
import type { ApiConfig, ClientConfig, CommonConfig, WorkerConfig } from './config.ts';
import { REPAIRS, VARIABLES } from './variables.ts';

export type Source = Readonly<Record<string, string | undefined>>;

/** Every problem of the environment at once, each with its repair. Commands exit with 2. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
  readonly exitCode = 2;
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Environment of the api. Throws EnvironmentError. */
export function apiConfig(source: Source = process.env): ApiConfig {
  const values = parse(source, z.object({ ...COMMON, ...pickApi }));
  return {
    ...common(values),
    host: values.OUTDIAL_API_HOST,
    port: values.OUTDIAL_API_PORT,
    ...(values.OUTDIAL_TEMPORAL_UI === undefined ? {} : { temporalUiUrl: values.OUTDIAL_TEMPORAL_UI }),
  };
}

/** Environment of the worker. Throws EnvironmentError. */
export function workerConfig(source: Source = process.env): WorkerConfig {
  const values = parse(source, z.object({ ...COMMON, ...pickWorker }));
  return {
    ...common(values),
    redisUrl: values.REDIS_URL,
    temporal: {
      address: values.TEMPORAL_ADDRESS,
      namespace: values.TEMPORAL_NAMESPACE,
      security: temporalSecurity(source),
    },
    taskQueue: values.OUTDIAL_TASK_QUEUE,
  };
}

/** The SDK's own reading of its standard variables (TEMPORAL_API_KEY, TEMPORAL_TLS_...), so that Temporal Cloud works. */
function temporalSecurity(source: Source): NonNullable<WorkerConfig['temporal']['security']> {
  const given = Object.entries(source).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  const { connectionOptions } = loadClientConnectConfig({
    disableFile: true,
    overrideEnvVars: Object.fromEntries(given),
  });
  const { tls, apiKey, metadata } = connectionOptions;
  return {
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Environment of a command that talks to the API. Throws EnvironmentError. */
export function clientConfig(source: Source = process.env): ClientConfig {
  const { OUTDIAL_API_URL, OUTDIAL_API_KEY } = VARIABLES;
  const values = parse(source, z.object({ OUTDIAL_API_URL, OUTDIAL_API_KEY }));
  return {
    apiUrl: values.OUTDIAL_API_URL,
    ...(values.OUTDIAL_API_KEY === undefined ? {} : { apiKey: values.OUTDIAL_API_KEY }),
  };
}

/** Addresses of servers that somebody else runs; what is absent is ours to start. Throws EnvironmentError. */
export function givenServers(source: Source = process.env): {
  databaseUrl?: string;
  redisUrl?: string;
  temporalAddress?: string;
} {
  const { DATABASE_URL, REDIS_URL, TEMPORAL_ADDRESS } = VARIABLES;
  const shape = z.object({ DATABASE_URL, REDIS_URL, TEMPORAL_ADDRESS }).partial();
  const values = parse(source, shape);
  return {
    ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: values.DATABASE_URL }),
    ...(values.REDIS_URL === undefined ? {} : { redisUrl: values.REDIS_URL }),
    ...(values.TEMPORAL_ADDRESS === undefined ? {} : { temporalAddress: values.TEMPORAL_ADDRESS }),
  };
}

/** What `outdial doctor` needs beside the addresses of servers; nothing of it is required. Throws EnvironmentError. */
export function doctorEnvironment(source: Source = process.env): {
  temporalNamespace: string;
  secretKey?: Buffer;
  oldSecretKey?: Buffer;
  publicUrl?: string;
} {
  const { TEMPORAL_NAMESPACE, OUTDIAL_SECRET_KEY, OUTDIAL_SECRET_KEY_OLD, OUTDIAL_PUBLIC_URL } = VARIABLES;
  const shape = z.object({
    TEMPORAL_NAMESPACE,
    OUTDIAL_SECRET_KEY: OUTDIAL_SECRET_KEY.optional(),
    OUTDIAL_SECRET_KEY_OLD,
    OUTDIAL_PUBLIC_URL,
  });
  const values = parse(source, shape);
  return {
    temporalNamespace: values.TEMPORAL_NAMESPACE,
    ...(values.OUTDIAL_SECRET_KEY === undefined ? {} : { secretKey: values.OUTDIAL_SECRET_KEY }),
    ...(values.OUTDIAL_SECRET_KEY_OLD === undefined ? {} : { oldSecretKey: values.OUTDIAL_SECRET_KEY_OLD }),
    ...(values.OUTDIAL_PUBLIC_URL === undefined ? {} : { publicUrl: values.OUTDIAL_PUBLIC_URL }),
  };
}

/** What `outdial up` takes from the environment for its api and worker. Throws EnvironmentError. */
export function localEnvironment(source: Source = process.env): {
  host: string;
  port: number;
  secretKey?: string;
  filesFolder?: string;
  temporalUiUrl?: string;
} {
  const { OUTDIAL_API_HOST, OUTDIAL_API_PORT, OUTDIAL_SECRET_KEY, OUTDIAL_FILES, OUTDIAL_TEMPORAL_UI } = VARIABLES;
  const shape = z.object({
    OUTDIAL_API_HOST,
    OUTDIAL_API_PORT,
    OUTDIAL_SECRET_KEY: OUTDIAL_SECRET_KEY.optional(),
    OUTDIAL_FILES: OUTDIAL_FILES.unwrap().optional(),
    OUTDIAL_TEMPORAL_UI,
  });
  const values = parse(source, shape);
  return {
    host: values.OUTDIAL_API_HOST,
    port: values.OUTDIAL_API_PORT,
    ...(values.OUTDIAL_SECRET_KEY === undefined ? {} : { secretKey: values.OUTDIAL_SECRET_KEY.toString('base64') }),
    ...(values.OUTDIAL_FILES === undefined ? {} : { filesFolder: values.OUTDIAL_FILES }),
    ...(values.OUTDIAL_TEMPORAL_UI === undefined ? {} : { temporalUiUrl: values.OUTDIAL_TEMPORAL_UI }),
  };
}

/** Prints the problems and ends the process with 2; anything else is thrown on. For entry files. */
export function exitOnBadEnvironment<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(error.message);
    process.exit(error.exitCode);
  }
}

const COMMON = {
  DATABASE_URL: VARIABLES.DATABASE_URL,
  OUTDIAL_SECRET_KEY: VARIABLES.OUTDIAL_SECRET_KEY,
  OUTDIAL_SECRET_KEY_OLD: VARIABLES.OUTDIAL_SECRET_KEY_OLD,
  OUTDIAL_FILES: VARIABLES.OUTDIAL_FILES,
  OUTDIAL_LAW: VARIABLES.OUTDIAL_LAW,
  OUTDIAL_ZONES: VARIABLES.OUTDIAL_ZONES,
  OUTDIAL_LOG_LEVEL: VARIABLES.OUTDIAL_LOG_LEVEL,
  OUTDIAL_PUBLIC_URL: VARIABLES.OUTDIAL_PUBLIC_URL,
  OUTDIAL_WEBHOOKS_PRIVATE: VARIABLES.OUTDIAL_WEBHOOKS_PRIVATE,
};
const pickApi = {
  OUTDIAL_API_HOST: VARIABLES.OUTDIAL_API_HOST,
  OUTDIAL_API_PORT: VARIABLES.OUTDIAL_API_PORT,
  OUTDIAL_TEMPORAL_UI: VARIABLES.OUTDIAL_TEMPORAL_UI,
};
const pickWorker = {
  REDIS_URL: VARIABLES.REDIS_URL,
  TEMPORAL_ADDRESS: VARIABLES.TEMPORAL_ADDRESS,
  TEMPORAL_NAMESPACE: VARIABLES.TEMPORAL_NAMESPACE,
  OUTDIAL_TASK_QUEUE: VARIABLES.OUTDIAL_TASK_QUEUE,
};
const commonShape = z.object(COMMON);

function common(values: z.infer<typeof commonShape>): CommonConfig {
  return {
    databaseUrl: values.DATABASE_URL,
    secretKey: values.OUTDIAL_SECRET_KEY,
    ...(values.OUTDIAL_SECRET_KEY_OLD === undefined ? {} : { oldSecretKey: values.OUTDIAL_SECRET_KEY_OLD }),
    filesFolder: values.OUTDIAL_FILES,
    ...replacedFiles(values),
    logLevel: values.OUTDIAL_LOG_LEVEL,
    ...(values.OUTDIAL_PUBLIC_URL === undefined ? {} : { publicUrl: values.OUTDIAL_PUBLIC_URL }),
    privateWebhooks: values.OUTDIAL_WEBHOOKS_PRIVATE === '1',
  };
}

/** Data files of an installation's own. */
export interface ReplacedFiles {
  lawFolder?: string;
  zonesFile?: string;
}

function replacedFiles(values: {
  OUTDIAL_LAW?: string | undefined;
  OUTDIAL_ZONES?: string | undefined;
}): ReplacedFiles {
  return {
    ...(values.OUTDIAL_LAW === undefined ? {} : { lawFolder: values.OUTDIAL_LAW }),
    ...(values.OUTDIAL_ZONES === undefined ? {} : { zonesFile: values.OUTDIAL_ZONES }),
  };
}

/** Which data files the processes of this environment use: for commands that load the same. Throws EnvironmentError. */
export function dataFiles(source: Source = process.env): ReplacedFiles {
  const { OUTDIAL_LAW, OUTDIAL_ZONES } = VARIABLES;
  return replacedFiles(parse(source, z.object({ OUTDIAL_LAW, OUTDIAL_ZONES })));
}

/** An empty variable counts as absent: compose files and shells write them so. */
function parse<Shape extends z.ZodObject>(source: Source, shape: Shape): z.output<Shape> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = shape.safeParse(given);
  const problems = checkTogether(given, Object.keys(VARIABLES));
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      const name = String(path[0]);
      problems.unshift(name in given ? `${name} ${message}` : `${name} is missing: ${repair(name)}`);
    }
  }
  if (problems.length > 0 || !parsed.success) throw new EnvironmentError(problems);
  return parsed.data;
}

function repair(name: string): string {
  const repairs: Partial<Record<string, string>> = REPAIRS;
  return repairs[name] ?? 'see .env.example';
}
