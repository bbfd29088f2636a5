/** System.Crypto and System.UUID. Chance comes from the org. */
import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import type { LibraryType } from '../../core/registry';
import { PlatformValue } from '../../core/tokens';
import { ApexBlob } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';
import { javaHash } from '../support/hash';

const DIGESTS: Readonly<Record<string, string>> = {
  md5: 'md5',
  sha1: 'sha1',
  'sha-1': 'sha1',
  'sha-256': 'sha256',
  'sha-512': 'sha512',
  'sha3-256': 'sha3-256',
  'sha3-384': 'sha3-384',
  'sha3-512': 'sha3-512',
};

const MACS: Readonly<Record<string, string>> = {
  hmacmd5: 'md5',
  hmacsha1: 'sha1',
  hmacsha256: 'sha256',
  hmacsha512: 'sha512',
};

const CIPHERS: Readonly<Record<string, number>> = { AES128: 16, AES192: 24, AES256: 32 };

function algorithm(vm: Vm, table: Readonly<Record<string, string>>, name: string): string {
  return (
    table[argument(vm, name, 1).toLowerCase()] ??
    fail(vm, 'SecurityException', `Invalid algorithm: ${name}`)
  );
}

function mac(vm: Vm, name: string, input: ApexBlob, key: ApexBlob): Buffer {
  const hmac = createHmac(algorithm(vm, MACS, name), argument(vm, key, 3).bytes);
  return hmac.update(argument(vm, input, 2).bytes).digest();
}

/** Bytes from the org's seed. */
export function randomBytes(vm: Vm, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => Math.floor(vm.host.random() * 256)));
}

function cipher(vm: Vm, name: string, key: ApexBlob): string {
  const size = CIPHERS[name] ?? fail(vm, 'SecurityException', `Invalid algorithm: ${name}`);
  if (argument(vm, key, 2).bytes.length !== size)
    fail(vm, 'SecurityException', `Invalid private key. Must be ${size} bytes.`);
  return `aes-${size * 8}-cbc`;
}

function vector(vm: Vm, iv: ApexBlob): Buffer {
  if (argument(vm, iv, 3).bytes.length !== 16)
    fail(vm, 'SecurityException', 'Invalid initialization vector. Must be 16 bytes.');
  return iv.bytes;
}

function encrypt(vm: Vm, name: string, key: ApexBlob, iv: Buffer, text: ApexBlob): Buffer {
  const made = createCipheriv(cipher(vm, name, key), key.bytes, iv);
  return Buffer.concat([made.update(text.bytes), made.final()]);
}

function decrypt(vm: Vm, name: string, key: ApexBlob, iv: Buffer, data: Buffer): ApexBlob {
  const made = createDecipheriv(cipher(vm, name, key), key.bytes, iv);
  try {
    return new ApexBlob(Buffer.concat([made.update(data), made.final()]));
  } catch {
    // The text of Java's BadPaddingException.
    return fail(vm, 'SecurityException', 'Given final block not properly padded.');
  }
}

export const cryptoType: LibraryType = {
  name: 'System.Crypto',
  statics: {
    decrypt: (vm, name: string, key: ApexBlob, iv: ApexBlob, data: ApexBlob) =>
      decrypt(vm, name, key, vector(vm, iv), argument(vm, data, 4).bytes),
    decryptWithManagedIV: (vm, name: string, key: ApexBlob, data: ApexBlob) => {
      const { bytes } = argument(vm, data, 3);
      return decrypt(vm, name, key, bytes.subarray(0, 16), bytes.subarray(16));
    },
    encrypt: (vm, name: string, key: ApexBlob, iv: ApexBlob, text: ApexBlob) =>
      new ApexBlob(encrypt(vm, name, key, vector(vm, iv), argument(vm, text, 4))),
    encryptWithManagedIV: (vm, name: string, key: ApexBlob, text: ApexBlob) => {
      const iv = randomBytes(vm, 16);
      return new ApexBlob(Buffer.concat([iv, encrypt(vm, name, key, iv, argument(vm, text, 3))]));
    },
    generateAesKey: (vm, size: number) => {
      if (![128, 192, 256].includes(argument(vm, size, 1)))
        fail(vm, 'SecurityException', 'Invalid key size. Must be 128, 192 or 256.');
      return new ApexBlob(randomBytes(vm, size / 8));
    },
    generateDigest: (vm, name: string, input: ApexBlob) =>
      new ApexBlob(
        createHash(algorithm(vm, DIGESTS, name))
          .update(argument(vm, input, 2).bytes)
          .digest(),
      ),
    generateMac: (vm, name: string, input: ApexBlob, key: ApexBlob) =>
      new ApexBlob(mac(vm, name, input, key)),
    getRandomInteger: (vm) => randomBytes(vm, 4).readInt32BE(0),
    getRandomLong: (vm) => randomBytes(vm, 8).readBigInt64BE(0),
    verifyHmac: (vm, name: string, input: ApexBlob, key: ApexBlob, expected: ApexBlob) =>
      mac(vm, name, input, key).equals(argument(vm, expected, 4).bytes),
  },
};

export class ApexUuid extends PlatformValue {
  constructor(readonly text: string) {
    super();
  }
  get $type(): string {
    return 'System.UUID';
  }
  protected get key(): string {
    return this.text;
  }
  override toString(): string {
    return this.text;
  }
}

export const uuidType: LibraryType = {
  name: 'System.UUID',
  statics: {
    fromString: (vm, text: string) => {
      if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(argument(vm, text, 1)))
        fail(vm, 'IllegalArgumentException', `Invalid UUID string: ${text}`);
      return new ApexUuid(text.toLowerCase());
    },
    randomUUID: (vm) => {
      const bytes = randomBytes(vm, 16);
      bytes[6] = (bytes[6]! & 0x0f) | 0x40;
      bytes[8] = (bytes[8]! & 0x3f) | 0x80;
      return new ApexUuid(
        bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      );
    },
  },
  methods: {
    equals: (_vm, self: ApexUuid, other: unknown) => self.equals(other),
    hashCode: (_vm, self: ApexUuid) => javaHash(self.text),
    toString: (_vm: Vm, self: ApexUuid) => self.text,
  },
  isInstance: (value) => value instanceof ApexUuid,
};
