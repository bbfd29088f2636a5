/** Test results as JUnit XML. */
import type { TestOutcome, TestRunResult } from '../../local-org/org/contract';

function escape(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, '\ufffd');
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

function testCase(test: TestOutcome): string {
  const head = `    <testcase classname="${escape(test.className)}" name="${escape(test.methodName)}" time="${seconds(test.timeMs)}"`;
  if (test.outcome === 'Pass') return `${head}/>`;
  if (test.outcome === 'Skip') return `${head}><skipped/></testcase>`;
  const message = escape(test.message ?? '');
  return `${head}>\n      <failure message="${message}">${escape(test.stackTrace ?? '')}</failure>\n    </testcase>`;
}

export function junit({ tests, timeMs }: TestRunResult): string {
  const failures = tests.filter(({ outcome }) => outcome !== 'Pass' && outcome !== 'Skip').length;
  const skipped = tests.filter(({ outcome }) => outcome === 'Skip').length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="apex" tests="${tests.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds(timeMs)}">`,
    ...tests.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
