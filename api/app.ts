import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { randomUUID } from 'node:crypto';
import { authenticate } from './auth/authenticate.ts';
import { callerId } from './auth/caller.ts';
import { limitRate } from './auth/limit-rate.ts';
import { maskAnswers } from './auth/mask-answers.ts';
import { repeatSafely } from './auth/repeat-safely.ts';
import { DEFAULT_LIMITS, type ApiDeps } from './deps.ts';
import { documentApi } from './document-api.ts';
import { handleErrors, sendProblem } from './errors/handle-errors.ts';
import { accountRoutes } from './routes/accounts.ts';
import { answerRoutes } from './routes/answers.ts';
import { appointmentAnswerRoutes } from './routes/appointment-answers.ts';
import type { Api } from './routes/api.ts';
import { appointmentListRoutes } from './routes/appointment-lists.ts';
import { appointmentRoutes } from './routes/appointments.ts';
import { auditRoutes } from './routes/audit.ts';
import { blackoutRoutes } from './routes/blackouts.ts';
import { campaignRoutes } from './routes/campaigns.ts';

import { campaignTestRoutes } from './routes/campaign-tests.ts';
import { chartRoutes } from './routes/charts.ts';
import { consentRoutes } from './routes/consents.ts';
import { attemptRoutes, contactRoutes } from './routes/contacts.ts';
import { eventRoutes, webhookEndpointRoutes } from './routes/events.ts';
import { explainRoutes } from './routes/explain.ts';
import { creditRoutes } from './routes/credits.ts';
import { failureCountRoutes } from './routes/failure-count.ts';
import { exportRoutes } from './routes/exports.ts';
import { workExportRoutes } from './routes/work-exports.ts';
import { assignmentRoutes } from './routes/assignments.ts';
import { failureRoutes } from './routes/failures.ts';
import { healthRoutes } from './routes/health.ts';
import { importRoutes } from './routes/imports.ts';
import { keyRoutes } from './routes/keys.ts';
import { liveRoutes } from './routes/live.ts';
import { numberUseRoutes } from './routes/number-use.ts';
import { numberRoutes } from './routes/numbers.ts';
import { ownSessionRoutes } from './routes/own-sessions.ts';
import { programmeRoutes } from './routes/programmes.ts';
import { scheduleRoutes } from './routes/schedules.ts';
import { seriesRoutes } from './routes/series.ts';
import { inviteRoutes, sessionRoutes } from './routes/session.ts';
import { suppressionListRoutes } from './routes/suppression-lists.ts';
import { suppressionRoutes } from './routes/suppressions.ts';
import { queueRoutes } from './routes/queues.ts';
import { replyRoutes } from './routes/replies.ts';
import { revealRoutes } from './routes/reveal.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { repairRoutes } from './routes/repairs.ts';
import { retryRoutes } from './routes/retries.ts';
import { ruleRoutes } from './routes/rules.ts';
import { stuckRoutes } from './routes/stuck.ts';
import { systemRoutes } from './routes/system.ts';
import { templateRoutes } from './routes/templates.ts';
import { userRoutes } from './routes/users.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { serveDashboard } from './serve-dashboard.ts';

/** A request id that a proxy gave is kept when it is harmless in a log. */
const REQUEST_ID = /^[A-Za-z0-9._-]{1,100}$/;

/** Builds the whole HTTP API. It never listens: the root does, and tests inject. */
export async function createApp(deps: ApiDeps, options: { logger?: FastifyBaseLogger } = {}): Promise<FastifyInstance> {
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const app = Fastify({
    ...(options.logger ? { loggerInstance: options.logger } : {}),
    bodyLimit: limits.bodyBytes,
    routerOptions: { maxParamLength: 200 },
    // A proxy in front is the operator's to configure; forwarded headers of strangers are not believed.
    trustProxy: false,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => {
      sendProblem(error, request, reply);
    },
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  // The route's pattern, not the address: that may hold a phone number.
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, caller } = request;
    const fields = {
      method,
      route: routeOptions.url,
      status: reply.statusCode,
      caller: caller ? callerId(caller) : undefined,
    };
    request.log[routeOptions.config.quiet ? 'debug' : 'info'](
      { ...fields, ms: Math.round(reply.elapsedTime) },
      'request',
    );
  });
  // Many clients announce JSON with every request; a cancellation must not fail for want of a body.
  const readJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    request.method === 'DELETE' && body === '' ? done(null, undefined) : readJson(request, body, done),
  );
  handleErrors(app);
  await app.register(cookie);
  authenticate(app, deps.engine);
  maskAnswers(app, deps.engine);
  await app.register(helmet, { contentSecurityPolicy: false });
  await limitRate(app, limits.requestsPerMinute);
  repeatSafely(app, deps.engine);
  await documentApi(app);

  const api: Api = app.withTypeProvider<ZodTypeProvider>();
  healthRoutes(api, deps);
  await api.register(
    async (v1: Api) => {
      for (const routes of V1_ROUTES) routes(v1, deps);
    },
    { prefix: '/v1' },
  );
  await serveDashboard(app, deps.dashboardFolder);
  await app.ready();
  return app;
}

const V1_ROUTES = [
  accountRoutes,
  importRoutes,
  campaignRoutes,
  campaignTestRoutes,
  blackoutRoutes,
  scheduleRoutes,
  programmeRoutes,
  appointmentRoutes,
  appointmentListRoutes,
  seriesRoutes,
  contactRoutes,
  attemptRoutes,
  explainRoutes,
  failureRoutes,
  assignmentRoutes,
  failureCountRoutes,
  stuckRoutes,
  exportRoutes,
  workExportRoutes,
  queueRoutes,
  creditRoutes,
  liveRoutes,
  systemRoutes,
  chartRoutes,
  numberRoutes,
  numberUseRoutes,
  ruleRoutes,
  templateRoutes,
  suppressionRoutes,
  suppressionListRoutes,
  consentRoutes,
  repairRoutes,
  retryRoutes,
  answerRoutes,
  appointmentAnswerRoutes,
  reviewRoutes,
  replyRoutes,
  keyRoutes,
  sessionRoutes,
  ownSessionRoutes,
  inviteRoutes,
  userRoutes,
  revealRoutes,
  auditRoutes,
  eventRoutes,
  webhookEndpointRoutes,
  webhookRoutes,
];
