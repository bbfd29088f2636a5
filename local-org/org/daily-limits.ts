import type { Wiring } from './wiring';

type Gauges = Readonly<Record<string, { readonly Max: number; readonly Remaining: number }>>;

const DAILY_API_REQUESTS = { Enterprise: 100_000, Developer: 15_000 };

/** What `/limits` shows: the limits of the org as a whole. */
export function dailyLimits({ engine, statistics, clock }: Wiring): Gauges {
  const { settings } = engine.services;
  const api = DAILY_API_REQUESTS[settings.edition];
  const used = engine.queueables.daily.used(clock.now());
  const max = settings.dailyAsyncLimit;
  const gauge = (Max: number, spent: number): { Max: number; Remaining: number } => ({
    Max,
    Remaining: Math.max(0, Max - spent),
  });
  return {
    DailyApiRequests: gauge(api, statistics.apiRequests),
    DailyAsyncApexExecutions: gauge(max, used),
    DailyBulkApiBatches: gauge(15_000, 0),
    DailyBulkV2QueryJobs: gauge(10_000, 0),
    DataStorageMB: gauge(1024, 0),
    FileStorageMB: gauge(1024, 0),
    HourlyPublishedPlatformEvents: gauge(50_000, 0),
    SingleEmail: gauge(5000, 0),
  };
}
