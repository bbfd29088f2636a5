/** `new …` in all its forms. */
import type * as A from '@apexdevtools/apex-parser';
import { lowerArgs, lowerExpr } from './lower-expressions';
import { lowerTypeList, optional, startOf, type Text } from './nodes';
import type { ExprSyntax, TypeSyntax } from './syntax';

export function lowerNew(ctx: A.NewExpressionContext, text: Text): ExprSyntax {
  const creator = ctx.creator();
  const pos = startOf(ctx);
  const type = createdType(creator.createdName());
  const map = optional(creator.mapCreatorRest());
  if (map)
    return {
      k: 'newMap',
      pos,
      type,
      entries: map
        .mapCreatorRestPair_list()
        .map((p) => [lowerExpr(p.expression(0), text), lowerExpr(p.expression(1), text)] as const),
    };
  const set = optional(creator.setCreatorRest());
  if (set)
    return {
      k: 'newItems',
      pos,
      type,
      items: set.expression_list().map((e) => lowerExpr(e, text)),
      size: null,
    };
  const array = optional(creator.arrayCreatorRest());
  if (array) {
    const size = optional(array.expression());
    return {
      k: 'newItems',
      pos,
      type: { ...type, dims: 1 },
      items:
        optional(array.arrayInitializer())
          ?.expression_list()
          .map((e) => lowerExpr(e, text)) ?? null,
      size: size && lowerExpr(size, text),
    };
  }
  if (creator.noRest()) return { k: 'newItems', pos, type, items: [], size: null };
  const args = optional(creator.classCreatorRest())?.arguments();
  return { k: 'new', pos, type, args: lowerArgs(optional(args?.expressionList() ?? null), text) };
}

function createdType(ctx: A.CreatedNameContext): TypeSyntax {
  return {
    pos: startOf(ctx),
    parts: ctx.idCreatedNamePair_list().map((pair) => {
      const args = optional(pair.typeList());
      return { name: pair.anyId().getText(), args: args ? lowerTypeList(args) : [] };
    }),
    dims: 0,
  };
}
