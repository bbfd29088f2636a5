'use strict';
// Loaded into every process of the CLI: what is not on this machine does not exist, and who tried is
// written down, so that a test can say that nobody did.
const { appendFileSync } = require('node:fs');
const net = require('node:net');

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|::1|\[::1\])$/;
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function guarded(...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const options =
    typeof first === 'object' && first !== null ? first : { host: args[1], port: first };
  const host = options.path === undefined ? (options.host ?? 'localhost') : 'localhost';
  if (LOOPBACK.test(host)) return connect.apply(this, args);
  appendFileSync(process.env.CLI_STRANGERS, `${host}\n`);
  process.nextTick(() =>
    this.destroy(new Error(`connect ECONNREFUSED ${host}: the suite is offline`)),
  );
  return this;
};
