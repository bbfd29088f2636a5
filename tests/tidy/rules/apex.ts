import {
  AccessLevelContext,
  ClassBodyDeclarationContext,
  ClassDeclarationContext,
  ConstructorDeclarationContext,
  DeleteStatementContext,
  DotExpressionContext,
  DotMethodCallContext,
  InsertStatementContext,
  InterfaceDeclarationContext,
  InterfaceMethodDeclarationContext,
  MemberDeclarationContext,
  MergeStatementContext,
  MethodDeclarationContext,
  ModifierContext,
  QueryContext,
  SoslLiteralContext,
  SoslWithClauseContext,
  TypeDeclarationContext,
  UndeleteStatementContext,
  UpdateStatementContext,
  UpsertStatementContext,
  WithClauseContext,
} from '@apexdevtools/apex-parser';
import type { ApexParserRuleContext as Node } from '@apexdevtools/apex-parser';
import type { SourceFile } from '../repository';
import { at, children, descendants, isApex, parseApex } from './apex-tree';

const DML_STATEMENTS = [
  InsertStatementContext,
  UpdateStatementContext,
  UpsertStatementContext,
  DeleteStatementContext,
  UndeleteStatementContext,
  MergeStatementContext,
];

/** The methods of `Database` and `Search` that read or write rows and take an access level. */
const DATA_METHODS =
  /^(system\.)?(database\.(insert|update|upsert|delete|undelete|merge)(immediate|async)?|database\.(query|querywithbinds|countquery|countquerywithbinds|getquerylocator|getquerylocatorwithbinds|getcursor|getcursorwithbinds|convertlead)|search\.(query|find))$/i;

/** The modifiers of a declaration, in lower case and without blanks: `withsharing`, `public`, … */
function modifiers(declaration: Node): string[] {
  return children(declaration, ModifierContext).map((one) => one.getText().toLowerCase());
}

function isClassFile(file: SourceFile): boolean {
  return isApex(file) && file.path.endsWith('.cls');
}

/** Complains about SOQL and SOSL that leave it open whose rights apply. */
function queriesWithoutMode(file: SourceFile, tree: Node): string[] {
  const saysMode = (clauses: readonly Node[]): boolean =>
    clauses.some((clause) => /^with(user_mode|system_mode)$/i.test(clause.getText()));
  const soql = descendants(tree, QueryContext).filter(
    (query) => !saysMode(children(query, WithClauseContext)),
  );
  const sosl = descendants(tree, SoslLiteralContext).filter(
    (search) => !saysMode(descendants(search, SoslWithClauseContext)),
  );
  return [...soql, ...sosl].map(
    (query) => `${at(file, query)}: this query needs WITH SYSTEM_MODE or WITH USER_MODE`,
  );
}

/** Complains about `insert x;` and its kin without `as system` or `as user`. */
function statementsWithoutMode(file: SourceFile, tree: Node): string[] {
  return DML_STATEMENTS.flatMap((kind) => descendants<Node>(tree, kind))
    .filter((statement) => children(statement, AccessLevelContext).length === 0)
    .map((statement) => `${at(file, statement)}: this DML needs "as system" or "as user"`);
}

/** Complains about `Database.insert(x)` and its kin without an argument that is an access level. */
function callsWithoutMode(file: SourceFile, tree: Node): string[] {
  return descendants(tree, DotExpressionContext)
    .filter((dot) => {
      const call = children(dot, DotMethodCallContext)[0];
      if (call === undefined) return false;
      const name = `${dot.expression().getText()}.${call.anyId().getText()}`;
      return DATA_METHODS.test(name) && !/accesslevel/i.test(call.getText());
    })
    .map((dot) => `${at(file, dot)}: this call needs an AccessLevel argument`);
}

/** Complains about access to rows, in the package, that does not say in which mode it happens. */
export function missingAccessMode(file: SourceFile): string[] {
  if (!isApex(file) || !file.path.startsWith('force-app/')) return [];
  const tree = parseApex(file);
  return [
    ...queriesWithoutMode(file, tree),
    ...statementsWithoutMode(file, tree),
    ...callsWithoutMode(file, tree),
  ];
}

/** Complains about a class that leaves its sharing to whoever calls it. */
export function missingSharing(file: SourceFile): string[] {
  if (!isClassFile(file)) return [];
  return descendants(parseApex(file), TypeDeclarationContext)
    .filter((type) => children(type, ClassDeclarationContext).length > 0)
    .filter((type) => !modifiers(type).some((one) => one.endsWith('sharing')))
    .map((type) => `${at(file, type)}: say with, without or inherited sharing`);
}

/** True if the text right before a node is a doc comment. */
function hasDocComment(file: SourceFile, node: Node): boolean {
  // The parser counts code points, a string counts UTF-16 units.
  const before = Array.from(file.text).slice(0, node.start.start).join('').trimEnd();
  return before.endsWith('*/') && before.startsWith('/**', before.lastIndexOf('/*'));
}

/** The declarations of public and global methods; an override has its documentation above it. */
function publicMethods(tree: Node): Node[] {
  const inClasses = descendants(tree, ClassBodyDeclarationContext).filter((declaration) => {
    const said = modifiers(declaration);
    return (
      children(declaration, MemberDeclarationContext).some(
        (member) =>
          children(member, MethodDeclarationContext).length > 0 ||
          children(member, ConstructorDeclarationContext).length > 0,
      ) &&
      (said.includes('public') || said.includes('global')) &&
      !said.includes('override')
    );
  });
  const inInterfaces = descendants(tree, InterfaceDeclarationContext).flatMap((type) =>
    descendants(type, InterfaceMethodDeclarationContext),
  );
  return [...inClasses, ...inInterfaces];
}

/** Complains about a public method of the package without a doc comment; tests speak by name. */
export function missingDocComment(file: SourceFile): string[] {
  if (!isClassFile(file) || !file.path.startsWith('force-app/')) return [];
  const tree = parseApex(file);
  const isTest = descendants(tree, TypeDeclarationContext).some((type) =>
    modifiers(type).some((one) => one.startsWith('@istest')),
  );
  if (isTest) return [];
  return publicMethods(tree)
    .filter((method) => !hasDocComment(file, method))
    .map((method) => `${at(file, method)}: a public method needs a doc comment`);
}
