import { queryOptions } from '@tanstack/react-query';
import type { account } from '../../../api/schemas/accounts.ts';
import type { campaignDetail } from '../../../api/schemas/campaigns.ts';
import type { forecast, forecastContact, forecastContacts } from '../../../api/schemas/forecast.ts';
import type { inspection } from '../../../api/schemas/import-inspection.ts';
import type {
  holidayCalendars,
  importLimits,
  messagePreview,
  messagesBody,
} from '../../../api/schemas/import-messages.ts';
import type { importView, problemGroup, problemGroups, problemView } from '../../../api/schemas/imports.ts';
import type { numberList } from '../../../api/schemas/numbers.ts';
import type { templateList } from '../../../api/schemas/templates.ts';
import { get, send, type Answer, type Body } from '../../api/client.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';
import { toProblem } from '../../api/problem.ts';
import type { PeoplePart, UploadListSearch } from './search.ts';

export type Draft = Answer<typeof importView>;
export type Inspection = Answer<typeof inspection>;
export type Column = Inspection['layout']['columns'][number];
export type Question = Inspection['questions'][number];
export type Groups = Answer<typeof problemGroups>;
export type Group = Answer<typeof problemGroup>;
export type Problem = Answer<typeof problemView>;
export type Campaign = Answer<typeof campaignDetail>;
export type Settings = Campaign['settings'];
export type Forecast = Answer<typeof forecast>;
export type ForecastPerson = Answer<typeof forecastContact>;
type ForecastPeople = Answer<typeof forecastContacts>;
export type Limits = Answer<typeof importLimits>;
export type MessagePreview = Answer<typeof messagePreview>;
export type StepToPreview = Body<typeof messagesBody>['steps'][number];
export type Account = Answer<typeof account>;
export type OurNumber = Answer<typeof numberList>['items'][number];

const AT_WORK_MS = 700;
const AT_REST_MS = 60_000;
const FOR_LONG = 300_000;

/** Whether the server goes on with it by itself, so that it is worth looking again soon. */
export function isAtWork({
  state,
  wanted,
  hasPendingRows,
}: Pick<Draft, 'state' | 'wanted' | 'hasPendingRows'>): boolean {
  if (state === 'uploaded') return wanted !== 'upload';
  if (state === 'checked') return wanted === 'commit' || hasPendingRows;
  return state === 'checking' || state === 'committing' || state === 'undoing';
}

export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: ['import', importId],
    queryFn: ({ signal }) => get<Draft>('/imports/:importId', { params: { importId }, signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isAtWork(data) ? AT_WORK_MS : AT_REST_MS),
    staleTime: 0,
  });

/** How it is read as it stands in that version. A file that nobody can read answers with the reason. */
export const inspectQuery = (importId: string, version: number) =>
  queryOptions({
    queryKey: ['import', importId, 'inspect', version],
    queryFn: ({ signal }) => get<Inspection>('/imports/:importId/inspect', { params: { importId }, signal }),
    staleTime: FOR_LONG,
    retry: (failures, error) => failures < 3 && toProblem(error).isPassing,
  });

export const groupsQuery = (importId: string, seen: string) =>
  queryOptions({
    queryKey: ['import', importId, 'groups', seen],
    queryFn: ({ signal }) => get<Groups>('/imports/:importId/problems/groups', { params: { importId }, signal }),
    staleTime: 0,
  });

export type ProblemFilter = Partial<Pick<Problem, 'severity' | 'code'>> & { column?: string | undefined };
export const problemsQuery = (importId: string, version: number, filter: ProblemFilter) =>
  pagedQuery<Problem>(['import', importId, 'problems', version, filter], (cursor, signal) =>
    get<Page<Problem>>('/imports/:importId/problems', {
      params: { importId },
      query: { ...filter, cursor, limit: 100 },
      signal,
    }),
  );

export const messagesQuery = (importId: string, version: number, steps: readonly StepToPreview[]) =>
  queryOptions({
    queryKey: ['import', importId, 'messages', version, steps],
    queryFn: ({ signal }) =>
      send<MessagePreview>('POST', '/imports/:importId/messages', { params: { importId }, body: { steps }, signal }),
    staleTime: FOR_LONG,
  });

export const campaignQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign', campaignId],
    queryFn: ({ signal }) => get<Campaign>('/campaigns/:campaignId', { params: { campaignId }, signal }),
  });

/** Of its settings as they are stored, and of the list as it is checked: both are part of the key. */
export const forecastQuery = (campaignId: string, seen: unknown) =>
  queryOptions({
    queryKey: ['campaign', campaignId, 'forecast', seen],
    queryFn: ({ signal }) =>
      get<Forecast>('/campaigns/:campaignId/forecast', { params: { campaignId }, signal, timeoutMs: 20_000 }),
    staleTime: 60_000,
  });

/** Who makes up a part of that forecast; a page may be empty and yet have a next one. */
export const forecastPeopleQuery = (campaignId: string, part: PeoplePart, seen: unknown) => ({
  ...pagedQuery<ForecastPerson, ForecastPeople>(['campaign', campaignId, 'forecast', part, seen], (cursor, signal) =>
    get<ForecastPeople>('/campaigns/:campaignId/forecast/contacts', {
      params: { campaignId },
      query: { part, cursor, limit: 100 },
      signal,
      timeoutMs: 20_000,
    }),
  ),
  staleTime: 60_000,
});

export const limitsQuery = queryOptions({
  queryKey: ['import-limits'],
  queryFn: ({ signal }) => get<Limits>('/import-limits', { signal }),
  staleTime: FOR_LONG,
});
export const calendarsQuery = queryOptions({
  queryKey: ['holiday-calendars'],
  queryFn: ({ signal }) => get<Answer<typeof holidayCalendars>>('/holiday-calendars', { signal }),
  staleTime: FOR_LONG,
});
export const accountsQuery = queryOptions({
  queryKey: ['accounts', 'list'],
  queryFn: ({ signal }) => get<{ items: Account[] }>('/accounts', { signal }),
});
export const numbersQuery = queryOptions({
  queryKey: ['numbers', 'list'],
  queryFn: ({ signal }) => get<Answer<typeof numberList>>('/numbers', { signal }),
});
export const templatesQuery = queryOptions({
  queryKey: ['templates', 'list'],
  queryFn: ({ signal }) => get<Answer<typeof templateList>>('/templates', { signal }),
});

/** Uploaded lists, newest first unless they are sorted. */
export const importsQuery = (search: UploadListSearch = {}) => {
  const asked = importsAsked(search);
  return pagedQuery<Draft>(['imports', 'list', asked], (cursor, signal) =>
    get<Page<Draft>>('/imports', { query: { ...asked, cursor, limit: 50 }, signal }),
  );
};

/** The filter and the sort as the API has them: its own order has one direction. */
export const importsAsked = ({ state, sort, direction }: UploadListSearch) => ({
  state,
  ...(sort === undefined ? {} : { sort, direction }),
});

/** Whether these very bytes were uploaded before. */
export const findSameFile = async (sha256: string): Promise<Draft | undefined> => {
  const { items } = await get<Page<Draft>>('/imports', { query: { sha256, limit: 5 } });
  return items.find(({ state }) => state !== 'cancelled');
};
