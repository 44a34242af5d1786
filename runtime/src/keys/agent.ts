import { createConnection } from "node:net";
import sshpk, { type Key } from "sshpk";
import { SigningError } from "../index.js";

/** A key that the agent holds. */
export interface Identity {
  readonly key: Key;
  /** The public key in the form in which the agent wants to be asked for it. */
  readonly blob: Buffer;
}

const requestIdentities = 11;
const identitiesAnswer = 12;
const signRequest = 13;
const signResponse = 14;

const brokenOff = "the SSH agent sent an answer that breaks off";

/** The largest answer that is believed: agents of the OpenSSH kind send at most 256 KiB. */
const maxAnswer = 256 * 1024;

/** Asks an SSH agent by its protocol (draft-ietf-sshm-ssh-agent); one connection for each question. */
export class Agent {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The keys it holds, except those of kinds that are not known here; `ms` is how long it may take, 0 sets no limit. */
  async identities(ms: number): Promise<Identity[]> {
    const answer = await this.#ask(Buffer.from([requestIdentities]), identitiesAnswer, ms);
    const found: Identity[] = [];
    let at = 4;
    for (let left = numberAt(answer, 0); left > 0; left--) {
      const blob = stringAt(answer, at);
      at += 4 + blob.length;
      at += 4 + stringAt(answer, at).length;
      try {
        found.push({ key: sshpk.parseKey(blob, "rfc4253"), blob });
      } catch {
        // A certificate or a key on a security token, for example.
      }
    }
    return found;
  }

  /**
   * Signs; `flags` choose the hash of RSA. The answer has the form of SSH. It may take any time, since some agents wait
   * for a hand that touches a token.
   */
  async sign(blob: Buffer, data: Buffer, flags: number): Promise<Buffer> {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(flags);
    const question = Buffer.concat([Buffer.from([signRequest]), asString(blob), asString(data), number]);
    return stringAt(await this.#ask(question, signResponse), 0);
  }

  /** Sends a question, and gives what follows the kind of the answer. */
  #ask(question: Buffer, kind: number, ms = 0): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const fail = (what: string, cause?: unknown): void => {
        socket.destroy();
        reject(new SigningError(`the SSH agent ${what}`, { cause }));
      };
      const socket = createConnection(this.#path, () => socket.write(asString(question)));
      let received = Buffer.alloc(0);
      socket.setTimeout(ms, () => fail(`has not answered within ${ms} ms`));
      socket.on("error", (error) => fail("cannot be reached", error));
      socket.on("close", () => fail("hung up"));
      socket.on("data", (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        if (received.length < 4) return;
        const length = received.readUInt32BE(0);
        if (length > maxAnswer) return fail("sent an answer that is too large");
        if (received.length < 4 + length) return;
        if (received[4] !== kind) return fail("refused: is it locked, or does it ask for confirmation?");
        resolve(received.subarray(5, 4 + length));
        socket.destroy();
      });
    });
  }
}

function asString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function stringAt(bytes: Buffer, at: number): Buffer {
  const end = at + 4 + numberAt(bytes, at);
  if (end > bytes.length) throw new SigningError(brokenOff);
  return bytes.subarray(at + 4, end);
}

function numberAt(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) throw new SigningError(brokenOff);
  return bytes.readUInt32BE(at);
}
