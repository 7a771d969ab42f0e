import type { NativeConnectionOptions } from '@temporalio/worker';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What every process of ours needs. */
export interface CommonConfig {
  databaseUrl: string;
  /** 32 bytes; opens the providers' keys. */
  secretKey: Buffer;
  /** The key before the last rotation; still opens, never seals. */
  oldSecretKey?: Buffer;
  /** Uploaded lists, reject files and recordings. */
  filesFolder: string;
  logLevel: LogLevel;
  /** An installation's own rule files, in place of those shipped of the same name. */
  lawFolder?: string;
  /** An installation's own zone rules, in place of those shipped. */
  zonesFile?: string;
  /** Origin under which providers reach our callbacks; without it results are polled. */
  publicUrl?: string;
  /** Whether events may be sent to addresses of this machine and of private networks. */
  privateWebhooks: boolean;
}

export interface ApiConfig extends CommonConfig {
  host: string;
  port: number;
  /** Where Temporal shows itself to people; the dashboard links there. */
  temporalUiUrl?: string;
}

export interface WorkerConfig extends CommonConfig {
  redisUrl: string;
  temporal: {
    address: string;
    namespace: string;
    /** TLS, API key and headers of a Temporal that asks for them. */
    security?: Pick<NativeConnectionOptions, 'tls' | 'apiKey' | 'metadata'>;
  };
  taskQueue: string;
}

/** Of a command that talks to the API from outside. */
export interface ClientConfig {
  apiUrl: string;
  apiKey?: string;
}
