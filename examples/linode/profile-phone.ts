import { createInterface } from "node:readline/promises";
import { isApiError, LinodeClient } from "@clientwright/linode";

/** Proves with a code that a phone is one's own. A number that was verified before has to be deleted first. */
export async function main(
  client: LinodeClient = LinodeClient.fromEnv(),
  ask: (question: string) => Promise<string> = askOnTerminal,
): Promise<void> {
  if ((await client.getProfile()).verified_phone_number) {
    await client.deletePhoneNumber();
    console.log("the old number is deleted; it gets no more messages");
  }
  await client.sendPhoneNumberVerificationCode({ iso_code: "US", phone_number: await ask("Which number? ") });
  try {
    await client.verifyPhoneNumber({ otp_code: await ask("Which code has come? ") });
    console.log("the new number is verified");
  } catch (error) {
    if (!isApiError(error) || error.status !== 400) throw error;
    console.log("that is not the code, or it is older than ten minutes");
  }
}

async function askOnTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

if (import.meta.filename === process.argv[1]) await main();
