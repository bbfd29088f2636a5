import path from 'node:path';
import { CodeAnalyzer, CodeAnalyzerConfig, SeverityLevel } from '@salesforce/code-analyzer-core';
import type { Violation } from '@salesforce/code-analyzer-core';
import { createEnginePlugin } from '@salesforce/code-analyzer-pmd-engine';
import type { Finding } from './finding';

/** The rules that run; `code-analyzer.yml` takes some out and weighs others anew. */
const SELECTOR = 'pmd:Recommended:Apex';

/** The mildest severity that fails the check. */
const THRESHOLD = SeverityLevel.Moderate;

/** What the analysis came to. */
export interface Analysis {
  /** The findings that fail the check. */
  readonly findings: readonly Finding[];
  /** How many milder ones there are. */
  readonly mild: number;
  readonly rules: number;
}

function toFinding(violation: Violation): Finding {
  const location = violation.getPrimaryLocation();
  const rule = violation.getRule();
  return {
    file: location.getFile() ?? '',
    line: location.getStartLine() ?? 0,
    rule: `${rule.getEngineName()} ${rule.getName()}, severity ${rule.getSeverityLevel()}`,
    message: violation.getMessage(),
  };
}

/**
 * Runs PMD's Apex rules over folders through Salesforce Code Analyzer.
 *
 * @param folders absolute paths of the source folders
 * @returns the violations at or above the threshold; an engine that breaks counts as one
 */
export async function analyseApex(folders: readonly string[]): Promise<Analysis> {
  const config = CodeAnalyzerConfig.fromFile(path.join(__dirname, 'code-analyzer.yml'));
  const analyzer = new CodeAnalyzer(config);
  await analyzer.addEnginePlugin(createEnginePlugin());
  const workspace = await analyzer.createWorkspace([...folders]);
  const rules = await analyzer.selectRules([SELECTOR], { workspace });
  const results = await analyzer.run(rules, { workspace });
  const violations = results.getViolations();
  const severe = violations.filter((one) => one.getRule().getSeverityLevel() <= THRESHOLD);
  return {
    findings: severe.map(toFinding),
    mild: violations.length - severe.length,
    rules: rules.getCount(),
  };
}
