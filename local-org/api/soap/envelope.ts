/** SOAP in and out. */
import type { XmlElement } from '../../metadata';
import { XmlError, escapeXml, parseXml } from '../../metadata';
import { OrgError } from '../../org/contract';
import type { Reply } from '../types';

export const NAMESPACES = {
  metadata: 'http://soap.sforce.com/2006/04/metadata',
  apex: 'http://soap.sforce.com/2006/08/apex',
  partner: 'urn:partner.soap.sforce.com',
} as const;

export interface SoapRequest {
  readonly sessionId: string | undefined;
  /** The first element of the body: the operation. */
  readonly operation: XmlElement;
  readonly header: XmlElement | undefined;
  /** Base64 of `<ZipFile>`, cut out before parsing: it may be tens of megabytes. */
  readonly zip: string | undefined;
}

const ZIP = /(<(?:\w+:)?ZipFile\s*>)([A-Za-z0-9+/=\s]*)(<\/(?:\w+:)?ZipFile\s*>)/;

/** @throws OrgError when it is no SOAP request */
export function parseEnvelope(body: Buffer): SoapRequest {
  let text = body.toString('utf8');
  const zip = ZIP.exec(text)?.[2];
  if (zip !== undefined) text = text.replace(ZIP, '$1$3');
  let root: XmlElement;
  try {
    root = parseXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new OrgError(
      500,
      'UNKNOWN_EXCEPTION',
      `The SOAP request is not valid XML: ${error.message}`,
    );
  }
  const operation = root.child('Body')?.children[0];
  if (root.name !== 'Envelope' || operation === undefined)
    throw new OrgError(500, 'UNKNOWN_EXCEPTION', 'The SOAP request has no operation in its body.');
  const header = root.child('Header');
  return { sessionId: header?.child('SessionHeader')?.text('sessionId'), header, operation, zip };
}

/** A plain value as XML: lists repeat the tag, null is nil, undefined leaves the tag out. */
export function toXml(tag: string, value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => toXml(tag, item)).join('');
  if (value === null) return `<${tag} xsi:nil="true"/>`;
  if (typeof value === 'object') {
    const inner = Object.entries(value).map(([name, item]) => toXml(name, item));
    return `<${tag}>${inner.join('')}</${tag}>`;
  }
  if (typeof value === 'string') return `<${tag}>${escapeXml(value)}</${tag}>`;
  return `<${tag}>${JSON.stringify(value)}</${tag}>`;
}

function xml(status: number, text: string): Reply {
  return {
    status,
    text: `<?xml version="1.0" encoding="UTF-8"?>${text}`,
    contentType: 'text/xml;charset=UTF-8',
  };
}

/** Tools read the prefix `soapenv:` literally, and take the first child of Body for the result. */
export function soapReply(namespace: keyof typeof NAMESPACES, body: string, header = ''): Reply {
  return xml(
    200,
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${NAMESPACES[namespace]}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${
      header === '' ? '' : `<soapenv:Header>${header}</soapenv:Header>`
    }<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  );
}

/** Faults come with HTTP 500; tools look for the code in `faultcode`. */
export function soapFault(code: string, message: string): Reply {
  return xml(
    500,
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com"><soapenv:Body><soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${escapeXml(message)}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
  );
}
