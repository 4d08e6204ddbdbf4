// What attempts.py tries, as far as Node can; what a function returns is the proof that it worked.
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, lstatSync, readFileSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';

const read = path => readFileSync(path, 'utf8');

const written = path => {
  writeFileSync(path, 'was here');
  return read(path);
};

const rewritten = path => {
  const before = read(path);
  writeFileSync(path, before);
  return before;
};

const linked = (at, to) => {
  const link = `${process.env.PLUGIN_DATA}/${at}`;
  try {
    if (lstatSync(link).isSymbolicLink()) unlinkSync(link);
  } catch {}
  symlinkSync(to, link);
  return link;
};

const asked = where => new Promise((resolve, reject) => {
  const client = connect(where);
  client.setTimeout(3000, () => client.destroy(new Error('timed out')));
  client.on('error', reject).on('connect', () => client.write('hello\n'));
  client.on('data', data => {
    resolve(`${data}`);
    client.destroy();
  });
  client.on('close', () => reject(new Error('closed')));
});

const datagram = (port, message) => new Promise((resolve, reject) => {
  const socket = createSocket('udp4').on('error', reject).on('message', answer => resolve(`${answer}`));
  const patience = setTimeout(() => reject(new Error('timed out')), 3000);
  socket.on('close', () => clearTimeout(patience));
  socket.send(message, port, '127.0.0.1', fault => fault && reject(fault));
  socket.unref();
});

// Node's own clients heed no proxy before version 24, so the request is written out.
const byProxy = on => new Promise((resolve, reject) => {
  const proxy = new URL(process.env.HTTP_PROXY);
  const path = `http://127.0.0.1:${on.http}/`;
  request({ host: proxy.hostname, port: proxy.port, path, headers: { host: `127.0.0.1:${on.http}` } }, reply => {
    let text = '';
    reply.on('data', data => (text += data));
    reply.on('end', () => (reply.statusCode === 200 ? resolve(text) : reject(new Error(`${reply.statusCode} ${text}`))));
  }).on('error', reject).end();
});

const ATTEMPTS = {
  'read a file': on => read(on.file),
  'read it through a link': on => read(linked('link', on.file)),
  'read it through its own root': on => read(`/proc/self/root${on.file}`),
  'read it through the first process': on => read(`/proc/1/root${on.file}`),
  'read it through the host': on => read(`/proc/${on.victim}/root${on.file}`),
  'write beside it': on => written(`${on.folder}/planted`),
  'write through a link': on => written(linked('out', `${on.folder}/planted`)),
  'write its own package': () => written(`${process.env.PLUGIN_ROOT}/planted`),
  "read another plugin's data": on => read(on.others),
  "write the kernel's settings": () => rewritten('/proc/sys/kernel/core_pattern'),
  'connect to the host': on => asked({ host: '127.0.0.1', port: on.tcp }),
  'fetch by the proxy': byProxy,
  'send a datagram': on => datagram(on.udp, 'hello\n'),
  'ask a name server': on => datagram(on.udp, Buffer.from('000101000001000000000000', 'hex')),
  'connect to a socket in the file system': on => asked({ path: on.socket }),
  "connect to the operator's door": on => asked({ path: on.door }),
  'connect to an abstract socket': on => asked({ path: `\0${on.abstract}` }),
  'reach the metadata service': () => asked({ host: '169.254.169.254', port: 80 }),
  "see the host's processes": on => {
    if (!existsSync(`/proc/${on.victim}`)) throw new Error(`not among ${readdirSync('/proc').filter(p => +p)}`);
    return 'sees it';
  },
  'signal one': on => `${process.kill(on.victim, 'SIGUSR1')}`,
  "read one's environment": on => read(`/proc/${on.victim}/environ`),
  "read one's memory": on => `${readFileSync(`/proc/${on.victim}/mem`, { flag: 'r' })}`,
  "read the host's environment": () => {
    if (!process.env.HOSTILE_CANARY) throw new Error('not set');
    return process.env.HOSTILE_CANARY;
  },
  'make namespaces': () => execFileSync('/usr/bin/unshare', ['-r', 'echo', 'made'], { stdio: 'pipe' }).toString(),
  'mount': () => execFileSync('/usr/bin/mount', ['-t', 'tmpfs', 'none', process.env.PLUGIN_DATA], { stdio: 'pipe' }).toString(),
  'become root': () => `${process.setuid(0)}`,
};

export async function run(on) {
  const outcome = {};
  for (const name of on.only ?? Object.keys(ATTEMPTS)) {
    try {
      outcome[name] = `did: ${await ATTEMPTS[name](on)}`;
    } catch (refused) {
      outcome[name] = `refused: ${refused.message}`;
    }
  }
  return outcome;
}
