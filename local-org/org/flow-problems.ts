/** What a deploy says of flows: those that are wrong fail it, those that the local org lacks are kept. */
import type { FlowBook, KnownFlow } from '../flow';
import type { PackageContents, PackageProblem } from '../metadata/contract';

/**
 * Every active flow is checked, also those that were there before: what they use may have gone. A flow
 * that needs something that the local org lacks has had no effect here before, so it does not fail a
 * deploy; whoever starts it is told.
 */
export function flowProblems(book: FlowBook, contents: PackageContents): PackageProblem[] {
  const deployed = new Set(contents.flows.map(({ component }) => component));
  return [...book.all()].flatMap((known) => {
    const { model, file, problems, unsupported } = known;
    if (model.status !== 'Active') return [];
    if (unsupported.length > 0) return deployed.has(file.component) ? [warning(known)] : [];
    return problems.map(({ message, at }) => ({
      component: file.component,
      severity: 'Error' as const,
      message,
      ...file.place(at),
    }));
  });
}

function warning({ file, unsupported }: KnownFlow): PackageProblem {
  const [first] = unsupported;
  const all = unsupported.map(({ message }) => message).join('; ');
  return {
    component: file.component,
    severity: 'Warning',
    message: `Kept, but without effect: not supported by the local org; see docs/differences.md: ${all}`,
    ...(first ? file.place(first.at) : {}),
  };
}
