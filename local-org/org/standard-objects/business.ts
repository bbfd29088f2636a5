import { choice, field, flag, ref, standardObject, text } from './fields';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Objects that examples like to use, with their commonest fields. */
export const business = [
  standardObject({
    name: 'BusinessHours',
    prefix: '01m',
    label: 'Business Hours',
    readOnly: true,
    fields: [
      text('Name', 80),
      flag('IsActive'),
      flag('IsDefault'),
      text('TimeZoneSidKey', 40),
      ...DAYS.flatMap((day) => [field(`${day}StartTime`, 'time'), field(`${day}EndTime`, 'time')]),
    ],
  }),
  standardObject({
    name: 'Account',
    prefix: '001',
    owner: true,
    fields: [
      text('Name', 255, { required: true }),
      text('AccountNumber', 40),
      choice('Type', ['Prospect', 'Customer', 'Partner']),
      choice('Industry', ['Agriculture', 'Banking', 'Energy', 'Technology', 'Other']),
      choice('Rating', ['Hot', 'Warm', 'Cold']),
      field('AnnualRevenue', 'currency', { precision: 18, scale: 0 }),
      field('NumberOfEmployees', 'int'),
      field('Phone', 'phone', { length: 40 }),
      field('Website', 'url', { length: 255 }),
      field('Description', 'textarea', { length: 32_000 }),
      ref('ParentId', 'Account', { childRelationshipName: 'ChildAccounts' }),
      text('BillingCity', 40),
      text('BillingCountry', 80),
    ],
  }),
  standardObject({
    name: 'Contact',
    prefix: '003',
    owner: true,
    fields: [
      text('FirstName', 40),
      text('LastName', 80, { required: true }),
      text('Name', 121, { createable: false, updateable: false }),
      ref('AccountId', 'Account', { childRelationshipName: 'Contacts' }),
      field('Email', 'email', { length: 80 }),
      field('Phone', 'phone', { length: 40 }),
      text('Title', 128),
      text('Department', 80),
      field('Description', 'textarea', { length: 32_000 }),
    ],
  }),
];
