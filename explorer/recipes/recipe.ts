/** What a recipe is: Apex in a folder, and what was tried on it. */
import type { ModeName } from '../modes';
import type { Scenario } from '../scenario';
import type { StrategyName } from '../strategies';

/** One thing that is tried. */
export interface Trial {
  readonly scenario: Scenario;
  /** Name of the promise that breaks; null: nothing is found. */
  readonly breaks: string | null;
  readonly strategy: StrategyName;
  /** Reading of the platform, where the documentation is silent. Default: `restart`. */
  readonly mode?: ModeName;
}

/** The same situation with this package. */
export interface Counterpart {
  readonly scenario: Scenario;
  readonly strategy: StrategyName;
  readonly mode?: ModeName;
  /** Folders that are deployed after the package and the probe, below the root of the repository. */
  readonly folders?: readonly string[];
}

export interface Recipe {
  /** `checkbox` */
  readonly name: string;
  /** Folder that is deployed to a fresh org, below the root of the repository. */
  readonly folder: string;
  readonly trials: readonly Trial[];
  readonly ours: readonly Counterpart[];
}
