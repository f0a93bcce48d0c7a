// A real OpenID provider for the tests. Its accounts and clients are in the file that is its argument; accounts are read
// again whenever they are asked for, so that a test can change them. It ends when its input ends, so it does not
// survive the JVM that started it.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';

process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();

const file = process.argv[2];
const read = () => JSON.parse(readFileSync(file, 'utf8'));
const key = (type, options, id) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  kid: id,
  use: 'sig',
});

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: read().clients,
    jwks: { keys: [key('rsa', { modulusLength: 2048 }, 'rsa'), key('ec', { namedCurve: 'P-256' }, 'ec')] },
    cookies: { keys: ['only for tests'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['given_name', 'family_name'],
      groups: ['groups'],
    },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
    pkce: { required: () => true },
    findAccount: (ctx, id) => {
      const account = read().accounts[id];
      return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
    },
  });
  server.on('request', provider.callback());
  console.log(`listens on ${issuer}`);
});
