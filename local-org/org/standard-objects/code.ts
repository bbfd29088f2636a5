import { choice, field, flag, number, ref, standardObject, text, moment } from './fields';

const JOB_STATUS = [
  'Holding',
  'Queued',
  'Preparing',
  'Processing',
  'Completed',
  'Failed',
  'Aborted',
];
const CRON_STATE = [
  'WAITING',
  'ACQUIRED',
  'EXECUTING',
  'COMPLETE',
  'ERROR',
  'DELETED',
  'PAUSED',
  'BLOCKED',
  'PAUSED_BLOCKED',
];

const unit = [
  text('Name', 255),
  field('Body', 'textarea', { length: 1_000_000 }),
  field('ApiVersion', 'double', { precision: 18, scale: 1 }),
  choice('Status', ['Active', 'Inactive', 'Deleted']),
  flag('IsValid', { defaultValue: true }),
  field('BodyCrc', 'double', { precision: 18, scale: 0 }),
  number('LengthWithoutComments'),
  text('NamespacePrefix', 15),
];

/** Apex and what runs it. The platform writes these; Apex reads them. */
export const code = [
  standardObject({
    name: 'ApexClass',
    prefix: '01p',
    plural: 'Apex Classes',
    readOnly: true,
    setup: true,
    fields: unit,
  }),
  standardObject({
    name: 'ApexTrigger',
    prefix: '01q',
    readOnly: true,
    setup: true,
    fields: [...unit, text('TableEnumOrId', 40)],
  }),
  standardObject({
    name: 'AsyncApexJob',
    prefix: '707',
    label: 'Apex Job',
    readOnly: true,
    fields: [
      ref('ApexClassId', 'ApexClass'),
      choice('JobType', ['Queueable', 'ScheduledApex', 'BatchApex', 'BatchApexWorker', 'Future']),
      choice('Status', JOB_STATUS),
      text('MethodName', 80),
      text('ExtendedStatus', 255),
      number('JobItemsProcessed'),
      number('TotalJobItems'),
      number('NumberOfErrors'),
      moment('CompletedDate'),
      ref('ParentJobId', 'AsyncApexJob'),
      text('LastProcessed', 18),
      number('LastProcessedOffset'),
      ref('CronTriggerId', 'CronTrigger'),
    ],
  }),
  standardObject({
    name: 'CronJobDetail',
    prefix: '08a',
    label: 'Cron Job',
    readOnly: true,
    audit: false,
    fields: [text('Name', 255, { unique: true, caseSensitive: true }), text('JobType', 3)],
  }),
  standardObject({
    name: 'CronTrigger',
    prefix: '08e',
    label: 'Scheduled Jobs',
    readOnly: true,
    fields: [
      ref('CronJobDetailId', 'CronJobDetail'),
      text('CronExpression', 255),
      choice('State', CRON_STATE),
      moment('NextFireTime'),
      moment('PreviousFireTime'),
      moment('StartTime'),
      moment('EndTime'),
      number('TimesTriggered'),
      text('TimeZoneSidKey', 40),
      ref('OwnerId', 'User'),
    ],
  }),
];
