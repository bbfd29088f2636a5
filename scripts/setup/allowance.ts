/** What is left of the day's asynchronous executions. */
import type { Connection } from '@salesforce/core';
import { fine, todo, type Finding } from './report';
import type { LaneSetting } from './settings';

/** As LaneSettings.DAILY_SPARE_PERCENT of the package. */
const SPARE_PERCENT = 5;

/** @param settings the record for all lanes may set another share that is left to others */
export async function checkAllowance(
  connection: Connection,
  settings: readonly LaneSetting[],
): Promise<Finding> {
  const limits = await connection.limits();
  const daily = limits['DailyAsyncApexExecutions'];
  if (daily === undefined) return fine('This org tells no daily limit of asynchronous executions.');
  const { Max, Remaining } = daily;
  const all = settings.find(({ Lane__c }) => Lane__c === '*');
  const spare = all?.Daily_Spare_Percent__c ?? SPARE_PERCENT;
  const text = `${Remaining.toLocaleString('en-US')} of ${Max.toLocaleString('en-US')} asynchronous executions are left for today`;
  const stopped = spare > 0 && (Max - Remaining) * 100 >= Max * (100 - spare);
  return stopped
    ? todo(
        `${text}: lanes start no runs below ${spare} %.`,
        'Nothing is lost: the reaper starts the lanes when there are more again. Find out what used them up: SELECT ApexClass.Name, COUNT(Id) FROM AsyncApexJob WHERE CreatedDate = LAST_N_DAYS:1 GROUP BY ApexClass.Name.',
      )
    : fine(`${text}.`);
}
