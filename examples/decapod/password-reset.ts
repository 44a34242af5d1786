import { createInterface } from "node:readline/promises";
import { DecapodClient, isApiError } from "@clientwright/decapod";

/** Replaces a lost password. None of the three calls needs a sign-in. */
export async function main(
  client: DecapodClient = DecapodClient.fromEnv(),
  ask: (question: string) => Promise<string> = askOnTerminal,
): Promise<void> {
  const login = await ask("Whose password is lost? ");
  console.log((await client.requestPasswordReset({ login })).message);

  const resetToken = await ask("What stands at the end of the link in the mail? ");
  try {
    await client.peekPasswordReset({ resetToken });
  } catch (error) {
    if (!isApiError(error) || error.status !== 404) throw error;
    console.log("That link is wrong, or older than a day.");
    return;
  }
  const password = await ask("What shall be the new password? ");
  console.log((await client.resetPassword({ resetToken, password })).message);
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
