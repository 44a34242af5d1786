import { createConnection } from "node:net";
import sshpk, { type Key } from "sshpk";
import { SigningError } from "../index.js";

// The protocol of SSH agents (draft-ietf-sshm-ssh-agent), with one connection for each question.

const requestIdentities = 11;
const identitiesAnswer = 12;
const signRequest = 13;
const signResponse = 14;

/** The largest answer that is believed: agents of the OpenSSH kind send at most 256 KiB. */
const maxAnswer = 256 * 1024;

/** The keys an agent holds, but for kinds that are not known here; `ms` is how long it may take, 0 sets no limit. */
export async function identitiesOf(agent: string, ms: number): Promise<Key[]> {
  const answer = await ask(agent, Buffer.from([requestIdentities]), identitiesAnswer, ms);
  const found: Key[] = [];
  let at = 4;
  for (let left = numberAt(answer, 0); left > 0; left--) {
    const blob = stringAt(answer, at);
    const comment = stringAt(answer, at + 4 + blob.length);
    at += 8 + blob.length + comment.length;
    try {
      found.push(sshpk.parseKey(blob, "rfc4253"));
    } catch {
      // A certificate or a key on a security token, for example.
    }
  }
  return found;
}

/**
 * Lets an agent sign; `flags` choose the hash of RSA. The answer has the form of SSH. It may take any time, since some
 * agents wait for a hand that touches a token.
 */
export async function signAt(agent: string, key: Key, data: Buffer, flags: number): Promise<Buffer> {
  const blob = key.toBuffer("rfc4253");
  const question = Buffer.concat([Buffer.from([signRequest]), asString(blob), asString(data), asNumber(flags)]);
  return stringAt(await ask(agent, question, signResponse, 0), 0);
}

/** Sends a question, and gives what follows the kind of the answer. */
async function ask(agent: string, question: Buffer, kind: number, ms: number): Promise<Buffer> {
  const socket = createConnection(agent);
  socket.setTimeout(ms, () => socket.destroy(new Error(`it has not answered within ${ms} ms`)));
  socket.write(asString(question));
  let received = Buffer.alloc(0);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received = Buffer.concat([received, chunk]);
      const length = received.length < 4 ? 0 : 4 + received.readUInt32BE();
      if (length > maxAnswer) throw new Error("its answer is too large");
      if (length > 0 && received.length >= length) break;
    }
  } catch (cause) {
    throw new SigningError(`the SSH agent cannot be reached or understood: ${(cause as Error).message}`, { cause });
  }
  const answer = stringAt(received, 0);
  if (answer[0] !== kind)
    throw new SigningError("the SSH agent refused: is it locked, or does it ask for confirmation?");
  return answer.subarray(1);
}

function asNumber(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const asString = (bytes: Buffer): Buffer => Buffer.concat([asNumber(bytes.length), bytes]);

const numberAt = (bytes: Buffer, at: number): number => bytesAt(bytes, at, 4).readUInt32BE();

const stringAt = (bytes: Buffer, at: number): Buffer => bytesAt(bytes, at + 4, numberAt(bytes, at));

function bytesAt(bytes: Buffer, at: number, length: number): Buffer {
  if (at + length > bytes.length) throw new SigningError("the SSH agent sent an answer that breaks off");
  return bytes.subarray(at, at + length);
}
