/** System.Blob, System.EncodingUtil. */
import type { LibraryType } from '../../core/registry';
import { ApexBlob } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail, given } from '../support/checks';

/** UTF-8 text of a Blob; bytes that are no text are refused. */
export function blobText(vm: Vm, blob: ApexBlob): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(blob.bytes);
  } catch {
    return fail(vm, 'StringException', 'BLOB is not a valid UTF-8 string');
  }
}

export const blobType: LibraryType = {
  name: 'System.Blob',
  statics: {
    valueOf: (vm: Vm, text: string) => new ApexBlob(Buffer.from(given(vm, text), 'utf8')),
  },
  methods: {
    size: (_vm, self: ApexBlob) => self.bytes.length,
    toString: (vm: Vm, self: ApexBlob) => blobText(vm, self),
  },
  isInstance: (value) => value instanceof ApexBlob,
};

/** Java's URLEncoder: application/x-www-form-urlencoded. */
export function urlEncode(bytes: Buffer): string {
  let out = '';
  for (const byte of bytes) {
    const c = String.fromCharCode(byte);
    if (/[a-zA-Z0-9.\-*_]/.test(c)) out += c;
    else if (c === ' ') out += '+';
    else out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

function urlDecode(vm: Vm, text: string): Buffer {
  const parts: Buffer[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '%') {
      const hex = text.slice(i + 1, i + 3);
      if (!/^[0-9a-fA-F]{2}$/.test(hex))
        fail(vm, 'StringException', 'Illegal hex characters in escape (%) pattern');
      parts.push(Buffer.from(hex, 'hex'));
      i += 2;
    } else parts.push(Buffer.from(c === '+' ? ' ' : c, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** Node's name of a Java charset. */
function charset(vm: Vm, name: string): BufferEncoding {
  const key = argument(vm, name, 2).toLowerCase();
  if (key === 'utf-8' || key === 'utf8') return 'utf8';
  if (key === 'iso-8859-1' || key === 'us-ascii') return 'latin1';
  return fail(vm, 'StringException', `Unsupported encoding: ${name}`);
}

export const encodingType: LibraryType = {
  name: 'System.EncodingUtil',
  statics: {
    base64Decode: (vm, text: string) => {
      const clean = argument(vm, text, 1).replace(/\s+/g, '');
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean))
        fail(vm, 'StringException', 'Unrecognized base64 character');
      return new ApexBlob(Buffer.from(clean, 'base64'));
    },
    base64Encode: (vm, blob: ApexBlob) => argument(vm, blob, 1).bytes.toString('base64'),
    convertFromHex: (vm, text: string) => {
      if (!/^[0-9a-fA-F]*$/.test(argument(vm, text, 1)))
        fail(vm, 'StringException', 'Invalid hex string');
      if (text.length % 2 !== 0) fail(vm, 'StringException', 'Odd number of hex digits');
      return new ApexBlob(Buffer.from(text, 'hex'));
    },
    convertToHex: (vm, blob: ApexBlob) => argument(vm, blob, 1).bytes.toString('hex'),
    urlDecode: (vm, text: string, set: string) => {
      const encoding = charset(vm, set);
      return urlDecode(vm, argument(vm, text, 1)).toString(encoding);
    },
    urlEncode: (vm, text: string, set: string) => {
      const encoding = charset(vm, set);
      return urlEncode(Buffer.from(argument(vm, text, 1), encoding));
    },
  },
};
