/** Text of describe results: `Schema.DescribeSObjectResult[getName=Account;…]`. */
export function describeText(
  type: string,
  parts: readonly (readonly [getter: string, text: string])[],
): string {
  return `${type}[${parts.map(([getter, text]) => `${getter}=${text};`).join('')}]`;
}
