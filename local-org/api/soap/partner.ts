/** Partner API: login, logout and who am I. */
import type { XmlElement } from '../../metadata';
import type { ApiContext, Reply, User } from '../types';
import { soapFault, soapReply, toXml } from './envelope';
import { setPassword } from '../auth/passwords';
import { randomPassword } from '../auth/secrets';
import { to18 } from '../data/ids';
import type { Operation, SoapCall } from './service';

function userInfo({ org }: ApiContext, user: User): Record<string, unknown> {
  return {
    accessibilityMode: false,
    organizationId: org.orgId,
    organizationMultiCurrency: false,
    profileId: user.profileId,
    userEmail: user.email,
    userFullName: user.name,
    userId: user.id,
    userLanguage: user.locale,
    userLocale: user.locale,
    userName: user.username,
    userTimeZone: user.timeZone,
    userType: 'Standard',
  };
}

/** Opens a session for a user name and a password. */
export function login(context: ApiContext, operation: XmlElement, version: string): Reply {
  const user = context.sessions.userByName(operation.text('username') ?? '');
  const password = operation.child('password')?.rawText ?? '';
  if (user === undefined || !context.credentials.isPassword(user.id, password))
    return soapFault(
      'INVALID_LOGIN',
      'Invalid username, password, security token; or user locked out.',
    );
  const org = context.org.orgId.slice(0, 15);
  const url = (kind: string): string => `${context.url()}/services/Soap/${kind}/${version}/${org}`;
  const result = {
    metadataServerUrl: url('m'),
    passwordExpired: false,
    sandbox: false,
    serverUrl: url('u'),
    sessionId: context.sessions.open(user).token,
    userId: user.id,
    userInfo: userInfo(context, user),
  };
  return soapReply('partner', `<loginResponse>${toXml('result', result)}</loginResponse>`);
}

function passwordUser({ operation }: SoapCall): string {
  return to18(operation.text('userId') ?? '');
}

export const partnerOperations: Readonly<Record<string, Operation>> = {
  setPassword: (call) => {
    const { context, session, operation } = call;
    const password = operation.child('password')?.rawText ?? '';
    setPassword(context, session.user, passwordUser(call), password);
    return soapReply('partner', '<setPasswordResponse><result/></setPasswordResponse>');
  },
  resetPassword: (call) => {
    const password = randomPassword();
    setPassword(call.context, call.session.user, passwordUser(call), password);
    return soapReply(
      'partner',
      `<resetPasswordResponse>${toXml('result', { password })}</resetPasswordResponse>`,
    );
  },
  logout: ({ context, session }) => {
    context.sessions.close(session.token);
    return soapReply('partner', '<logoutResponse/>');
  },
  getUserInfo: ({ context, session }) =>
    soapReply(
      'partner',
      `<getUserInfoResponse>${toXml('result', userInfo(context, session.user))}</getUserInfoResponse>`,
    ),
  getServerTimestamp: ({ context }) => {
    const timestamp = new Date(context.org.clock.now()).toISOString();
    return soapReply(
      'partner',
      `<getServerTimestampResponse>${toXml('result', { timestamp })}</getServerTimestampResponse>`,
    );
  },
};
