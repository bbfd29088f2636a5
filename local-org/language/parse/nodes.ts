/** Small helpers over ANTLR's tree. */
import type {
  ApexParserRuleContext,
  TypeListContext,
  TypeRefContext,
} from '@apexdevtools/apex-parser';
import type { Position } from '../classes';
import type { TypeSyntax } from './syntax';

interface Placed {
  readonly line: number;
  readonly column: number;
}

/** ANTLR counts columns from 0, the platform from 1. */
export const positionOf = (token: Placed): Position => ({
  line: token.line,
  column: token.column + 1,
});

export const startOf = (ctx: ApexParserRuleContext): Position => positionOf(ctx.start);

/** A child that the grammar makes optional: the parser's types do not say so. */
export const optional = <T>(child: T): T | null => child ?? null;

/** Source text by ANTLR's offsets. */
export interface Text {
  slice(start: number, end: number): string;
}

/** ANTLR counts code points where JavaScript counts UTF-16 units. */
export function textOf(source: string): Text {
  if (!/[\uD800-\uDFFF]/.test(source)) return source;
  const points = Array.from(source);
  return { slice: (start, end) => points.slice(start, end).join('') };
}

/** Source text of a node as written. */
export function sourceOf(ctx: ApexParserRuleContext, text: Text): string {
  const stop = ctx.stop ?? ctx.start;
  return text.slice(ctx.start.start, stop.stop + 1);
}

export function lowerType(ctx: TypeRefContext): TypeSyntax {
  const parts = ctx.typeName_list().map((part) => {
    const list = optional(part.typeArguments());
    return {
      name: part.getChild(0).getText(),
      args: list ? lowerTypeList(list.typeList()) : [],
    };
  });
  return {
    pos: startOf(ctx),
    parts,
    dims: optional(ctx.arraySubscripts())?.LBRACK_list().length ?? 0,
  };
}

export const lowerTypeList = (ctx: TypeListContext): TypeSyntax[] =>
  ctx.typeRef_list().map(lowerType);
