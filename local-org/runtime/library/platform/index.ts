/** The part of the Apex library that reaches out of the language: data, jobs, events, callouts. */
import type { LibraryType } from '../../core/registry';
import { accessLevelType } from './access-level';
import { asyncTypes } from './async';
import { batchTypes } from './batch';
import { contextTypes } from './contexts';
import { businessHoursType } from './business-hours';
import { databaseType } from './database';
import { dmlOptionsTypes } from './dml-options';
import { eventTypes } from './event-bus';
import { flowTypes } from './flow';
import { httpTypes } from './http';
import { limitsType } from './limits';
import { orgLimitTypes } from './org-limits';
import { restTypes } from './rest';
import { resultTypes } from './results';
import { savepointType } from './savepoint';
import { testTypes } from './test';
import { triggerTypes } from './trigger';
import { userTypes } from './user-info';

export const PLATFORM_TYPES: readonly LibraryType[] = [
  accessLevelType,
  ...asyncTypes,
  ...batchTypes,
  businessHoursType,
  ...contextTypes,
  databaseType,
  ...dmlOptionsTypes,
  ...eventTypes,
  ...flowTypes,
  ...httpTypes,
  limitsType,
  ...orgLimitTypes,
  ...restTypes,
  ...resultTypes,
  savepointType,
  ...testTypes,
  ...triggerTypes,
  ...userTypes,
];
