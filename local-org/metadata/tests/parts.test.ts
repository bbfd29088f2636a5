import { mergeParts, onlyParts, withoutPart } from '../parts';

const PATH = 'objects/A__c.object';
const object = (...inner: string[]): Buffer =>
  Buffer.from(`<?xml version="1.0"?>\n<CustomObject xmlns="x">${inner.join('')}</CustomObject>`);
const field = (name: string, label: string): string =>
  `<fields><fullName>${name}</fullName><label>${label}</label></fields>`;
const inside = (file: Buffer): string[] =>
  [...file.toString().matchAll(/<label>(\w+)</g)].map(([, label]) => label ?? '').sort();

const BEFORE = object('<label>A</label>', field('One__c', 'one'), field('Two__c', 'two'));

describe('files of several components', () => {
  it('keep what a package does not bring', () => {
    const merged = mergeParts(PATH, BEFORE, object(field('two__c', 'zwei'), field('X__c', 'x')));
    expect(inside(merged)).toEqual(['A', 'one', 'x', 'zwei']);
  });

  it('take the whole from a package that brings it', () => {
    expect(inside(mergeParts(PATH, BEFORE, object('<label>B</label>')))).toEqual([
      'B',
      'one',
      'two',
    ]);
  });

  it('lose a component', () => {
    expect(inside(withoutPart(PATH, BEFORE, 'CustomField', 'One__c'))).toEqual(['A', 'two']);
  });

  it('show some components only', () => {
    const some = onlyParts(
      PATH,
      BEFORE,
      (type, name) => `${type}.${name}` === 'CustomField.Two__c',
    );
    expect(inside(some)).toEqual(['two']);
  });

  it('are left alone when they are one component, or no XML', () => {
    const cls = Buffer.from('class A {}');
    expect(mergeParts('classes/A.cls', Buffer.from('old'), cls)).toBe(cls);
    expect(mergeParts(PATH, Buffer.from('<a'), BEFORE)).toBe(BEFORE);
  });
});
